"""How long the rest of an integer plan takes beside the integer program itself.

Every policy is told beside the best plan at its own cost, and a break-even asks the integer program again and
again. Each line gives the seconds, and the ratio to one plain solve of the same program (PuLP + HiGHS), in one
run: machines differ, and are noisy.

    python benchmarks/integers.py
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from infeasible import Outage, outage, plain, timed

import compensator as cp


def policies(one: Outage, count: int) -> list[dict[str, Any]]:
    """Return some policies: dearer offers for more and more regions."""
    offers = list(one.offers["offer"])
    return [
        {
            "policy": f"p{k}",
            "segments": "|".join([f"region=r{r}" for r in range(1)])
            + "".join(f"|r{r}" for r in range(1, k + 2)),
            "offer": offers[k % len(offers)],
        }
        for k in range(count)
    ]


def with_setups(one: Outage, seed: int) -> Outage:
    """Return an outage whose offers cost something to set up."""
    drawn = np.random.default_rng(seed).uniform(0.002, 0.02, len(one.offers)) * one.users
    one.offers["setup_cost"] = drawn.round()
    return one


def planned(segments: int, offers: int, count: int, *, whole: bool = False) -> cp.Problem:
    """Return a problem with set-up costs or whole segments, and policies."""
    one = outage(segments, offers, 7)
    one = one if whole else with_setups(one, 8)
    rules = {"whole_segments": True} if whole else {"max_offers": max(2, offers // 2)}
    rows = [
        {"limit": f"in {r}", "measure": "cost", "segments": f"region=r{r}", "max": 0.25 * one.users}
        for r in range(4)
    ]
    return one.problem(rows, budget=1.5 * one.users, policies=policies(one, count), **rules)


def told(name: str, seconds: float, bare: float, note: str = "") -> None:
    """Print one line."""
    print(f"{name:44s} {seconds:8.2f} s   ratio {seconds / bare:8.1f}   {note}", flush=True)


def measure_policies(segments: int, offers: int, count: int, *, whole: bool) -> None:
    """Measure what policies add to a plan."""
    problem, alone = (planned(segments, offers, n, whole=whole) for n in (count, 0))
    kind = "whole segments" if whole else "set-up costs"
    bare, ended = plain(alone, 300)
    told(f"plain, {kind}, {segments} × {offers}", bare, bare, ended)
    told("solve, no policies", timed(lambda: cp.solve(alone))[0], bare)
    seconds, plan = timed(lambda: cp.solve(problem))
    known = sum(p.best_at_cost is not None for p in plan.policies)
    told(f"solve, {count} policies", seconds, bare, f"{known} of {len(plan.policies)} settled")


def measure_break_even(segments: int, offers: int, *, whole: bool) -> None:
    """Measure one break-even."""
    problem = planned(segments, offers, 0, whole=whole)
    bare, ended = plain(problem, 300)
    told(f"plain, {segments} × {offers}", bare, bare, ended)
    seconds, found = timed(lambda: cp.break_even(problem, "s3", "o2"))
    told("break-even", seconds, bare, f"{len(found.flips)} flips, {found.status.value}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--segments", type=int, default=300)
    parser.add_argument("--offers", type=int, default=8)
    arguments = parser.parse_args()
    for whole in (False, True):
        measure_policies(arguments.segments, arguments.offers, 8, whole=whole)
        measure_break_even(80, 6, whole=whole)


if __name__ == "__main__":
    main()
