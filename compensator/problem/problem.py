"""A complete problem: everything ``solve`` needs, checked as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from compensator.errors import InputError, Issue
from compensator.problem.checks import check
from compensator.problem.columns import Records
from compensator.problem.figures import Figures
from compensator.problem.filters import Rows
from compensator.problem.frames import from_frame, from_mappings
from compensator.problem.given import Given, given_issues
from compensator.problem.oddities import oddities
from compensator.problem.parsing import Parsed, parse_rows
from compensator.problem.records import (
    SHEETS,
    Limit,
    Offer,
    Policy,
    Record,
    Response,
    Scenario,
    Segment,
    Settings,
)
from compensator.problem.scope import allowed, face_values, offer_rows, segment_rows
from compensator.problem.settings_table import parse_settings
from compensator.problem.totals import as_totals
from compensator.problem.units import one_currency
from compensator.spreadsheet import Table

if TYPE_CHECKING:
    import pandas as pd

    Rowset = pd.DataFrame | Iterable[Record | Mapping[str, Any]]


@dataclass(frozen=True, init=False, repr=False, eq=False)
class Problem:
    """Segments, offers and limits: what is to be decided.

    >>> problem = Problem(
    ...     segments=[{"segment": "new", "users": 100, "retention": 0.6, "retained_value": 40}],
    ...     offers=[{"offer": "apology"}],
    ...     responses=[{"segment": "new", "offer": "apology", "retention": 0.65}],
    ...     budget=50,
    ... )
    >>> problem
    Problem('compensation plan': 1 segments, 1 offers, 1 responses, 0 limits)
    """

    settings: Settings
    offers: tuple[Offer, ...]
    limits: tuple[Limit, ...]
    policies: tuple[Policy, ...]
    scenarios: tuple[Scenario, ...]
    given: tuple[Given, ...]
    """Who has been given what already; it stays so."""
    listed: Mapping[str, Records]
    """Segments and responses by column, by sheet."""
    figures: Figures
    """The segments' and the responses' numbers as arrays."""
    source: str
    """Name of the workbook or folder; ``problem`` for tables in memory."""
    input_sha256: str | None
    """Of the workbook's bytes; None for tables in memory."""
    notes: tuple[str, ...]
    """What a reader of the data should know of how they were read."""
    at: Callable[[str, int, str | None], str]
    """Address of a sheet's record and field, as in the user's own file."""

    def __init__(  # noqa: PLR0913 - the contract's tables and settings, spelled out
        self,
        *,
        segments: Rowset,
        offers: Rowset,
        responses: Rowset = (),
        limits: Rowset = (),
        policies: Rowset = (),
        scenarios: Rowset = (),
        settings: Settings | None = None,
        title: str | None = None,
        currency: str | None = None,
        budget: float | None = None,
        maximize: str | None = None,
        delay_days: float | None = None,
        effect_half_life_days: float | None = None,
        whole_segments: bool | None = None,
        max_offers: int | None = None,
        max_generosity: float | None = None,
        same_offer_within: str | None = None,
    ) -> None:
        """Check tables in memory: DataFrames, or sequences of dicts or records.

        Args:
            segments: One row per segment, columns as in the workbook; so the others.
            offers: One row per offer.
            responses: One row per known segment × offer.
            limits: One row per limit.
            policies: Rows of reference plans.
            scenarios: Rows of named changes.
            settings: All settings as one record; those given by name below replace its own.
            title: Shown on every output.
            currency: ISO 4217 code.
            budget: Most expected cost allowed, money.
            maximize: ``value``, ``net_value``, ``retained`` or ``reconverted``.
            delay_days: Days between the incident and the offer.
            effect_half_life_days: Days in which an effect halves.
            whole_segments: Never split a segment.
            max_offers: Most distinct offers.
            max_generosity: Flag offers above this × a segment's loss.
            same_offer_within: A tag whose equal values get equal shares.

        Raises:
            InputError: If any cell is wrong; it lists every one.
        """
        given = {
            "title": title,
            "currency": currency,
            "budget": budget,
            "maximize": maximize,
            "delay_days": delay_days,
            "effect_half_life_days": effect_half_life_days,
            "whole_segments": whole_segments,
            "max_offers": max_offers,
            "max_generosity": max_generosity,
            "same_offer_within": same_offer_within,
        }
        named = {k: v for k, v in given.items() if v is not None}
        rowsets = {
            "Segments": segments,
            "Offers": offers,
            "Responses": responses,
            "Limits": limits,
            "Policies": policies,
            "Scenarios": scenarios,
        }
        base = (settings or Settings()).model_dump(exclude_unset=True)
        read = parse_settings(_settings_of({**base, **named}))
        currency_set = read.records[0].currency
        parsed = {name: _parse(name, rows, currency_set) for name, rows in rowsets.items()}
        parsed["Settings"] = read
        _fill(self, parsed, source="problem", input_sha256=None, notes=oddities(parsed))

    def __repr__(self) -> str:
        """Say how large the problem is; its tables are too long to print."""
        return (
            f"Problem({self.settings.title!r}: {len(self.listed['Segments']):,} segments, {len(self.offers):,} offers, "
            f"{len(self.listed['Responses']):,} responses, {len(self.limits):,} limits)"
        )

    def with_given(self, given: Sequence[Given]) -> Problem:
        """Return the problem where users have been given offers already, and keep them.

        Raises:
            InputError: If a segment or an offer is not there, or has fewer users.
        """
        if issues := given_issues(given, self.segments, self.offers):
            raise InputError("what has been given", issues)
        return self.having(given=tuple(given))

    def with_limits(self, limits: Sequence[Limit], places: Sequence[str]) -> Problem:
        """Return the problem under further limits, unchecked, each with the place that asks for it."""
        own, known = self.at, len(self.limits)

        def at(sheet: str, i: int, name: str | None) -> str:
            return places[i - known] if sheet == "Limits" and i >= known else own(sheet, i, name)

        return self.having(limits=(*self.limits, *limits), at=at)

    def having(self, **values: Any) -> Problem:
        """Return the problem with other settings, limits, policies or users given, unchecked: for what is tried in thought.

        Not with other segments, offers or responses: their columns and arrays are made already.
        """
        other = object.__new__(Problem)
        other.__dict__.update({**self.__dict__, **values})
        return other

    def __eq__(self, other: object) -> bool:
        """Return whether two problems ask the same, wherever they were read."""
        if not isinstance(other, Problem):
            return NotImplemented
        names = ("settings", *(name.lower() for name in SHEETS), "given")
        return all(getattr(self, name) == getattr(other, name) for name in names)

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """Segments, one record each."""
        return self.listed["Segments"].made

    @cached_property
    def responses(self) -> tuple[Response, ...]:
        """What is known of pairs, one record each."""
        return self.listed["Responses"].made

    @cached_property
    def segment_rows(self) -> Rows:
        """What filters on segments look at."""
        return segment_rows(self.listed["Segments"])

    @cached_property
    def allowed(self) -> NDArray[np.bool_]:
        """Which segment may get which offer by the offers' own filters."""
        return allowed(self.offers, self.segment_rows)

    @cached_property
    def face(self) -> NDArray[np.float64]:
        """What each offer is perceived to be worth, money, segments × (none, offers…)."""
        return face_values(self.offers, self.segment_rows)

    @cached_property
    def offer_rows(self) -> Rows:
        """What filters on offers look at; ``none`` comes first."""
        return offer_rows(self.offers)


def _settings_of(cells: Mapping[str, object]) -> Table:
    """Return settings by name as the table that a workbook has them in."""
    names = list(cells)
    return Table(
        "Settings",
        ("setting", "value"),
        list(cells.items()),
        lambda row, _: "settings" if row < 0 else f"settings.{names[row]}",
    )


def all_issues(sheets: Mapping[str, Parsed]) -> list[Issue]:
    """Return the issues of the cells, and of what must hold between them: of what stands in a cell, the first."""
    told: dict[tuple[str, str], Issue] = {}
    own = (issue for name in SHEETS for issue in sheets[name].issues)
    for issue in (*own, *check(sheets)):
        told.setdefault((issue.where, issue.found), issue)
    return as_totals(one_currency([*told.values()]), sheets["Segments"])


def from_parsed(
    parsed: dict[str, Parsed],
    *,
    source: str,
    input_sha256: str | None,
    notes: Iterable[str] = (),
) -> Problem:
    """Return the problem that parsed sheets make.

    Raises:
        InputError: With the issues of the sheets, and of what must hold between them.
    """
    problem = object.__new__(Problem)
    _fill(problem, parsed, source=source, input_sha256=input_sha256, notes=notes)
    return problem


def _parse(name: str, rows: Rowset, currency: str) -> Parsed:
    """Return records as they are, frames and dicts as the records they describe."""
    if hasattr(rows, "iloc"):
        return parse_rows(from_frame(name, cast("pd.DataFrame", rows)), SHEETS[name], currency)
    listed: Sequence[Any] = list(rows)
    if all(isinstance(row, SHEETS[name]) for row in listed):
        lower = name.lower()
        return Parsed(tuple(listed), at=lambda i, f: f"{lower}[{i}]" + (f".{f}" if f else ""))
    wrong = [(i, row) for i, row in enumerate(listed) if not isinstance(row, Mapping)]
    if wrong:
        lower, expected = name.lower(), f"a dict or a {SHEETS[name].__name__} record"
        issues = [Issue(f"{lower}[{i}]", repr(row), expected) for i, row in wrong]
        return Parsed((), issues=tuple(issues))
    return parse_rows(from_mappings(name, listed), SHEETS[name], currency)


def _fill(
    problem: Problem,
    parsed: dict[str, Parsed],
    *,
    source: str,
    input_sha256: str | None,
    notes: Iterable[str] = (),
) -> None:
    """Check the records as a whole and make them the problem's own; notes are made when they are right."""
    if issues := all_issues(parsed):
        raise InputError(source, issues)
    small = ("Offers", "Limits", "Policies", "Scenarios")
    values: dict[str, Any] = {name.lower(): tuple(parsed[name].records) for name in small}
    values["listed"] = {
        n: Records.of(SHEETS[n], parsed[n].records) for n in ("Segments", "Responses")
    }
    values["settings"] = parsed["Settings"].records[0]
    values["given"] = ()
    values["figures"] = Figures.of(
        values["listed"]["Segments"], values["listed"]["Responses"], values["offers"]
    )
    values |= {"source": source, "input_sha256": input_sha256, "notes": tuple(notes)}
    values["at"] = lambda sheet, i, name: parsed[sheet].at(i, name)
    for name, value in values.items():
        object.__setattr__(problem, name, value)
