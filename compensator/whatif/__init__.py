"""What-if: the frontier, targets, sweeps, sensitivities and comparisons."""

from compensator.whatif.comparisons.lineup import compare
from compensator.whatif.comparisons.results import Comparison
from compensator.whatif.curves.budget_curve import Frontier
from compensator.whatif.curves.tracing import frontier
from compensator.whatif.flips.results import BreakEven
from compensator.whatif.flips.takeovers import break_even
from compensator.whatif.freezing import freeze
from compensator.whatif.goals.reaching import target
from compensator.whatif.sweeps.grids import explore, sweep
from compensator.whatif.sweeps.results import Sweep
from compensator.whatif.swings.results import Tornado
from compensator.whatif.swings.sensitivity import tornado

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
