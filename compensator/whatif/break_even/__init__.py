"""Where one decision flips."""

from compensator.whatif.break_even.answer import BreakEven
from compensator.whatif.break_even.asking import break_even
from compensator.whatif.break_even.story import told

__all__ = ["BreakEven", "break_even", "told"]
