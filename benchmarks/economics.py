"""How long tables take to become a problem, its measures, draws of them, and a plan with its JSON.

    python benchmarks/economics.py
    python benchmarks/economics.py --before PATH   # of a checkout to compare with, in the same run

Each figure is processor time (one thread works, and a busy machine moves it least), the median of several processes,
those of both trees in turn; a ratio is that of the medians.

One run, 100,000 × 8, against commit d03e493, on two cores at a load of 8:

==============================  =======  ======  =====
figure                          now      before  ratio
==============================  =======  ======  =====
Problem, curves                 0.78 s   5.73 s  0.14
evaluate, curves                0.17 s   0.67 s  0.26
Problem, plan and JSON, curves  3.53 s   12.7 s  0.28
measures, curves                22 ns
Problem, responses              2.53 s   24.0 s  0.11
evaluate, responses             0.16 s   0.68 s  0.23
measures, responses             18 ns
10,000 draws of 100 x 8         0.24 s
==============================  =======  ======  =====
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parents[1]
DRAWS, BLOCK = 10_000, 250


def tables(segments: int, offers: int, *, known: bool) -> dict[str, pd.DataFrame]:
    """Draw an outage: lifts by curves, or by a response of each pair."""
    rng = np.random.default_rng(20070816)
    names = [f"segment {s}" for s in range(segments)]
    base = rng.uniform(0.4, 0.9, segments).round(4)
    people = pd.DataFrame(
        {
            "segment": names,
            "users": rng.integers(50, 50_000, segments),
            "retention": base,
            "retained_value": rng.uniform(5, 200, segments).round(2),
            "region": rng.choice(["EU", "US"], segments),
            "tenure": rng.integers(0, 40, segments).astype(float),
        }
    )
    listed = [f"offer {j}" for j in range(offers)]
    unit = np.arange(1.0, offers + 1)
    gifts = pd.DataFrame({"offer": listed, "unit_cost": unit, "quantity": 1.0, "face_value": unit})
    gifts["eligible"] = ["region=EU|US and tenure>=6" if j % 2 else None for j in range(offers)]
    if not known:
        curves = people.assign(retention_ceiling=0.95, half_value=3.0)
        return {"segments": curves, "offers": gifts}
    with_offer = np.clip(base[:, None] + rng.uniform(0, 0.1, (segments, offers)), 0, 1).round(6)
    pairs = {"segment": np.repeat(names, offers), "offer": np.tile(listed, segments)}
    responses = pd.DataFrame({**pairs, "retention": with_offer.ravel()})
    return {"segments": people, "offers": gifts, "responses": responses}


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor seconds of a run, which a busy machine moves least, and what it returns."""
    started = time.process_time()
    found = run()
    return time.process_time() - started, found


def draws() -> None:
    """Evaluate 10,000 draws of 100 × 8, drawn block by block."""
    import compensator as cp  # noqa: PLC0415 - of the tree that is measured
    from compensator.economics import evaluate, measures  # noqa: PLC0415

    columns = evaluate(cp.Problem(**tables(100, 8, known=False), budget=1e5)).columns
    rng = np.random.default_rng(1)
    for _ in range(DRAWS // BLOCK):
        drawn = {
            n: rng.uniform(0.4, 1, (BLOCK, *columns.shape)) for n in ("retention", "redemption")
        }
        measures(replace(columns, responses=drawn))


def measure_one(segments: int, offers: int) -> dict[str, float]:
    """Return the seconds that each step takes in this process."""
    import compensator as cp  # noqa: PLC0415 - of the tree that is measured
    from compensator import economics  # noqa: PLC0415

    small = cp.Problem(**tables(100, 2, known=False), budget=1e4)
    cp.solve(small).to_json()
    found: dict[str, float] = {}
    for name in ("curves", "responses"):
        own = tables(segments, offers, known=name == "responses")
        seconds, problem = timed(partial(cp.Problem, **own, budget=1e8))
        found[f"Problem, {name}"] = seconds
        found[f"evaluate, {name}"], made = timed(partial(economics.evaluate, problem))
        if name == "curves":
            solving, _ = timed(lambda one=problem: cp.solve(one).to_json())
            found["Problem, plan and JSON, curves"] = seconds + solving
        if now := hasattr(made, "columns"):
            runs = [timed(partial(economics.measures, made.columns))[0] for _ in range(7)]
            found[f"measures, {name}, ns a pair"] = 1e9 * min(runs) / segments / offers
    if now:
        found[f"{DRAWS:,} draws of 100 x 8"], _ = timed(draws)
    return found


def of_tree(tree: Path, arguments: argparse.Namespace) -> dict[str, float]:
    """Return the figures of a checkout, measured in a process of its own."""
    sizes = ["--segments", str(arguments.segments), "--offers", str(arguments.offers)]
    command = [sys.executable, __file__, "--alone", *sizes]
    path = {**os.environ, "PYTHONPATH": str(tree)}
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=path, cwd=tree)
    last = said.stdout.splitlines()[-1]  # before it, what a solver says of itself
    figures: dict[str, float] = json.loads(last)
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--segments", type=int, default=100_000)
    parser.add_argument("--offers", type=int, default=8)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--before", type=Path, help="checkout to compare with")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.alone:
        print(json.dumps(measure_one(arguments.segments, arguments.offers)))
        return
    trees = [HERE, *([arguments.before] if arguments.before else [])]
    runs = [[of_tree(tree, arguments) for tree in trees] for _ in range(arguments.repeats)]
    print(
        f"{arguments.segments:,} segments × {arguments.offers} offers, processor seconds, median of {len(runs)}"
    )
    for name in runs[0][0]:
        now, *before = (
            statistics.median(run[k][name] for run in runs) if name in runs[0][k] else None
            for k in range(len(trees))
        )
        ratio = f"  before {before[0]:8.2f}  ratio {now / before[0]:.2f}" if any(before) else ""
        print(f"{name:34s} {now:8.2f}{ratio}")


if __name__ == "__main__":
    main()
