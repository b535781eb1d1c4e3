"""One cell after the other: what did not change is not computed again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from compensator.economics import Bounded, assemble, limits, with_bounds
from compensator.errors import SolverError
from compensator.model import AUTO
from compensator.optimizer import Hot
from compensator.plan import Brief, Case, brief_from, brief_of, prepare, unproven
from compensator.problem import Problem


@dataclass(frozen=True)
class _Stand:
    """A case, and its program kept to be asked again."""

    case: Case
    hot: Hot


class Cells:
    """Solves one cell after the other; where only bounds move, from where it or the base stood."""

    def __init__(self, base: Case, count: int = 1) -> None:
        """Start from the problem as it stands.

        Args:
            base: Its economics serve again where only bounds differ.
            count: How many cells share the time that is left.
        """
        self._left = count
        self._base = self._last = _Stand(base, Hot(base.program, base.solver))

    def solve(self, problem: Problem) -> Brief:
        """Return how a problem ends, as solving it from scratch does; unknown where that is not proven.

        Args:
            problem: With the cell's changes made.
        """
        case = self._case(problem)
        case = replace(case, solver=self._base.case.solver.part(max(1, self._left)))
        self._left -= 1
        stands = (s for s in self._stands if case.program.like(s.case.program))
        near = next(stands, None)
        hot = Hot(case.program, case.solver) if near is None else near.hot
        self._last = _Stand(case, hot)
        try:
            if case.program.integer or case.stranded or case.solver.name != AUTO:
                return brief_of(case)
            return brief_from(case, hot.solved(case.program))
        except SolverError as error:
            return unproven(case, error)  # a cell among others: a row that says so

    @property
    def _stands(self) -> tuple[_Stand, _Stand]:
        """What may serve again, the nearer first."""
        return self._last, self._base

    def _case(self, problem: Problem) -> Case:
        cases = (s.case for s in self._stands if _same_economics(problem, s.case.problem))
        near = next(cases, None)
        if near is None:
            return prepare(problem, self._base.case.solver)
        bounded = _bounded(problem, near)
        program = assemble(problem, near.economics, bounded)
        return replace(near, problem=problem, bounded=bounded, program=program)


def _bounded(problem: Problem, near: Case) -> list[Bounded]:
    """Return the limits of a problem; where only numbers differ, without reading a filter again."""
    pairs = (problem, near.problem)
    has = [(p.settings.budget is None, [o.max_users is None for o in p.offers]) for p in pairs]
    bare = [[o.model_copy(update={"min": None, "max": None}) for o in p.limits] for p in pairs]
    if has[0] == has[1] and bare[0] == bare[1]:
        return with_bounds(near.bounded, problem)
    return limits(problem, near.economics)


def _same_economics(one: Problem, other: Problem) -> bool:
    """Return whether two problems differ in nothing but what limits read."""
    kept = "budget", "max_users"
    settings = [p.settings.model_copy(update={kept[0]: None}) for p in (one, other)]
    offers = [[o.model_copy(update={kept[1]: None}) for o in p.offers] for p in (one, other)]
    return (
        settings[0] == settings[1]
        and offers[0] == offers[1]
        and one.segments == other.segments
        and one.responses == other.responses
        and one.given == other.given
    )
