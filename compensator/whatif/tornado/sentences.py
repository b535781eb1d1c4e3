"""A tornado in sentences: what matters most, and whether the plan changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from compensator.language import MINUS, in_words, measure, quantity, standing_of, visible
from compensator.plan import Status
from compensator.problem import parse
from compensator.story import capped
from compensator.whatif.tornado.answer import Swing, Tornado
from compensator.whatif.units import MULTIPLE, unit_of

DIGITS: Final = 3
"""Digits of an input's ends that are told."""
SHOWN: Final = 6
"""Inputs of the summary."""


def gist(tornado: Tornado) -> tuple[str, ...]:
    """Return the inputs that matter most, a line each."""
    lines = [f"  {row.path}: {reach(tornado, row)}" for row in tornado.rows]
    return tuple(capped(lines, SHOWN, "inputs"))


def standing(tornado: Tornado) -> str:
    """Return in a few words how far it is proven."""
    if tornado.status is not Status.OPTIMAL:
        return standing_of(tornado.status)
    if any(Status.FEASIBLE in (row.status_low, row.status_high) for row in tornado.rows):
        return "today's plan is proven best; not every plan at an end is"
    return "each end solved anew, proven"


def headline(tornado: Tornado) -> tuple[str, ...]:
    """Return the answer in sentences: the input that matters most, and whether the plan changes."""
    return tuple(_sentences(tornado))


def _sentences(tornado: Tornado) -> Iterator[str]:
    if tornado.value is None:
        clash = tornado.status == "infeasible"
        why = "meets every limit today" if clash else "was found before the time limit"
        yield f"No plan {why}, so no input was moved."
        return
    if not tornado.rows:
        yield "No input that can be moved matters to the plan."
        return
    first = tornado.rows[0]
    today = measure(tornado.value, tornado.maximize, tornado.currency)
    yield f"Today's best {quantity(tornado.maximize)} is {today}."
    yield f"What matters most is {visible(first.path)}: {reach(tornado, first)}."
    yield _changes(tornado)
    yield from _worth(tornado)


def reach(tornado: Tornado, row: Swing) -> str:
    """Return between which values an input moves the best value."""
    low, high = (figure(row.path, at, tornado.currency) for at in (row.low, row.high))
    return f"{_end(tornado, low, row.value_low)}, {_end(tornado, high, row.value_high)}"


def _end(tornado: Tornado, at: str, value: float | None) -> str:
    if value is None:
        return f"no plan at {at}"
    change = value - (tornado.value or 0.0)
    size = measure(abs(change), tornado.maximize, tornado.currency)
    return f"{'+' if change >= 0 else MINUS}{size} at {at}"


def figure(path: str, at: float, currency: str) -> str:
    """Return the value of an input in its unit, with three digits that count; of a whole column the factor.

    >>> figure("budget", 1234.5, "USD"), figure("offers[card].unit_cost", 0.0144, "USD")
    ('$1,234', '$0.0144')
    >>> figure("segments[eu].retention", 0.831, "USD"), figure("segments[*].retention", 0.8, "USD")
    ('83.1%', '0.8×')
    """
    assignment = parse(f"{path}=0")
    whole = assignment.scope in ("*", "*,*", f"{assignment.column}>=0")
    return in_words(at, MULTIPLE if whole else unit_of(assignment), currency, DIGITS)


def ends(row: Swing, currency: str) -> str:
    """Return both ends of an input, a unit in words only once."""
    low, high = (figure(row.path, at, currency) for at in (row.low, row.high))
    return f"{low.removesuffix(' days')} … {high}"


def _changes(tornado: Tornado) -> str:
    changing, total = sum(row.plan_changes for row in tornado.rows), len(tornado.rows)
    if not changing:
        return "Whichever input moves, today's plan stays the best."
    if changing == total:
        return "Each input that matters changes the plan."
    kept, verb = total - changing, "changes" if changing == 1 else "change"
    return f"Of {total:,} inputs that matter, {changing:,} {verb} the plan; for {kept:,} today's plan stays the best."


def _worth(tornado: Tornado) -> Iterator[str]:
    best = max(tornado.rows, key=lambda row: row.replanning or 0.0)
    if best.replanning:
        worth = measure(best.replanning, tornado.maximize, tornado.currency)
        yield f"Where today's plan may stay, planning anew brings up to {worth} (for {visible(best.path)})."
    broken = sum(bool(row.breaks_low or row.breaks_high) for row in tornado.rows)
    if broken:
        inputs = "1 input" if broken == 1 else f"{broken:,} inputs"
        yield f"For {inputs} today's plan would break a limit."
