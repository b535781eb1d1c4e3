"""What-if questions: each in a folder of its name, what they share here."""

from compensator.whatif.freezing import freeze
from compensator.whatif.inputs import inputs_of, size
from compensator.whatif.ranges import RangeError, values_of
from compensator.whatif.uncertain import inputs

__all__ = ["RangeError", "freeze", "inputs", "inputs_of", "size", "values_of"]
