"""What-if: the frontier, targets, sweeps, sensitivities and comparisons."""

from compensator.whatif.comparison import Comparison
from compensator.whatif.curves.budget_curve import Frontier
from compensator.whatif.curves.tracing import frontier
from compensator.whatif.flips import BreakEven
from compensator.whatif.freezing import freeze
from compensator.whatif.goals.reaching import target
from compensator.whatif.lineup import compare
from compensator.whatif.sensitivity import tornado
from compensator.whatif.sweeps.grids import explore, sweep
from compensator.whatif.sweeps.results import Sweep
from compensator.whatif.swings import Tornado
from compensator.whatif.takeovers import break_even

__all__ = [
    "BreakEven",
    "Comparison",
    "Frontier",
    "Sweep",
    "Tornado",
    "break_even",
    "compare",
    "explore",
    "freeze",
    "frontier",
    "sweep",
    "target",
    "tornado",
]
