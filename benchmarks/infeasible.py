"""How long it takes to say what clashes and what repairs it, beside one plain solve of the same program.

Each case is drawn from a seed, like an outage that an analyst plans for, and cannot be met. ``cp.solve`` names
the limits that clash and the cheapest repairs; the plain solve is PuLP + HiGHS on the very same program, and
says no more than "infeasible". Both run here, one after the other: what counts is their ratio. On two busy
cores it was 0.2 for ``owed`` (119 before sums named the group), 1.7 for ``group`` (107), 0.4 for ``limits`` (22).

    python benchmarks/infeasible.py
    python benchmarks/infeasible.py --only owed --only limits
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

import compensator as cp
from compensator import model
from compensator.model import Solver
from compensator.plan import prepared

REGIONS = 10


@dataclass(frozen=True)
class Outage:
    """Tables of one outage."""

    segments: pd.DataFrame
    offers: pd.DataFrame
    responses: pd.DataFrame

    @property
    def users(self) -> float:
        """All of them."""
        return float(self.segments["users"].sum())

    def problem(self, limits: list[dict[str, Any]], **settings: Any) -> cp.Problem:
        """Return the outage under limits and settings."""
        return cp.Problem(
            segments=self.segments,
            offers=self.offers,
            responses=self.responses,
            limits=limits,
            **settings,
        )


def outage(segments: int, offers: int, seed: int, owed: float = 0.0) -> Outage:
    """Draw one: dearer offers keep more users; a part of the segments is owed something by contract.

    Args:
        segments: How many.
        offers: How many beside ``none``.
        seed: Of the draw.
        owed: Part of the segments with an entitlement.
    """
    rng = np.random.default_rng(seed)
    retention = rng.uniform(0.4, 0.9, segments).round(4)
    unit = np.sort(rng.uniform(0.5, 20, offers)).round(2)
    way = (1 - retention[:, None]) * (1 - np.exp(-unit / rng.uniform(4, 20, (segments, 1))))
    kept = (retention[:, None] + way * rng.uniform(0.2, 1, (segments, offers))).round(6)
    names, listed = [f"s{s}" for s in range(segments)], [f"o{j}" for j in range(offers)]
    entitled = rng.random(segments) < owed
    return Outage(
        pd.DataFrame(
            {
                "segment": names,
                "users": rng.integers(50, 50_000, segments),
                "retention": retention,
                "retained_value": rng.uniform(5, 200, segments).round(2),
                "entitlement": np.where(entitled, rng.uniform(0.5, 15, segments).round(2), 0.0),
                "region": [f"r{r}" for r in rng.integers(0, REGIONS, segments)],
                "plan": rng.choice(["free", "plus", "pro"], segments),
            }
        ),
        pd.DataFrame(
            {
                "offer": listed,
                "face_value": unit,
                "redemption": 0.9,
                "unit_cost": unit * 0.8,
                "quantity": 1,
            }
        ),
        pd.DataFrame(
            {
                "segment": np.repeat(names, offers),
                "offer": np.tile(listed, segments),
                "retention": kept.ravel(),
            }
        ),
    )


def owed() -> cp.Problem:
    """Return 5,000 × 10 where what half of the segments are owed costs twice the budget."""
    one = outage(5_000, 10, 1, owed=0.5)
    return one.problem([], budget=2.0 * one.users)


def group() -> cp.Problem:
    """Return 124 segments that only one scarce offer can give what they are owed."""
    one = outage(300, 6, 2)
    best = float(one.offers["face_value"].max())
    one.segments.loc[:123, "entitlement"] = best
    cap = int(one.segments["users"][:124].nlargest(17).sum())
    one.offers.loc[5, "max_users"] = cap
    return one.problem([])


def limits() -> cp.Problem:
    """Return 5,000 × 10 with 30 limits: a few regions are to keep more users than their money allows."""
    one = outage(5_000, 10, 3)
    rows: list[dict[str, Any]] = []
    for r in range(REGIONS):
        own = one.segments[one.segments["region"] == f"r{r}"]
        base = float((own["users"] * own["retention"]).sum())
        room = float((own["users"] * (1 - own["retention"])).sum())
        where = f"region=r{r}"
        rows += [
            {
                "limit": f"cost {r}",
                "measure": "cost",
                "segments": where,
                "max": 0.4 * float(own["users"].sum()),
            },
            {
                "limit": f"kept {r}",
                "measure": "retained",
                "segments": where,
                "min": base + (0.6 if r == 7 else 0.02) * room,
            },
            {
                "limit": f"cap {r}",
                "measure": "recipients",
                "offers": f"o{r}",
                "max": 0.5 * one.users,
            },
        ]
    return one.problem(rows, budget=2.0 * one.users)


def whole() -> cp.Problem:
    """Return 500 × 6 of whole segments with three limits that clash, fractions or not."""
    one = outage(500, 6, 4)
    base = float((one.segments["users"] * one.segments["retention"]).sum())
    room = one.users - base
    rows = [
        {"limit": "kept", "measure": "retained", "min": base + 0.5 * room},
        {"limit": "cost", "measure": "cost", "max": 1.0 * one.users},
        {"limit": "pro", "measure": "cost", "segments": "plan=pro", "max": 0.5 * one.users},
    ]
    return one.problem(rows, whole_segments=True)


def narrow() -> cp.Problem:
    """Return 500 × 6 of whole segments that clash only as they are whole: no sum of a region's is that near to a figure."""
    one = outage(500, 6, 5)
    few = one.segments.index < 12
    one.segments["region"] = np.where(few, "few", "rest")
    one.segments["users"] = one.segments["users"] // 2 * 2 + 2
    odd = float(one.segments["users"][few].sum() // 4 * 2 + 1)
    rows = [
        {
            "limit": "reach",
            "measure": "recipients",
            "segments": "region=few",
            "min": odd,
            "max": odd,
        },
        {"limit": "cost", "measure": "cost", "max": 3.0 * one.users},
        {"limit": "pro", "measure": "cost", "segments": "plan=pro", "max": 0.8 * one.users},
    ]
    return one.problem(rows, whole_segments=True)


@dataclass(frozen=True)
class Aim:
    """A case, and within which seconds it should be told."""

    problem: Callable[[], cp.Problem]
    seconds: float


CASES = {
    "owed": Aim(owed, 1.0),
    "group": Aim(group, 1.0),
    "limits": Aim(limits, 5.0),
    "whole": Aim(whole, 5.0),
    "narrow": Aim(narrow, 5.0),
}


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that a run takes, and its answer."""
    started = time.perf_counter()
    answer = run()
    return time.perf_counter() - started, answer


def plain(problem: cp.Problem, most: float) -> tuple[float, str]:
    """Return the seconds of one plain solve, and how it ended."""
    program = prepared(problem)[2]
    if program.stranded:
        return 0.0, "stranded"
    seconds, answer = timed(lambda: model.run(model.build(program), Solver("highs", most)))
    return seconds, answer.outcome.value


def measure(name: str, aim: Aim, most: float) -> None:
    """Print one line."""
    problem = aim.problem()
    bare, ended = plain(problem, most)
    seconds, answer = timed(lambda: cp.solve(problem))
    told = f"{len(answer.conflict)} clash, {len(answer.repairs)} repairs"
    print(
        f"{name:8s} {seconds:8.2f} s (aim {aim.seconds:g})   plain {bare:7.2f} s   "
        f"ratio {seconds / (bare or np.nan):8.1f}   {answer.status.value}, plain {ended}: {told}",
        flush=True,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--only", action="append", choices=list(CASES))
    parser.add_argument("--most", type=float, default=60.0, help="seconds of a plain solve")
    arguments = parser.parse_args()
    for name in arguments.only or CASES:
        measure(name, CASES[name], arguments.most)


if __name__ == "__main__":
    main()
