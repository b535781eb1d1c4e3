"""What a reader sees of the pairs: how many may be given and pay, and those of greatest value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from compensator.language import money, visible
from compensator.plan.pairing.answer import Pair, Pairs
from compensator.plan.pairing.columns import sheet
from compensator.problem import NONE
from compensator.story import Lazy, Story, Table, capped, story

SHOWN: Final = 30
"""Pairs that a terminal shows."""
LINES: Final = 6
"""Pairs of a summary."""


@story.register
def told(answer: Pairs) -> Story:
    """Return the pairs as their reader sees them."""
    real = [place for place, one in enumerate(answer.pairs) if one.offer != NONE]
    order = sorted(real, key=lambda place: _rank(answer.pairs[place]))
    best = [answer.pairs[place] for place in order]
    every = sheet(answer.ledger)
    return Story(
        **answer.common(),
        headline=tuple(_headline(answer, best)),
        standing="computed, not solved",
        tables=(replace(every, live=True), _greatest(every, order)),
        gist=tuple(capped(Lazy(best, lambda one: _line(one, answer.currency)), LINES, "pairs")),
    )


def _rank(pair: Pair) -> tuple[bool, float]:
    """Return where a pair stands: what may be given first, then by value."""
    return not pair.eligible, -(pair.value or 0.0)


def _headline(answer: Pairs, best: Sequence[Pair]) -> Iterator[str]:
    """Say how many of the pairs may be given, pay and harm, and which brings most beyond its cost."""
    may = [one for one in best if one.eligible]
    pay = [one for one in may if (one.net_value or 0.0) > 0]
    harm = sum((one.value or 0.0) < 0 for one in may)
    harmful = f", {_so_many(harm, 'does', 'do')} harm" if harm else ""
    segments, offers = len(answer.ledger.segments), len(answer.ledger.offers)
    yield (
        f"{_many(segments, 'segment')} and {_many(offers, 'offer')} make {_many(len(best), 'pair')}:"
        f" {_so_many(len(may), 'is', 'are')} eligible,"
        f" {_so_many(len(pay), 'brings', 'bring')} more than the cost"
        f"{harmful}."
    )
    if pay:
        most = max(pay, key=lambda one: one.net_value or 0.0)
        net = money(most.net_value or 0.0, answer.currency)
        yield f"Most net value per user: {net} with {_line(most, answer.currency)}."


def _so_many(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _line(pair: Pair, currency: str) -> str:
    value, cost = (money(amount or 0.0, currency) for amount in (pair.value, pair.cost))
    return f"{visible(pair.offer)} for {visible(pair.segment)} (value {value}, cost {cost})"


def _greatest(every: Table, order: list[int]) -> Table:
    """Return the pairs in an order of their own: of greatest value first, what may not be given last."""
    return replace(
        every,
        name="Greatest value per user",
        title="",
        rows=Lazy(order, every.rows.__getitem__),
        shown=SHOWN,
        brief=True,
        filed=False,
        remarks=("Per user; the total is for all users of the segment.",),
    )
