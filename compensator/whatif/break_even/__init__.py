"""Where one decision flips."""

from compensator.whatif.break_even.answer import BreakEven
from compensator.whatif.break_even.asking import break_even
from compensator.whatif.break_even.sentences import summary_of

__all__ = ["BreakEven", "break_even", "summary_of"]
