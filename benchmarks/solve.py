"""How long a certified, explained plan takes beside the bare linear program.

Both get the same 10,000 segments × 8 offers under a budget: ``compensator`` from a Problem in memory to a
finished Plan (economics, program, solver, exact vertex, prices, certificate, policies, margins, whole users,
notes), plain PuLP from the arrays to the solver's variable values. Repeats alternate in one process; peak
memory is that of a process of its own for each.

    python benchmarks/solve.py
    python benchmarks/solve.py --segments 100000 --repeats 1
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pulp

import compensator as cp
from compensator.plan import solve

MIB = 1024
TARGET = 1.5
"""Most times the bare program's time."""


@dataclass(frozen=True)
class Tables:
    """One outage: tables for compensator, arrays for plain PuLP."""

    segments: pd.DataFrame
    offers: pd.DataFrame
    responses: pd.DataFrame
    cost: np.ndarray
    """Money for a whole segment, segments × offers; so the next."""
    value: np.ndarray
    budget: float


def make(segments: int, offers: int) -> Tables:
    """Draw an outage: dearer offers keep more users, with falling returns and noise."""
    rng = np.random.default_rng(20070816)
    users = rng.integers(50, 50_000, segments)
    retention = rng.uniform(0.4, 0.9, segments).round(4)
    worth = rng.uniform(5, 200, segments).round(2)
    unit = np.sort(rng.uniform(0.1, 12, offers)).round(2)
    cost = (unit * rng.uniform(0.8, 1.2, (segments, offers))).round(4)
    way = (1 - retention[:, None]) * (1 - np.exp(-unit / rng.uniform(2, 20, (segments, 1))))
    kept = np.clip(retention[:, None] + way * rng.uniform(0.2, 1, (segments, offers)), 0, 1).round(
        6
    )
    names = [f"segment {s}" for s in range(segments)]
    listed = [f"offer {j}" for j in range(offers)]
    return Tables(
        pd.DataFrame(
            {"segment": names, "users": users, "retention": retention, "retained_value": worth}
        ),
        pd.DataFrame({"offer": listed}),
        pd.DataFrame(
            {
                "segment": np.repeat(names, offers),
                "offer": np.tile(listed, segments),
                "retention": kept.ravel(),
                "cost": cost.ravel(),
            }
        ),
        users[:, None] * cost,
        users[:, None] * worth[:, None] * (kept - retention[:, None]),
        float(round(users.sum() * 2.0)),
    )


def problem_of(tables: Tables) -> cp.Problem:
    """Return the outage as a Problem."""
    return cp.Problem(
        segments=tables.segments,
        offers=tables.offers,
        responses=tables.responses,
        budget=tables.budget,
    )


def ours(problem: cp.Problem) -> float:
    """Return the objective of the finished plan."""
    objective = solve(problem).objective
    assert objective is not None
    return objective


def plain(tables: Tables) -> float:
    """Return the objective as PuLP and HiGHS's interior point find it, built the quick way."""
    expression = getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)
    lp = pulp.LpProblem("plain", pulp.LpMinimize)
    segments, offers = tables.cost.shape
    x = [
        [lp.add_variable(f"x_{s}_{j}", 0) for j in range(offers + 1)] for s in range(segments)
    ]  # the last offer is nothing
    pairs = [v for row in x for v in row[:offers]]
    lp.setObjective(expression(list(zip(pairs, (-tables.value).ravel().tolist(), strict=True))))
    for s, row in enumerate(x):
        lp.addConstraint(expression([(v, 1.0) for v in row]) == 1, f"segment_{s}")
    spent = expression(list(zip(pairs, tables.cost.ravel().tolist(), strict=True)))
    lp.addConstraint(spent <= tables.budget, "budget")
    lp.solve(pulp.HiGHS(msg=False, solver="ipm", threads=1))
    shares = np.array([v.varValue for v in pairs]).reshape(segments, offers)
    return float(np.vdot(tables.value, shares))


def timed(run: Callable[[], float]) -> tuple[float, float]:
    """Return the seconds that a run takes, and its answer."""
    started = time.perf_counter()
    answer = run()
    return time.perf_counter() - started, answer


def peak() -> float:
    """Return this process's peak memory so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB


def measure_memory(what: str, segments: int, offers: int) -> None:
    """Print the peak memory of this process before and after one run."""
    tables = make(segments, offers)
    problem = problem_of(tables) if what == "ours" else None
    before = peak()
    if problem is None:
        plain(tables)
    else:
        ours(problem)
    print(f"{before:.0f} {peak():.0f}")


def memory_of(what: str, arguments: argparse.Namespace) -> tuple[float, float]:
    """Return the peak memory of a fresh process, MiB: with its data only, and after one run."""
    sizes = ["--segments", str(arguments.segments), "--offers", str(arguments.offers)]
    command = [sys.executable, __file__, "--memory", what, *sizes]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    before, after = said.stdout.splitlines()[-1].split()  # above it, what HiGHS says of itself
    return float(before), float(after)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--segments", type=int, default=10_000)
    parser.add_argument("--offers", type=int, default=8)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--memory", choices=["ours", "plain"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.memory:
        measure_memory(arguments.memory, arguments.segments, arguments.offers)
        return
    compare(arguments)


def compare(arguments: argparse.Namespace) -> None:
    """Print times, their ratio, the difference of the objectives, and memory."""
    # memory first: a new process starts with the peak of the one that made it
    memory = {what: memory_of(what, arguments) for what in ("plain", "ours")}
    tables = make(arguments.segments, arguments.offers)
    reading, _ = timed(lambda: float(len(problem_of(tables).segments)))
    problem = problem_of(tables)
    rows = [
        (timed(lambda: plain(tables)), timed(lambda: ours(problem)))
        for _ in range(arguments.repeats)
    ]
    bare, full = (statistics.median(row[i][0] for row in rows) for i in (0, 1))
    off = max(abs(mine[1] / other[1] - 1) for other, mine in rows)
    print(
        f"{arguments.segments:,} segments × {arguments.offers} offers, budget {tables.budget:,.0f}"
    )
    print(f"tables → Problem      {reading:7.2f} s   (read and checked; not in the ratio)")
    print(f"PuLP + HiGHS ipm      {bare:7.2f} s   (median of {arguments.repeats})")
    print(f"compensator.solve     {full:7.2f} s   (median of {arguments.repeats})")
    print(f"ratio                 {full / bare:7.2f} ×   (target: at most {TARGET})")
    print(f"objectives differ by  {off:.1e} relative")
    for what, name in (("plain", "PuLP + HiGHS ipm"), ("ours", "compensator.solve")):
        before, after = memory[what]
        print(f"peak memory of {name:18s} {after:5.0f} MiB, {before:.0f} of them before the run")


if __name__ == "__main__":
    main()
