"""What commands print that answer no question: a file that was written, what is wrong in the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from compensator.errors import Issue
from compensator.story import Document, Schema

Members = Annotated[list[str], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Errors(Document):
    """What is wrong in the data, each with its place."""

    SCHEMA: ClassVar[str] = "compensator/errors/1"

    errors: Annotated[tuple[Issue, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Written(Document):
    """A workbook that was written, to be filled."""

    SCHEMA: ClassVar[str] = "compensator/init/1"

    file: str
    """Where it was written, as it was asked for."""


@dataclass(frozen=True, slots=True)
class Exported(Document):
    """A program that was written, and whose its names are."""

    SCHEMA: ClassVar[str] = "compensator/export/1"
    RULES: ClassVar[tuple[Schema, ...]] = ({"properties": {"offers": {"required": ["0"]}}},)

    file: str
    """Where it was written, as it was asked for."""
    segments: dict[Annotated[str, Field(pattern=r"^[1-9]\d*$")], Members]
    """Segments by the first number of a share; several where they must have equal shares."""
    offers: dict[Annotated[str, Field(pattern=r"^(0|[1-9]\d*)$")], str]
    """Offers by the second number of a share; 0 is none."""
    limits: dict[Annotated[str, Field(pattern=r"^\w+$")], str]
    """Limits, by the name of their row."""
