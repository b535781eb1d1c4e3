"""What a reader sees of the pairs: how many may be given and pay, and those of greatest value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from compensator.language import count, money, visible
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
        tables=(every, _greatest(every, order)),
        gist=tuple(capped(Lazy(best, lambda one: _line(one, answer.currency)), LINES, "pairs")),
    )


def _rank(pair: Pair) -> tuple[bool, float]:
    """Return where a pair stands: what may be given first, then by value."""
    return not pair.eligible, -(pair.value or 0.0)


def _headline(answer: Pairs, best: Sequence[Pair]) -> Iterator[str]:
    """Say how many of the pairs may be given and pay, and which brings most; the best come first."""
    may = [one for one in best if one.eligible]
    pay = sum((one.net_value or 0.0) > 0 for one in may)
    segments, offers = len(answer.ledger.segments), len(answer.ledger.offers)
    yield (
        f"{_many(segments, 'segment')} and {_many(offers, 'offer')} make {_many(len(best), 'pair')}:"
        f" {len(may):,} {'is' if len(may) == 1 else 'are'} eligible,"
        f" {pay:,} of them {'brings' if pay == 1 else 'bring'} more than the cost."
    )
    if may and may[0].value:
        yield f"Most value per user: {_line(may[0], answer.currency)}."


def _many(number: int, what: str) -> str:
    return f"{count(number).split(' ')[0]} {what}{'' if number == 1 else 's'}"


def _line(pair: Pair, currency: str) -> str:
    value = money(pair.value or 0.0, currency)
    return f"{visible(pair.offer)} for {visible(pair.segment)}, {value} at a cost of {money(pair.cost, currency)}"


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
