"""How long the exact frontier takes beside solving the bare linear program again for each budget.

One run, the same 10,000 segments × 8 offers for all, from a Problem in memory (peers: from its arrays):

1. one budget couples the segments: the whole frontier beside one plain PuLP + HiGHS (ipm) solve, and 100
   budgets read off it beside solving them one by one (a few are solved, the time is scaled up);
2. the hull alone on up to 200,000 × 8 arrays: seconds per n log n;
3. with 8 offer caps and 10 regional budgets: 100 budgets beside PuLP + CBC (a few solved, scaled up) and
   beside one HiGHS model kept hot (changed bound, simplex from where it stood);
4. with 44 limits: a curve of 1,000 points beside one plain solve (6 × its time on two busy cores).

Every objective that two of them have is compared.

    python benchmarks/frontier.py
    python benchmarks/frontier.py --segments 2000 --solved 2 --hot 10
"""

from __future__ import annotations

import argparse
import math
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import pandas as pd
import pulp
from infeasible import outage as drawn, plain
from solve import Tables, make

import compensator as cp
from compensator.knapsack import curve

BUDGETS = 100
REGIONS = 10
CAPS = (0.30, 0.22, 0.17, 0.16, 0.14, 0.12, 0.10, 0.09)
"""Most recipients of each offer, as a part of all users."""
EQUAL = 1e-6
"""Most by which objectives may differ, relative."""


@dataclass(frozen=True)
class Outage:
    """One outage with and without further limits; arrays are for whole segments, ``none`` first."""

    tables: Tables
    cost: np.ndarray
    value: np.ndarray
    users: np.ndarray
    region: np.ndarray
    regional: np.ndarray
    """Most money of each region."""
    budgets: np.ndarray

    @classmethod
    def of(cls, segments: int, offers: int) -> Outage:
        """Draw one: caps and regional budgets are such that most of them bind somewhere."""
        tables = make(segments, offers)
        blank = np.zeros((segments, 1))
        cost, value = np.hstack([blank, tables.cost]), np.hstack([blank, tables.value])
        spent = cost[np.arange(segments), value.argmax(axis=1)]
        region = np.random.default_rng(5).integers(0, REGIONS, segments)
        by_region = np.bincount(region, spent, REGIONS)
        regional = (0.4 * by_region * np.linspace(0.85, 1.25, REGIONS)).round()
        budgets = (np.linspace(0.05, 0.60, BUDGETS) * spent.sum()).round()
        users = tables.segments["users"].to_numpy()
        return cls(tables, cost, value, users, region, regional, budgets)

    @property
    def caps(self) -> np.ndarray:
        """Most recipients of each offer, users."""
        return np.array(CAPS[: self.cost.shape[1] - 1]) * float(self.users.sum())

    def problem(self, *, limited: bool) -> cp.Problem:
        """Return it as a Problem, with the caps and the regional budgets or without."""
        segments = self.tables.segments.assign(region=[f"r{r}" for r in self.region])
        rows: list[dict[str, Any]] = [
            {"limit": f"cap {j}", "measure": "recipients", "offers": f"offer {j}", "max": most}
            for j, most in enumerate(self.caps.tolist())
        ]
        rows += [
            {"limit": f"in {r}", "measure": "cost", "segments": f"region=r{r}", "max": most}
            for r, most in enumerate(self.regional.tolist())
        ]
        return cp.Problem(
            segments=segments,
            offers=self.tables.offers,
            responses=self.tables.responses,
            limits=pd.DataFrame(rows) if limited else (),
            budget=self.tables.budget,
        )


def by_pulp(outage: Outage, budget: float, engine: Any, *, limited: bool) -> float:
    """Return the objective as PuLP and a solver find it, built the quick way."""
    expression = getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)
    lp = pulp.LpProblem("plain", pulp.LpMinimize)
    segments, offers = outage.cost.shape
    x = [[lp.add_variable(f"x_{s}_{j}", 0) for j in range(offers)] for s in range(segments)]
    every = [v for row in x for v in row]
    lp.setObjective(expression(list(zip(every, (-outage.value).ravel().tolist(), strict=True))))
    for s, row in enumerate(x):
        lp.addConstraint(expression([(v, 1.0) for v in row]) == 1, f"segment_{s}")
    cost = outage.cost.ravel().tolist()
    lp.addConstraint(expression(list(zip(every, cost, strict=True))) <= budget, "budget")
    if limited:
        users = outage.users.tolist()
        for j, most in enumerate(outage.caps.tolist()):
            terms = [(row[j + 1], float(n)) for row, n in zip(x, users, strict=True)]
            lp.addConstraint(expression(terms) <= most, f"cap_{j}")
        for r, most in enumerate(outage.regional.tolist()):
            mine = np.flatnonzero(outage.region == r).tolist()
            terms = [(x[s][j], float(outage.cost[s, j])) for s in mine for j in range(1, offers)]
            lp.addConstraint(expression(terms) <= most, f"region_{r}")
    lp.solve(engine)
    shares = np.array([v.varValue for v in every]).reshape(segments, offers)
    return float(np.vdot(outage.value, shares))


class HotHighs:
    """The program with caps and regional budgets, kept in HiGHS: only the budget's bound changes."""

    def __init__(self, outage: Outage) -> None:
        """Pass the model, columns first."""
        segments, offers = outage.cost.shape
        lp, columns = highspy.HighsLp(), segments * offers
        caps, regional = outage.caps, outage.regional
        self.budget_row = segments
        lp.num_col_, lp.num_row_ = columns, segments + 1 + len(caps) + REGIONS
        lp.col_cost_ = -outage.value.ravel()
        lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.full(columns, np.inf)
        lp.row_lower_ = np.concatenate(
            [np.ones(segments), np.full(1 + len(caps) + REGIONS, -np.inf)]
        )
        lp.row_upper_ = np.concatenate([np.ones(segments), [outage.budgets[0]], caps, regional])
        index, value, start = [], [], [0]
        for s in range(segments):
            for j in range(offers):
                entries = [(s, 1.0)]
                if j:
                    cost = float(outage.cost[s, j])
                    entries += [(segments, cost), (segments + j, float(outage.users[s]))]
                    entries += [(segments + 1 + len(caps) + int(outage.region[s]), cost)]
                index += [i for i, _ in entries]
                value += [a for _, a in entries]
                start.append(len(index))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
        lp.a_matrix_.start_ = np.array(start, dtype=np.int32)
        lp.a_matrix_.index_, lp.a_matrix_.value_ = np.array(index, dtype=np.int32), np.array(value)
        self.engine = highspy.Highs()
        self.engine.silent()
        self.engine.passModel(lp)

    def objective(self, budget: float) -> float:
        """Return the optimum at a budget."""
        self.engine.changeRowBounds(self.budget_row, -highspy.kHighsInf, budget)
        self.engine.run()
        return -float(self.engine.getInfo().objective_function_value)


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that a run takes, and its answer."""
    started = time.perf_counter()
    answer = run()
    return time.perf_counter() - started, answer


def ipm() -> Any:
    """Return PuLP's HiGHS with the interior point, its quickest on these programs."""
    return pulp.HiGHS(msg=False, solver="ipm", threads=1)


def told(
    name: str, seconds: float, ratio: float | None = None, target: float | None = None
) -> None:
    """Print one line."""
    beside = "" if ratio is None else f"   {ratio:10,.0f} × faster"
    aim = "" if target is None else f"   (target: at least {target:,.0f})"
    print(f"{name:52s} {seconds:10.4f} s{beside}{aim}", flush=True)


def same(mine: list[float], other: list[float]) -> None:
    """Print by how much two lists of objectives differ; stop where it is too much."""
    off = max(abs(a / b - 1) for a, b in zip(mine, other, strict=True))
    print(f"  {len(other)} objectives differ by at most {off:.1e} relative")
    if off > EQUAL:
        msg = f"objectives differ by {off:.1e}, more than {EQUAL:.0e}"
        raise SystemExit(msg)


def one_budget(outage: Outage, solved: int) -> None:
    """Measure the frontier where the budget is all that couples the segments."""
    print("One budget couples the segments")
    problem = outage.problem(limited=False)
    first, _ = timed(lambda: cp.frontier(problem))
    whole = float(np.median([timed(lambda: cp.frontier(problem))[0] for _ in range(5)]))
    frontier = cp.frontier(problem)
    asked = outage.budgets[np.linspace(0, BUDGETS - 1, solved).astype(int)].tolist()
    runs = [timed(lambda b=b: by_pulp(outage, b, ipm(), limited=False)) for b in asked]
    plain = float(np.median([seconds for seconds, _ in runs]))
    reading, values = timed(lambda: [frontier.value_at(b) for b in outage.budgets.tolist()])
    told("PuLP + HiGHS ipm, one budget", plain)
    told("cp.frontier, the first time", first, plain / first)
    told("cp.frontier, again (median of 5)", whole, plain / whole, 20)
    told(f"PuLP + HiGHS ipm, {BUDGETS} budgets ({solved} solved)", plain * BUDGETS)
    told(f"{BUDGETS} budgets read off the frontier", reading, plain * BUDGETS / reading, 2_000)
    told("  … with the frontier itself", reading + whole, plain * BUDGETS / (reading + whole))
    same([frontier.value_at(b) for b in asked], [value for _, value in runs])
    print(f"  {len(frontier.budgets):,} breakpoints; {len(values)} values read\n")


def growth(offers: int) -> None:
    """Measure how the hull's time grows."""
    print(f"The curve alone, from arrays, × {offers} offers")
    least = None
    for n in (12_500, 25_000, 50_000, 100_000, 200_000):
        tables = make(n, offers)
        blank = np.zeros((n, 1))
        cost, value = np.hstack([blank, tables.cost]), np.hstack([blank, tables.value])
        eligible = np.ones(cost.shape, dtype=bool)
        seconds = min(
            timed(lambda c=cost, v=value, e=eligible: curve(c, v, e))[0] for _ in range(3)
        )
        per = seconds / (n * math.log2(n))
        least = per if least is None else least
        print(f"{n:9,} segments {seconds:10.4f} s   {per / least:6.2f} × the first per n log n")
    print()


def further_limits(outage: Outage, solved: int, hot: int) -> None:
    """Measure 100 budgets under offer caps and regional budgets."""
    print(f"{len(outage.caps)} offer caps and {REGIONS} regional budgets")
    problem = outage.problem(limited=True)
    listed = outage.budgets.tolist()
    ours, frontier = timed(lambda: cp.frontier(problem, budgets=listed))
    told(f"cp.frontier at {BUDGETS} budgets", ours)
    if shutil.which("cbc"):
        asked = outage.budgets[np.linspace(0, BUDGETS - 1, solved).astype(int)].tolist()
        cbc = pulp.COIN_CMD(msg=False)
        runs = [timed(lambda b=b: by_pulp(outage, b, cbc, limited=True)) for b in asked]
        seconds = float(np.mean([s for s, _ in runs])) * BUDGETS
        told(f"PuLP + CBC, {BUDGETS} budgets ({solved} solved)", seconds, seconds / ours, 50)
        same([frontier.value_at(b) for b in asked], [value for _, value in runs])
    else:
        print("PuLP + CBC: cbc is not installed")
    asked = listed[:hot]
    engine = HotHighs(outage)
    first, _ = timed(lambda: engine.objective(asked[0]))
    rest, values = timed(lambda: [engine.objective(b) for b in asked])
    seconds = first + rest * BUDGETS / len(asked)
    told(f"hot HiGHS, {BUDGETS} budgets ({len(asked)} solved)", seconds, seconds / ours, 5)
    same([frontier.value_at(b) for b in asked], values)


def many_limits(segments: int, points: int) -> None:
    """Measure the whole curve under 44 limits, to many points, beside one plain solve without a budget."""
    one, rows = drawn(segments, 10, 11), []
    for r in range(10):
        own = one.segments[one.segments["region"] == f"r{r}"]
        count, where = float(own["users"].sum()), f"region=r{r}"
        base = float((own["users"] * own["retention"]).sum())
        most, least = (2 + 0.3 * r) * count, base + 0.05 * (count - base)
        rows += [
            {"limit": f"cost {r}", "measure": "cost", "segments": where, "max": most},
            {"limit": f"kept {r}", "measure": "retained", "segments": where, "min": least},
            {"limit": f"part {r}", "measure": "recipients", "segments": where, "max": 0.85 * count},
            {
                "limit": f"cap {r}",
                "measure": "recipients",
                "offers": f"o{r}",
                "max": (0.05 + 0.02 * r) * one.users,
            },
        ]
    for name, own in one.segments.groupby("plan"):
        most = 3.2 * float(own["users"].sum())
        rows.append({"limit": name, "measure": "cost", "segments": f"plan={name}", "max": most})
    rows.append({"limit": "all", "measure": "liability", "max": 5 * one.users})
    problem = one.problem(rows)
    print(f"\n{len(rows)} limits, {segments:,} × 10")
    bare, _ = plain(problem, 300)
    told("plain PuLP + HiGHS, one solve", bare)
    seconds, found = timed(lambda: cp.frontier(problem, points=points))
    told(f"cp.frontier, {len(found.budgets)} points", seconds)
    print(
        f"  {seconds / bare:.1f} × one plain solve; at most {found.max_gap:,.0f} above its chords"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--segments", type=int, default=10_000)
    parser.add_argument("--offers", type=int, default=8)
    parser.add_argument("--solved", type=int, default=3, help="programs that PuLP solves")
    parser.add_argument("--points", type=int, default=1_000, help="of the curve under 44 limits")
    parser.add_argument("--hot", type=int, default=BUDGETS, help="budgets that hot HiGHS solves")
    arguments = parser.parse_args()
    outage = Outage.of(arguments.segments, arguments.offers)
    print(f"{arguments.segments:,} segments × {arguments.offers} offers\n")
    one_budget(outage, arguments.solved)
    growth(arguments.offers)
    further_limits(outage, arguments.solved, arguments.hot)
    many_limits(arguments.segments // 2, arguments.points)


if __name__ == "__main__":
    main()
