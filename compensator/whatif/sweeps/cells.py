"""One cell after the other: what did not change is not computed again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from compensator.economics import Bounded, Program, assemble, limits
from compensator.economics.rows import with_bounds
from compensator.model import AUTO
from compensator.optimizer.brief import Brief, brief_from, brief_of
from compensator.optimizer.case import Case, prepare
from compensator.optimizer.hot import Hot
from compensator.problem import Problem


class Cells:
    """Solves one cell after the other; where only bounds move, from where it stood."""

    def __init__(self, base: Case) -> None:
        """Start from the problem as it stands.

        Args:
            base: Its economics serve again where only bounds differ.
        """
        self._near = base
        self._hot = Hot(base.program, base.solver)

    def solve(self, problem: Problem) -> Brief:
        """Return how a problem ends, as solving it from scratch does.

        Args:
            problem: With the cell's changes made.
        """
        near = self._near
        if not _same_economics(problem, near.problem):
            case = prepare(problem, near.solver)
        else:
            bounded = _bounded(problem, near)
            program = assemble(problem, near.economics, bounded)
            case = replace(near, problem=problem, bounded=bounded, program=program)
        if not _same_forms(case.program, near.program):
            self._hot = Hot(case.program, case.solver)
        self._near = case
        if case.program.integer or case.stranded or case.solver.name != AUTO:
            return brief_of(case)
        return brief_from(case, self._hot.solved(np.array([r.rhs for r in case.program.rows])))


def _bounded(problem: Problem, near: Case) -> list[Bounded]:
    """Return the limits of a problem; where only numbers differ, without reading a filter again."""
    pairs = (problem, near.problem)
    has = [(p.settings.budget is None, [o.max_users is None for o in p.offers]) for p in pairs]
    bare = [[o.model_copy(update={"min": None, "max": None}) for o in p.limits] for p in pairs]
    if has[0] == has[1] and bare[0] == bare[1]:
        return with_bounds(near.bounded, problem)
    return limits(problem, near.economics)


def _same_forms(one: Program, other: Program) -> bool:
    """Return whether two programs differ in nothing but their right-hand sides."""
    if [r.code for r in one.rows] != [r.code for r in other.rows] or one.whole != other.whole:
        return False
    pairs = [(one.objective, other.objective), (one.cost, other.cost)]
    pairs += [(a.form, b.form) for a, b in zip(one.rows, other.rows, strict=True)]
    return np.array_equal(one.eligible, other.eligible) and all(
        a.shares is b.shares or np.array_equal(a.shares, b.shares) for a, b in pairs
    )


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
