"""What a plan must reach: a measure and how much of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from compensator.economics import Economics
from compensator.economics.measures import Vector
from compensator.errors import InputError, Issue, did_you_mean
from compensator.problem import Limit, Problem
from compensator.problem.cells import CellError, to_number
from compensator.problem.filters import fold
from compensator.problem.records import OUTCOMES

ROI = "roi"


@dataclass(frozen=True, slots=True)
class Goal:
    """One target."""

    measure: str
    at_least: float
    """A total, a ratio, or a share of ``per``."""
    per: float | None
    """Users that a percentage is of."""
    place: str
    """As it was written."""

    @property
    def total(self) -> float:
        """Return what the measure's total, or the ratio, must be."""
        return self.at_least if self.per is None else self.at_least * self.per

    def limit(self, name: str) -> Limit:
        """Return the limit that insists on it."""
        return Limit(limit=name, measure=self.measure, min=self.total)


def goals(
    problem: Problem, economics: Economics, at_least: Mapping[str, float | str]
) -> list[Goal]:
    """Return the targets that a mapping describes.

    Args:
        problem: What it is about.
        economics: Its measures.
        at_least: Measure to a total, or to a percentage such as ``"95%"``.

    Raises:
        InputError: If one names no measure, or its number is none; all at once.
    """
    found: list[Goal] = []
    issues: list[Issue] = []
    for written, level in at_least.items():
        goal = _goal(problem, economics, written, level)
        if isinstance(goal, Issue):
            issues.append(goal)
        else:
            found.append(goal)
            issues.extend(_unknown(problem, economics, goal))
    if not at_least:
        issues.append(Issue("the targets", "none", "at least one, such as retained=95%"))
    if issues:
        raise InputError("the list of targets", issues)
    return found


def _unknown(problem: Problem, economics: Economics, goal: Goal) -> list[Issue]:
    """Return what keeps a measure of an outcome from being known."""
    for outcome, name in OUTCOMES.items():
        if goal.measure not in (name, f"incremental_{name}"):
            continue
        if np.isnan(problem.figures.segments[outcome]).all():
            return [Issue(goal.place, f"no segment with {outcome}", f"segments with {outcome}")]
        by_value = ~np.isnan(economics.known.columns["value"]) & economics.unknown
        pairs = int((by_value & economics.eligible).sum())
        if pairs:
            return [
                Issue(
                    goal.place,
                    f"{pairs:,} pairs known by value only",
                    f"{outcome} with every offer",
                )
            ]
    return []


def _goal(problem: Problem, economics: Economics, written: str, level: float | str) -> Goal | Issue:
    place = f"{written}={level}"
    known = {fold(name): name for name in (*economics.measures, ROI)}
    measure = known.get(fold(written))
    if measure is None:
        expected = f"a measure{did_you_mean(fold(written), list(known))}: one of {', '.join(known.values())}"
        return Issue(place, repr(written), expected)
    text = str(level).strip()
    try:
        figure = float(to_number(text.removesuffix("%"), typed=False))
    except CellError:
        return Issue(place, repr(level), "a number or a percentage such as 95%")
    if not np.isfinite(figure):
        return Issue(place, repr(level), "a finite number")
    if not text.endswith("%"):
        return Goal(measure, figure, None, place)
    per = None if measure == ROI else _users_of(problem, measure)
    if per is None and measure != ROI:
        return Issue(place, text, f"a total: {measure} is not a part of the users")
    return Goal(measure, figure / 100, per, place)


def _users_of(problem: Problem, measure: str) -> float | None:
    """Return the users that a percentage of a measure is of; of an outcome, those who have it."""
    users: Vector = problem.figures.segments["users"]
    if measure in ("recipients", "redemptions"):
        return float(users.sum())
    for outcome, name in OUTCOMES.items():
        if measure in (name, f"incremental_{name}"):
            return float(users[~np.isnan(problem.figures.segments[outcome])].sum())
    return None
