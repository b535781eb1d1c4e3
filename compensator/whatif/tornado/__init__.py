"""Every uncertain input up and down."""

from compensator.whatif.tornado.answer import Tornado
from compensator.whatif.tornado.asking import tornado
from compensator.whatif.tornado.story import told
from compensator.whatif.tornado.uncertain import steps

__all__ = ["Tornado", "steps", "told", "tornado"]
