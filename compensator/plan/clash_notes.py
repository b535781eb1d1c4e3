"""An infeasible problem in sentences: what clashes, where it stands, and the cheapest repairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from compensator.language import (
    MOST_PLACES,
    SHOWN,
    count,
    in_unit,
    money,
    on_safe_side,
    plain,
    shortened,
    visible,
)
from compensator.plan.answer import Repair
from compensator.plan.conflicts import Conflict
from compensator.plan.restrictions import Restriction
from compensator.tolerances import SLIGHT

NO_REPAIR: Final = "No single bound repairs this, and no joint repair was found."
LATE: Final = "No repair was found in the time that was given to it; there may be one."


def clash_notes(
    clashes: Sequence[Conflict],
    repairs: Sequence[Repair],
    where: Mapping[str, str],
    currency: str,
    *,
    in_time: bool,
) -> tuple[str, ...]:
    """Return what clashes and how to repair it, a sentence each.

    Args:
        clashes: The conflicts.
        repairs: As found, the best first.
        where: Cell of each limit, by name.
        currency: Of the money in the sentences.
        in_time: Whether every repair was looked for to the end.
    """
    alone = [one.parts[0] for one in clashes if len(one.parts) == 1]
    told = [f"{_listed(alone, where)} cannot be met."] if alone else []
    told += [_together(one, where) for one in clashes if len(one.parts) > 1]
    nothing = NO_REPAIR if in_time else LATE
    return (*told, *(_repairs(repairs, currency) if repairs else (nothing,)))


def _together(clash: Conflict, where: Mapping[str, str]) -> str:
    """Return what clashes; entitlements of many segments are counted, and come last."""
    owed = [part for part in clash.parts if part.kind == "entitlement"]
    few = [part for part in clash.parts if part not in owed or len(owed) <= SHOWN]
    told = [_listed(few, where)] if few else []
    if len(owed) > SHOWN:
        told.append(f"the entitlements of {len(owed):,} segments: {_listed(owed, where)}")
    unsure = "" if clash.minimal else " (not all of them may be needed: that was not settled)"
    return f"These limits clash: {' and '.join(told)}{unsure}."


def kept_note(users: int, cost: float, currency: str) -> str:
    """Return what an earlier plan leaves to work around."""
    return f"{count(users)} keep what they were given, at a cost of {money(cost, currency)}."


def needed_amount(repair: Repair, currency: str) -> str:
    """Return what a bound must be, rounded to the side that works; so little that its plan costs what is told."""
    up, needed = repair.bound == "max", repair.needed or 0.0
    if repair.unit in ("money", "users"):
        return in_unit(on_safe_side(needed, up=up), repair.unit, currency)
    shown, sign = (100.0, "%") if repair.unit == "rate" else (1.0, "")
    room = SLIGHT * shown * abs(needed - (repair.now or 0.0))
    return f"{plain(on_safe_side(shown * needed, up=up, room=room), MOST_PLACES)}{sign}"


def _listed(parts: Sequence[Restriction], where: Mapping[str, str]) -> str:
    names = [part.name for part in parts]
    return shortened([f"{visible(n)} ({where[n]})" if n in where else visible(n) for n in names])


def _repairs(repairs: Sequence[Repair], currency: str) -> Iterator[str]:
    deeds = [f"{_deed(r, currency)}{_then(r, currency)}" for r in repairs if not r.together]
    joint = [repair for repair in repairs if repair.together]
    if joint:
        words = shortened([_deed(repair, currency) for repair in joint], " and ")
        several = ", all together" if len(joint) > 1 else ""
        deeds.append(f"{words}{several}{_then(joint[0], currency)}")
    for start, deed in zip(("To repair it,", *["Or"] * len(deeds)), deeds, strict=False):
        yield f"{start} {deed}."


def _deed(repair: Repair, currency: str) -> str:
    """Return what to do with one bound."""
    name = visible(repair.limit)
    if repair.needed is None:
        return f"give up {name}"
    verb, side = ("raise", "maximum") if repair.bound == "max" else ("lower", "minimum")
    implicit = name in ("budget", "max_offers") or name.endswith((".max_users", ".entitlement"))
    now = "" if repair.now is None else f" from {in_unit(repair.now, repair.unit, currency)}"
    what = name if implicit else f"the {side} of {name}"
    return f"{verb} {what}{now} to {needed_amount(repair, currency)}"


def _then(repair: Repair, currency: str) -> str:
    if repair.unsettled:
        return "; a nearer value may do: that was not settled in time"
    if repair.cost is None:
        return ""
    return f"; the least-cost plan then costs {money(repair.cost, currency)}"
