"""How long a large workbook takes to read, against openpyxl walking over the same cells once.

Run as ``python benchmarks/read_workbook.py [segments]``. Each reader runs three times in a process of
its own, in turn; the best time counts. The project promises reading and checking within 2.5 walks.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl
import xlsxwriter

from compensator.workbook.reading import read_tables, read_workbook

OFFERS, ROUNDS = 10, 3


def make(path: Path, segments: int) -> None:
    """Write a workbook with a response for each segment and offer."""
    chance = random.Random(2007)
    columns = {
        "Segments": ["segment", "users", "retention", "retained value", "region"],
        "Offers": ["offer", "unit cost", "quantity"],
        "Responses": ["segment", "offer", "retention", "redemption", "cost", "value"],
    }
    with xlsxwriter.Workbook(path) as book:
        pages = {title: book.add_worksheet(title) for title in columns}
        for title, names in columns.items():
            pages[title].write_row(0, 0, names)
        for j in range(OFFERS):
            pages["Offers"].write_row(j + 1, 0, [f"offer {j}", round(chance.random(), 2), j])
        for i in range(segments):
            row = [f"segment {i}", chance.randrange(9_999), round(chance.random(), 4)]
            pages["Segments"].write_row(i + 1, 0, [*row, round(100 * chance.random(), 2), "EU"])
            for j in range(OFFERS):
                figures = [round(chance.random(), 6) for _ in range(4)]
                at = i * OFFERS + j + 1
                pages["Responses"].write_row(at, 0, [f"segment {i}", f"offer {j}", *figures])


def walk(path: Path) -> None:
    """Look at every cell once with openpyxl."""
    for page in openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets:
        for _ in page.iter_rows(values_only=True):
            pass


READERS = {"openpyxl walk": walk, "read_tables": read_tables, "read_workbook": read_workbook}


def measure(name: str, path: Path) -> tuple[float, int]:
    """Run a reader in a process of its own; return seconds and MiB at the peak."""
    command = [sys.executable, __file__, "--one", name, str(path)]
    seconds, peak = subprocess.run(
        command, check=True, capture_output=True, text=True
    ).stdout.split()
    return float(seconds), int(peak)


def run_one(name: str, path: Path) -> None:
    """Print the seconds and the peak memory of one reader."""
    started = time.perf_counter()
    READERS[name](path)
    seconds = time.perf_counter() - started
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def main(segments: int) -> None:
    """Print a line for each reader."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        make(path, segments)
        size = path.stat().st_size / 2**20
        print(
            f"{segments:,} segments × {OFFERS} offers, {segments * OFFERS:,} responses, {size:.1f} MiB"
        )
        rounds = [{name: measure(name, path) for name in READERS} for _ in range(ROUNDS)]
    best = {name: min(r[name] for r in rounds) for name in READERS}
    for name, (seconds, peak) in best.items():
        ratio = seconds / best["openpyxl walk"][0]
        print(f"{name:14} {seconds:6.2f} s  {ratio:5.2f} × the walk  {peak:5,} MiB at the peak")


if __name__ == "__main__":
    if "--one" in sys.argv:
        run_one(sys.argv[-2], Path(sys.argv[-1]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
