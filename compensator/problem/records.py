"""What the analyst writes down, one frozen record for each kind of row.

The docstring under a field is the one source for the template's notes, the error
messages and the docs; ``unit`` (in ``json_schema_extra``) is what its header shows.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from compensator.language import composed

NONE = "none"
"""The offer that always exists, costs nothing and does nothing."""
RESERVED_NAMES = ("budget", NONE)
FORBIDDEN = ",=|[]"
"""Characters that names of segments, offers and limits may not hold."""

Maximize = Literal["value", "net_value", "retained", "reconverted"]
Basis = Literal["total", "per_user", "share"]


def _name(value: str) -> str:
    value = composed(value)
    if any(c in FORBIDDEN for c in value):
        msg = f"a name without any of {' '.join(FORBIDDEN)}"
        raise ValueError(msg)
    if any(c in value for c in "\n\r\t\v\f"):
        msg = "a name in one line, without tabs"
        raise ValueError(msg)
    if value.casefold() in RESERVED_NAMES:
        msg = f"a name other than {value!r}, which is reserved"
        raise ValueError(msg)
    return value


def _unit(unit: str) -> dict[str, Any]:
    return {"unit": unit}


Number = Annotated[float, Field()]
Whole = Annotated[int, Field()]
Probability = Annotated[
    Number, Field(ge=0, le=1, json_schema_extra={"unit": "0–1", "noun": "a probability"})
]
Share = Annotated[
    Number, Field(ge=0, le=1, json_schema_extra={"unit": "0–1", "noun": "a fraction"})
]
Money = Annotated[Number, Field(ge=0, json_schema_extra=_unit("money"))]
SignedMoney = Annotated[Number, Field(json_schema_extra=_unit("money"))]
Amount = Annotated[Number, Field(ge=0)]
Name = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_name)]
Text = Annotated[str, Field(min_length=1), AfterValidator(composed)]
TagValue = str | float | date


def _tags(values: dict[str, TagValue]) -> dict[str, TagValue]:
    pairs = values.items()
    return {composed(k): composed(v) if isinstance(v, str) else v for k, v in pairs}


Tags = Annotated[dict[str, TagValue], AfterValidator(_tags)]


class Record(BaseModel):
    """Base of the input records: immutable, closed to unknown fields, no infinities."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
    )


class Settings(Record):
    """What holds for the whole problem."""

    title: Text = "compensation plan"
    """Title shown on every output; the file's name where blank."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    """ISO 4217 code of every money cell, such as USD."""
    budget: Money | None = None
    """Most expected cost allowed; blank for no budget."""
    maximize: Maximize = "value"
    """What the plan keeps as high as the limits allow: value, net_value, retained or reconverted."""
    delay_days: Annotated[Amount, Field(json_schema_extra=_unit("days"))] = 0.0
    """Days between the incident and the offer reaching users."""
    effect_half_life_days: (
        Annotated[Number, Field(gt=0, json_schema_extra=_unit("days"))] | None
    ) = None
    """Days in which an offer's effect halves; blank where it does not fade."""
    whole_segments: bool = False
    """yes = a segment is never split between offers."""
    max_offers: Annotated[Whole, Field(ge=0)] | None = None
    """Most distinct offers (beside none) that the plan may use."""
    max_generosity: Annotated[Amount, Field(json_schema_extra=_unit("× loss"))] = 1.5
    """Offers whose face value exceeds this × a segment's loss are flagged in the notes."""
    same_offer_within: Text | None = None
    """A tag: segments with equal values of it get equal shares of each offer."""


class Segment(Record):
    """A group of users who are treated alike."""

    segment: Name
    """Unique name of the segment."""
    users: Annotated[Whole, Field(ge=0, json_schema_extra=_unit("users"))]
    """How many users the segment has, a whole number."""
    retention: Probability | None = None
    """Probability that a user stays with no offer."""
    retained_value: Money | None = None
    """Money that one more retained user is worth over the analyst's horizon."""
    reconversion: Probability | None = None
    """Probability that a user comes back (dormant → active, free → paying) with no offer."""
    reconverted_value: Money | None = None
    """Money that one more reconverted user is worth over the analyst's horizon."""
    word_of_mouth: Amount = 0.0
    """Further users kept (or lost) for each user kept (or lost)."""
    retention_ceiling: Probability | None = None
    """Probability of staying reached by ever more compensation."""
    reconversion_ceiling: Probability | None = None
    """Probability of coming back reached by ever more compensation."""
    half_value: Annotated[Number, Field(gt=0, json_schema_extra=_unit("money"))] | None = None
    """Perceived value at which half of the way to the ceiling is gone."""
    steepness: Annotated[Number, Field(gt=0)] = 1.0
    """Curve exponent: 1 is concave, above 1 is S-shaped."""
    loss: Money | None = None
    """Money that the incident cost a user; over-compensation stops paying near 1.5 × it."""
    entitlement: Money = 0.0
    """Perceived value that each user must get by law or contract; offers below it are not eligible."""
    tags: Tags = Field(default_factory=dict)
    """Further columns of the sheet, for use in filters."""


class Offer(Record):
    """A compensation that users can be given."""

    offer: Name
    """Unique name of the offer."""
    kind: Text | None = None
    """What it is: minutes, credit, refund, voucher, apology, …"""
    quantity: Amount = 0.0
    """How many units a recipient gets, such as 30."""
    unit: Text | None = None
    """What is counted by quantity, such as minute."""
    per: Text | None = None
    """A numeric column of Segments: quantity and face_value are then per unit of it."""
    unit_cost: Money = 0.0
    """Cost to the company of one unit used."""
    delivery_cost: Money = 0.0
    """Cost per recipient, redeemed or not."""
    setup_cost: Money = 0.0
    """Cost once if anybody gets the offer; a limit counts it where its scope holds all that its filter allows."""
    redemption: Share = 1.0
    """Share of recipients who redeem the offer."""
    usage: Share = 1.0
    """Share of the quantity that a redeemer uses."""
    face_value: Money = 0.0
    """What a user perceives the offer to be worth."""
    eligible: Text | None = None
    """Filter on segments that may get the offer; blank = all."""
    lift_if_unredeemed: Share = 1.0
    """Share of a curve's lift that a recipient who does not redeem still feels."""
    max_users: Annotated[Whole, Field(ge=0, json_schema_extra=_unit("users"))] | None = None
    """Most recipients of the offer."""
    tags: Tags = Field(default_factory=dict)
    """Further columns of the sheet, for use in filters."""


class Response(Record):
    """What is known of one segment with one offer, better than the curve knows it."""

    segment: Text
    """Name of the segment."""
    offer: Text
    """Name of the offer."""
    retention: Probability | None = None
    """Probability that a user stays with the offer, at no delay."""
    retention_low: Probability | None = None
    """5th percentile of retention."""
    retention_high: Probability | None = None
    """95th percentile of retention."""
    reconversion: Probability | None = None
    """Probability that a user comes back with the offer, at no delay."""
    reconversion_low: Probability | None = None
    """5th percentile of reconversion."""
    reconversion_high: Probability | None = None
    """95th percentile of reconversion."""
    redemption: Share | None = None
    """Share of recipients who redeem; replaces the offer's."""
    redemption_low: Share | None = None
    """5th percentile of redemption."""
    redemption_high: Share | None = None
    """95th percentile of redemption."""
    cost: Money | None = None
    """Expected cost per recipient; replaces the computed one."""
    cost_low: Money | None = None
    """5th percentile of cost."""
    cost_high: Money | None = None
    """95th percentile of cost."""
    value: SignedMoney | None = None
    """Incremental value per recipient at no delay; replaces the computed one."""
    value_low: SignedMoney | None = None
    """5th percentile of value."""
    value_high: SignedMoney | None = None
    """95th percentile of value."""
    measures: dict[str, float] = Field(default_factory=dict)
    """Further numeric columns: custom measures per recipient."""


class Limit(Record):
    """A linear restriction on the plan, or a figure to report beside it."""

    limit: Name
    """Unique name of the limit."""
    measure: Text
    """What is limited: cost, liability, value, net_value, retained, recipients, …, roi, or a custom measure."""
    segments: Text | None = None
    """Filter on segments; blank = all."""
    offers: Text | None = None
    """Filter on offers; blank = all, none included."""
    min: Number | None = None
    """Least allowed, in the measure's unit; give min, max or both."""
    max: Number | None = None
    """Most allowed, in the measure's unit; give min, max or both."""
    basis: Basis | None = None
    """total (default), per_user (÷ users of the scoped segments) or share (÷ the measure over all)."""
    relative_to: Text | None = None
    """Filter on segments whose per-user average min and max are then relative to; basis stays blank."""
    enforce: bool = True
    """yes = the plan must meet it; no = report only."""


class Policy(Record):
    """One line of a reference plan to beat."""

    policy: Text
    """Name of the policy; its rows add up."""
    segments: Text | None = None
    """Filter on segments; blank = all."""
    offer: Text
    """Offer given to them."""
    share: Share = 1.0
    """Share of each segment that gets it; the rest gets none."""


class Scenario(Record):
    """One change of a named scenario."""

    scenario: Text
    """Name of the scenario; its rows are applied together."""
    change: Text
    """One assignment, such as budget=2e6 or offers[card-30].unit_cost*=1.2."""


SHEETS: dict[str, type[Record]] = {
    "Settings": Settings,
    "Segments": Segment,
    "Offers": Offer,
    "Responses": Response,
    "Limits": Limit,
    "Policies": Policy,
    "Scenarios": Scenario,
}
"""Each sheet's record, in the workbook's order; Settings is one record, the others one a row."""
