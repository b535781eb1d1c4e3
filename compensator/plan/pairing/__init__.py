"""What the formulas make of each segment with each offer."""

from compensator.plan.pairing.answer import Pairs
from compensator.plan.pairing.asking import pairs
from compensator.plan.pairing.columns import sheet
from compensator.plan.pairing.story import told

__all__ = ["Pairs", "pairs", "sheet", "told"]
