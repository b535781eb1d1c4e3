"""Every uncertain input up and down."""

from compensator.whatif.tornado.answer import Tornado
from compensator.whatif.tornado.asking import tornado

__all__ = ["Tornado", "tornado"]
