"""What the figures of a story are labeled with: nothing that plotly could take for markup."""

from __future__ import annotations

import html
import textwrap
from typing import Any, Final

from compensator.language import sign, visible
from compensator.story import Axis, figure

NAME_LENGTH: Final = 22
"""Characters of a line of a name beside a bar; the whole name shows on hover."""


def axis_look(axis: Axis, currency: str) -> dict[str, Any]:
    """Return plotly's description of an axis."""
    return {"title": {"text": axis_title(axis)}, "automargin": True, **ticks(axis, currency)}


def ticks(axis: Axis, currency: str) -> dict[str, Any]:
    """Return how an axis words its ticks: money with its sign, thousands as k, M, B."""
    if axis.kind == "rate":
        return {"tickformat": ",.2~%"}
    shown: dict[str, Any] = {"exponentformat": "B", "separatethousands": True}
    return shown | ({"tickprefix": html.escape(sign(currency))} if axis.kind == "money" else {})


def axis_title(axis: Axis) -> str:
    """Return what an axis shows."""
    return safe(axis.title)


def worded(value: float | None, axis: Axis, currency: str) -> str:
    """Return what an axis shows and a figure on it."""
    return f"{axis_title(axis)} {html.escape(figure(value, axis.kind, currency))}"


def broken(name: str) -> str:
    """Return a name in at most two lines."""
    text = visible(name)
    head, dot, tail = text.rpartition("].")
    if dot and len(text) > NAME_LENGTH:  # a path: its field stands below
        return "<br>".join(html.escape(shortened(line)) for line in (f"{head}]", f".{tail}"))
    lines = textwrap.wrap(text, NAME_LENGTH) or [""]
    if len(lines) > 2:
        lines[1] = f"{lines[1][: NAME_LENGTH - 1]}…"
    return "<br>".join(html.escape(line) for line in lines[:2])


def shortened(line: str) -> str:
    """Return a line with its middle left out where it is too long: both its ends tell it apart.

    >>> shortened("segments[a name that never seems to end]")
    'segments[a na…ms to end]'
    """
    half = NAME_LENGTH // 2 + 1
    return line if len(line) <= 2 * half + 1 else f"{line[: half + 1]}…{line[-half + 2 :]}"


def safe(text: str) -> str:
    """Return text that plotly does not take for markup."""
    return html.escape(visible(text))
