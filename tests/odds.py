"""Odds, and a problem with a base rate moved as a tornado moves it, by assignments alone."""

import compensator as cp
from compensator.problem import parse, records_of, targets


def odds(p):
    """To one that it happens; infinite where it always does."""
    return p / (1 - p) if p < 1 else float("inf")


def turned(problem, path, end):
    """The problem with one input at an end; of a base rate, what is known of the same users by the same odds."""
    change = parse(f"{path}={end!r}")
    column, changes = change.column, [f"{path}={end!r}"]
    if change.table != "segments" or column not in ("retention", "reconversion"):
        return cp.changed(problem, changes)
    (row,) = targets(change, records_of(problem))
    one = problem.segments[row]
    times = odds(end) / odds(getattr(one, column))

    def moved(p):
        return 1.0 if p == 1 else odds(p) * times / (1 + odds(p) * times)

    scope = path.partition("[")[2].rpartition("]")[0]
    if (ceiling := getattr(one, f"{column}_ceiling")) is not None:
        changes.append(f"segments[{scope}].{column}_ceiling={moved(ceiling)!r}")
    changes += [
        f"responses[{scope},{r.offer}].{column}={moved(rate)!r}"
        for r in problem.responses
        if r.segment == one.segment and (rate := getattr(r, column)) is not None
    ]
    return cp.changed(problem, changes)
