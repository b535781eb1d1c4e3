"""One problem on its way to a plan: its arrays, and how far they have been solved."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import TypedDict

import numpy as np

from compensator import model
from compensator.economics import Array, Bounded, Economics, Program, assemble, evaluate, limits
from compensator.errors import UsageError
from compensator.knapsack import Curve
from compensator.model import Outcome, Solver
from compensator.optimizer import Certificate, Optimum
from compensator.plan.answer import Status
from compensator.problem import Maximize, Problem
from compensator.story import Manifest
from compensator.tolerances import PROVEN, SAME


class Preamble(TypedDict):
    """What every answer says of its problem, and what made it."""

    title: str
    currency: str
    maximize: Maximize
    manifest: Manifest


@dataclass(frozen=True)
class Case:
    """A problem, its measures, its limits and its program."""

    problem: Problem
    economics: Economics
    bounded: list[Bounded]
    program: Program
    solver: Solver
    started: float
    """By ``time.perf_counter``."""
    line: Curve | None = None
    """Its budget curve, which it shares with cases that differ in the budget alone."""
    per: Mapping[str, float] = field(default_factory=dict)
    """Users that a limit's bounds were typed as a share of, by its name."""

    def part(self, parts: int) -> Case:
        """Return the case with a part of the time that is left for all that is asked."""
        return replace(self, solver=self.solver.part(parts))

    @property
    def stranded(self) -> bool:
        """Whether some segment has no eligible offer."""
        return self.program.stranded

    def shares(self, optimum: Optimum) -> Array:
        """Return an optimum's shares, segments × offers, what is given already included."""
        return self.economics.shares(optimum.shares[self.economics.group])

    def row_prices(self, optimum: Optimum) -> dict[tuple[str, str], float]:
        """Return the price of each row, by the limit's name and ``min`` or ``max``, ≥ 0."""
        prices = np.asarray(optimum.prices.rows).tolist()
        return {(r.limit, r.bound): p for r, p in zip(self.program.rows, prices, strict=True)}

    def preamble(self, optimum: Optimum | None = None) -> Preamble:
        """Return what every answer about the problem begins and ends with."""
        settings = self.problem.settings
        return Preamble(
            title=settings.title,
            currency=settings.currency,
            maximize=settings.maximize,
            manifest=self.manifest(optimum),
        )

    def manifest(self, optimum: Optimum | None = None) -> Manifest:
        """Return what makes the plan, and the seconds it took so far."""
        solver = None if optimum is None else optimum.by
        return Manifest(
            input_sha256=self.problem.input_sha256,
            compensator=version("compensator"),
            pulp=model.version(),
            solver=solver or model.solver_version(self.solver.name),
            seed=None,
            seconds=round(time.perf_counter() - self.started, 3),
        )


def insist_solvable(problem: object, *, time_limit: float | None, gap: float) -> None:
    """Refuse what is no problem, and options out of range.

    Raises:
        UsageError: If that is so.
    """
    if not isinstance(problem, Problem):
        msg = f"expected a Problem, as cp.read_workbook returns, found {type(problem).__name__}"
        raise UsageError(msg)
    if not gap >= 0 or (time_limit is not None and not time_limit > 0):
        msg = f"expected a gap of at least 0 and a time limit above 0 seconds, found {gap:g} and {time_limit}"
        raise UsageError(msg)


def prepare(problem: Problem, solver: Solver) -> Case:
    """Return a problem with its arrays, nothing solved yet."""
    started = time.perf_counter()
    economics = evaluate(problem)
    bounded = limits(problem, economics)
    program = assemble(problem, economics, bounded)
    return Case(problem, economics, bounded, program, solver, started)


def status_of(case: Case, optimum: Optimum, certificate: Certificate) -> Status:
    """Return how far a plan is proven."""
    if optimum.outcome is not Outcome.OPTIMAL:
        return Status.FEASIBLE
    if not case.program.integer:
        return Status.OPTIMAL
    room = SAME if case.solver.gap > 0 else PROVEN
    proven = certificate.solver_gap is not None and -room <= certificate.solver_gap <= room
    return Status.OPTIMAL if proven else Status.FEASIBLE
