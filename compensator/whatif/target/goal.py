"""What a plan must reach: a measure and how much of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from compensator.economics import Economics, Vector
from compensator.errors import InputError, Issue, did_you_mean
from compensator.language import OUTCOMES, USER_MEASURES, number
from compensator.problem import CellError, Limit, Problem, fold, show, to_number

ROI = "roi"
AtLeast = Mapping[str, float | str] | Iterable[str]
"""Measure to level, or texts such as ``retained=95%``."""
Written = tuple[str, float | str]


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

    @property
    def looks_like_a_share(self) -> bool:
        """Return whether a number of users was perhaps meant as a share of them."""
        return self.per is None and self.measure in USER_MEASURES and 0 < self.at_least <= 1

    def limit(self, name: str) -> Limit:
        """Return the limit that insists on it."""
        return Limit(limit=name, measure=self.measure, min=self.total)


def goals(problem: Problem, economics: Economics, at_least: AtLeast) -> list[Goal]:
    """Return the targets that a mapping, or a list of texts, describes.

    Args:
        problem: What it is about.
        economics: Its measures.
        at_least: Measure to a total, or to a percentage such as ``"95%"``.

    Raises:
        InputError: If one names no measure, or its number is none; all at once.
    """
    found: dict[str, Goal] = {}
    issues: list[Issue] = []
    for one in _written(at_least):
        goal = one if isinstance(one, Issue) else _goal(problem, economics, *one)
        if isinstance(goal, Issue):
            issues.append(goal)
        elif goal.measure in found:
            issues.append(Issue(goal.place, f"{goal.measure!r} twice", "each measure once"))
        else:
            found[goal.measure] = goal
            issues.extend(_unknown(problem, economics, goal))
    if not found and not issues:
        issues.append(Issue("the targets", "none", "at least one, such as retained=95%"))
    if issues:
        raise InputError("the list of targets", issues)
    return list(found.values())


def _written(at_least: AtLeast) -> Iterator[Written | Issue]:
    """Yield each target as a measure and a level, or what keeps a text from being one."""
    if isinstance(at_least, Mapping):
        yield from at_least.items()
        return
    for text in [at_least] if isinstance(at_least, str) else at_least:
        measure, sign, level = (part.strip() for part in str(text).partition("="))
        complete = bool(measure and sign and level)
        yield (
            (measure, level)
            if complete
            else Issue(str(text), show(text), "a target such as retained=95%")
        )


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
            found = f"{pairs:,} {'pairs' if pairs > 1 else 'pair'} known by value only"
            return [Issue(goal.place, found, f"{outcome} with every offer")]
    return []


def _goal(problem: Problem, economics: Economics, written: str, level: float | str) -> Goal | Issue:
    place = f"{written}={level}"
    known = {fold(name): name for name in (*economics.measures, ROI)}
    measure = known.get(fold(str(written)))
    if measure is None:
        hint = did_you_mean(fold(str(written)), list(known))
        return Issue(place, show(written), f"a measure{hint}: one of {', '.join(known.values())}")
    text = level.strip() if isinstance(level, str) else ""
    cell = level.item() if isinstance(level, np.generic) else level
    try:
        figure = to_number(text.removesuffix("%") if text else cell, typed=False)
    except CellError:
        return Issue(place, show(level), "a number, or a percentage such as 95%")
    if not text.endswith("%"):
        if text and measure in USER_MEASURES and 0 < figure < 1:
            expected = f"users, or a percentage of them; did you mean {number(100 * figure)}%?"
            return Issue(place, f"{show(figure)} of a user", expected)
        return Goal(measure, figure, None, place)
    share = float(Decimal(repr(figure)).scaleb(-2))  # 1.85 % are 0.0185, to the last digit
    if measure == ROI:
        return Goal(measure, share, None, place)
    per = _users_of(problem, measure)
    if not per:
        none = "users that it is a percentage of, here are none"
        missing = f"a total: {measure} is not a part of the users" if per is None else none
        return Issue(place, show(text), missing)
    return Goal(measure, share, per, place)


def _users_of(problem: Problem, measure: str) -> float | None:
    """Return the users that a percentage of a measure is of; of an outcome, those who have it."""
    users: Vector = problem.figures.segments["users"]
    if measure in ("recipients", "redemptions"):
        return float(users.sum())
    for outcome, name in OUTCOMES.items():
        if measure in (name, f"incremental_{name}"):
            return float(users[~np.isnan(problem.figures.segments[outcome])].sum())
    return None
