"""Which solver, what it is told, and how it ended."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from typing import Any

import highspy
import pulp

from compensator.errors import UnsureError, UsageError, did_you_mean
from compensator.tolerances import DROPPED, MET, SOLVED

IPM_FROM = 2_000
"""Classes from which HiGHS's interior point beats its simplex on these programs."""
AUTO = "auto"
"""The exact budget curve where one budget is all that couples the segments, enumeration where few sets of offers or
whole plans matter, HiGHS elsewhere."""
HIGHS = ("auto", "highs")
OPTIMAL, INFEASIBLE, GAP_REACHED = 1, -1, -7
"""PuLP's status numbers, the same in both majors."""
UNSURE = (highspy.HighsModelStatus.kUnknown, highspy.HighsModelStatus.kSolveError)
"""Statuses that say nothing about the program."""


class Outcome(Enum):
    """How a solver ended."""

    OPTIMAL = "optimal"
    STOPPED = "stopped with a plan"
    INFEASIBLE = "infeasible"
    NOTHING = "stopped without a plan"
    UNSURE = "ended without a word on the program"


@dataclass(frozen=True, slots=True)
class Solver:
    """Which solver, and when it may stop."""

    name: str = AUTO
    time_limit: float | None = None
    """Seconds for one program."""
    gap: float = 0.0
    """Relative gap at which an integer program may stop."""
    deadline: float | None = None
    """By ``time.perf_counter``: when all programs together should be done."""

    nodes: int | None = None
    """Most nodes of one integer program; HiGHS only."""

    @property
    def named(self) -> str:
        """Who is asked where a program is not settled without a solver."""
        return "highs" if self.name == AUTO else self.name

    def seconds(self) -> float | None:
        """Return the time for the next program: its own, or what is left for all."""
        if self.deadline is None:
            return self.time_limit
        left = max(0.0, self.deadline - time.perf_counter())
        return left if self.time_limit is None else min(left, self.time_limit)

    @property
    def late(self) -> bool:
        """Whether the time for all programs has passed: no further one is begun."""
        return self.is_late()

    def is_late(self) -> bool:
        """Return ``late``, for those who ask again and again."""
        return self.deadline is not None and time.perf_counter() >= self.deadline

    def part(self, parts: int) -> Solver:
        """Return the solver that leaves of the time for all programs as much for each of the other parts."""
        if self.deadline is None:
            return self
        return self.within((self.deadline - time.perf_counter()) / parts)

    def at_least(self, seconds: float) -> Solver:
        """Return the solver with at least so many seconds from now for all programs."""
        if self.deadline is None:
            return self
        return replace(self, deadline=max(self.deadline, time.perf_counter() + seconds))

    def within(self, seconds: float) -> Solver:
        """Return the solver with at most so many seconds from now for all programs."""
        until = time.perf_counter() + seconds
        return replace(self, deadline=until if self.deadline is None else min(self.deadline, until))


@cache
def _greeted() -> None:
    """Construct HiGHS once with nobody listening: newer ones print a banner when they first are."""
    if sys.stdout is not None:
        sys.stdout.flush()
    with tempfile.TemporaryFile() as unheard:
        try:
            kept = os.dup(1)
        except OSError:  # a process without a standard output hears nothing
            return
        try:
            os.dup2(unheard.fileno(), 1)
            highspy.Highs()
        finally:
            os.dup2(kept, 1)
            os.close(kept)


def _silent() -> Any:
    """Return a HiGHS of one's own, which said nothing when it was constructed."""
    _greeted()
    return highspy.Highs()


def highs(**options: object) -> Any:
    """Return a HiGHS of one's own, which says nothing, and gives the same everywhere.

    Args:
        options: Its own, by name, beside these.
    """
    engine = _silent()
    steady = {"output_flag": False, "threads": threads(), "random_seed": 0, "solver": "simplex"}
    for option, value in {**steady, **options}.items():
        engine.setOptionValue(option, value)
    return engine


def sharp() -> dict[str, float]:
    """Return the options of a HiGHS that sees as much as it can."""
    return {
        "small_matrix_value": DROPPED,
        "primal_feasibility_tolerance": SOLVED,
        "dual_feasibility_tolerance": SOLVED,
    }


def threads() -> int:
    """Return the number of threads to ask HiGHS for: 1, or 0 for as many as the process has already.

    HiGHS shares its threads within a process, and refuses to run with another number than came first: that of
    a program that uses it itself, perhaps.
    """
    probe = _silent()
    for option, value in (("output_flag", False), ("threads", 1)):
        probe.setOptionValue(option, value)
    return 1 if probe.run() == highspy.HighsStatus.kOk else 0


def engine_for(solver: Solver, *, integer: bool, large: bool, presolve: bool = True) -> Any:
    """Return the PuLP solver that a program is given to.

    Args:
        solver: Which, and when it may stop.
        integer: Whether the program is an integer one.
        large: Whether it has so many classes that an interior point is quicker.
        presolve: Whether HiGHS may make the program smaller first, which now and then misleads it.

    Raises:
        UsageError: If it is not known or not installed.
    """
    options: dict[str, Any] = {"msg": False, "timeLimit": solver.seconds()}
    if integer:
        options["gapRel"] = solver.gap
    if solver.name.casefold() not in HIGHS:
        return _named(solver.name, options)
    options |= {"threads": threads(), "random_seed": 0, "small_matrix_value": DROPPED}
    if integer and solver.nodes is not None:
        options["mip_max_nodes"] = solver.nodes
    if not presolve:
        options["presolve"] = "off"
    if integer:
        options |= {
            "gapAbs": 0.0,
            "mip_feasibility_tolerance": MET,
            "primal_feasibility_tolerance": MET,
            "dual_feasibility_tolerance": MET,
        }
    elif large:
        options["solver"] = "ipm"
    else:
        options |= dict.fromkeys(
            ("primal_feasibility_tolerance", "dual_feasibility_tolerance"), SOLVED
        )
    return pulp.HiGHS(**options)


def insist_available(name: str) -> None:
    """Refuse a solver that is not there, before any work is done.

    Raises:
        UsageError: If the solver is not known or not installed.
    """
    if name.casefold() not in HIGHS:
        _named(name, {"msg": False})


_ALIASES = {
    "cbc": ("COIN_CMD", "PULP_CBC_CMD"),
    "glpk": ("GLPK_CMD",),
    "scip": ("SCIP_CMD", "SCIP_PY"),
}


def _named(name: str, options: dict[str, Any]) -> Any:
    known = pulp.listSolvers()
    wanted = _ALIASES.get(name.casefold(), [k for k in known if k.casefold() == name.casefold()])
    for candidate in wanted:
        engine = pulp.getSolver(candidate, **options)
        if engine.available():
            return engine
    others = [k for k in pulp.listSolvers(onlyAvailable=True) if k.casefold() not in HIGHS]
    usable = ", ".join([*HIGHS, *others])
    what = "is not installed" if wanted else "is not known"
    hint = "" if wanted else did_you_mean(name, ["auto", *HIGHS, *others])
    msg = f"solver {name!r} {what}; available here: {usable}{hint}"
    raise UsageError(msg)


def ask(lp: pulp.LpProblem, engine: Any) -> Any:
    """Run an engine; the files of one that runs as a command go to a folder that is removed."""
    if isinstance(engine, pulp.HiGHS):
        return _ask_highs(lp, engine)
    if not isinstance(engine, pulp.apis.LpSolver_CMD):
        return lp.solve(engine)
    with tempfile.TemporaryDirectory() as folder:
        engine.tmpDir = folder
        return lp.solve(engine)


def _ask_highs(lp: pulp.LpProblem, engine: Any) -> Any:
    """Run HiGHS; where it does not know, once more by another way.

    Raises:
        UnsureError: If it refuses the program.
    """
    said = _said_by_highs(lp, engine)
    if lp.solverModel.getModelStatus() in UNSURE:
        first = engine.optionsDict.get("solver")
        other = (
            {"presolve": "off"}
            if lp.isMIP()
            else {"solver": "simplex" if first == "ipm" else "ipm"}
        )
        engine.optionsDict.update(other)
        said = _said_by_highs(lp, engine)
    return said


def _said_by_highs(lp: pulp.LpProblem, engine: Any) -> Any:
    try:
        return lp.solve(engine)
    except IndexError as error:  # PuLP looks for the values of a program that was not taken
        msg = "solver highs refused the program"
        raise UnsureError(msg) from error


def outcome_of(lp: pulp.LpProblem, said: Any, solver: Solver) -> Outcome:
    """Return how a solver ended.

    Raises:
        UnsureError: If it says neither that it is done nor that it was stopped.
    """
    if solver.name.casefold() in HIGHS:
        return highs_outcome(lp.solverModel)
    code, has_plan = int(getattr(said, "status", said)), getattr(said, "has_solution", None)
    if code in (OPTIMAL, GAP_REACHED):
        in_time = has_plan is not None or lp.sol_status == OPTIMAL
        return Outcome.OPTIMAL if in_time else Outcome.STOPPED
    if code == INFEASIBLE:
        return Outcome.INFEASIBLE
    return Outcome.STOPPED if has_plan else Outcome.NOTHING


def highs_outcome(highs: highspy.Highs) -> Outcome:
    """Return how HiGHS ended (see ``outcome_of``)."""
    status, names = highs.getModelStatus(), highspy.HighsModelStatus
    if status == names.kOptimal:
        return Outcome.OPTIMAL
    if status in (names.kInfeasible, names.kUnboundedOrInfeasible):
        return Outcome.INFEASIBLE
    found = highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    stopped = status in (
        names.kTimeLimit,
        names.kIterationLimit,
        names.kInterrupt,
        names.kSolutionLimit,
    )
    if not stopped:
        msg = f"solver highs stopped with status {highs.modelStatusToString(status)!r}"
        raise UnsureError(msg)
    return Outcome.STOPPED if found else Outcome.NOTHING


def version() -> str:
    """Return PuLP's version."""
    return str(pulp.__version__)


def solver_version(name: str) -> str:
    """Return a solver's name and, for HiGHS, its version."""
    if name.casefold() not in HIGHS:
        return name
    engine = _silent()
    return f"highs {engine.version()}"
