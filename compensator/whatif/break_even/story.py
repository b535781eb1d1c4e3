"""What a reader sees of a break-even: each figure of the pair, and where it flips the answer."""

from __future__ import annotations

from typing import Final

from compensator.language import ABSENT
from compensator.story import Cell, Column, Story, Table, story
from compensator.whatif.break_even.answer import BreakEven, Flip
from compensator.whatif.break_even.sentences import amount, headline, spoken, standing

COLUMNS: Final = (
    Column("figure", "text"),
    Column("flip", "text"),
    Column("today", "text"),
    Column("flips_at", "text"),
    Column("other", "text"),
    Column("share", "rate"),
    Column("path", "text", brief=False),
    Column("now", "number", brief=False),
    Column("by_prices", "number", brief=False),
    Column("confirmed", "number", brief=False),
    Column("exact", "text", brief=False),
)


@story.register
def told(result: BreakEven) -> Story:
    """Return a break-even as its reader sees it."""
    rows = [_row(result, flip) for flip in result.flips]
    return Story(
        **result.common(),
        headline=headline(result),
        standing=standing(result),
        charts=(),
        tables=(Table("flips", COLUMNS, rows),) if rows else (),
    )


def _row(result: BreakEven, flip: Flip) -> list[Cell]:
    at = flip.confirmed
    return [
        spoken(flip.input),
        flip.flip,
        amount(flip, flip.now, result.currency),
        ABSENT if at is None else amount(flip, at, result.currency),
        flip.other,
        flip.share,
        flip.path,
        flip.now,
        flip.by_prices,
        at,
        flip.exact,
    ]
