"""What-if questions: each in a folder of its name, what they share here."""

from compensator.whatif.freezing import freeze
from compensator.whatif.holding import holding_notes
from compensator.whatif.ranges import RangeError, values_of

__all__ = ["RangeError", "freeze", "holding_notes", "values_of"]
