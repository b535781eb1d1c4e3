"""What a workbook says of its own data: a few paragraphs, and a source for each figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Confidence = Literal["A", "B", "C", "D", "assumption"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where one figure comes from."""

    figure: str
    """What is told, in words."""
    value: str
    """As published, or as assumed."""
    source: str
    """Publication, own arithmetic, or the reason for an assumption."""
    confidence: Confidence
    """A company statement or peer-reviewed, B press, C secondary, D own arithmetic."""


@dataclass(frozen=True, slots=True)
class About:
    """What READ ME tells of the data before it explains the sheets."""

    title: str
    paragraphs: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
