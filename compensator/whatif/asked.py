"""How every question begins: options that are out of range are refused, then the problem is prepared."""

from __future__ import annotations

from compensator.model import Solver, insist_available
from compensator.plan import Case, insist_solvable, prepare
from compensator.problem import Problem


def asked(problem: Problem, solver: str, time_limit: float | None, gap: float = 0.0) -> Case:
    """Return the problem that a question is about, nothing solved yet.

    Args:
        problem: Segments, offers and limits.
        solver: As in ``plan.solve``; so the next two.
        time_limit: Seconds for all that is solved.
        gap: Relative gap at which an integer program may stop.

    Raises:
        UsageError: If it is no problem, the solver is not known or not installed, or an option is out of range.
    """
    insist_solvable(problem, time_limit=time_limit, gap=gap)
    insist_available(solver)
    engine = Solver(solver, time_limit, gap)
    return prepare(problem, engine if time_limit is None else engine.within(time_limit))
