"""Views made by hand: what renderers must show, with names that ask for trouble."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from compensator.story.document import Hidden
from compensator.story.model import (
    Axis,
    Bar,
    BarChart,
    Bars,
    Column,
    HeatMap,
    LineChart,
    Manifest,
    Mark,
    Series,
    Story,
    Table,
    TornadoChart,
)
from compensator.story.telling import Answer, story

MANIFEST = Manifest("3f5a" * 16, "0.1.0", "3.3.2", "HiGHS 1.13.0", None, 0.042)
SCRIPT = "</script><script>alert('x')</script>"
CHINESE = "休眠用户（很长的名字）"
MONEY, VALUE = Axis("budget", "money"), Axis("value", "money")

CURVE = LineChart(
    "Best value for each budget",
    MONEY,
    VALUE,
    (Series("best value", [0, 1e6, 2e6, 3e6], [0.0, 3e6, 4e6, 4.2e6]),),
    (Mark("today's budget", 2e6, 4e6),),
)
LINES = LineChart(
    "Waiting",
    Axis("delay_days"),
    VALUE,
    (
        Series("best plan", [0, 10, 20, 30], [1e6, 8e5, 6e5, 5e5]),
        Series(SCRIPT, [0, 10, 20, 30], [9e5, None, 3e5, 1e5]),
    ),
)
SCENARIOS = LineChart(
    "By scenario",
    Axis("scenario", "text"),
    Axis("kept", "rate"),
    (Series("kept", ["base", "late", CHINESE], [0.95, 0.9, 0.93]),),
)
POINT = LineChart("One", Axis("x"), Axis("y"), (Series("only", [5], [0.5]),))
EMPTY = LineChart("None", Axis("x"), Axis("y"), (Series("empty", [], []),))
HEAT = HeatMap(
    "Value by delay and budget",
    Axis("delay_days"),
    MONEY,
    VALUE,
    [0, 10, 20],
    [1e6, 2e6],
    [[None, 265_170.0, 1e5], [3e6, 2e6, 1.5e6]],
)
FINE = HeatMap(
    "Fine",
    Axis("delay_days"),
    MONEY,
    VALUE,
    range(61),
    [1e5 * step for step in range(1, 51)],
    [[float(row * (61 - column)) for column in range(61)] for row in range(50)],
)
TORNADO = TornadoChart(
    "What each input does",
    VALUE,
    3e6,
    (
        Bar("segments[registered, never called].reconverted_value", 2e6, 4e6),
        Bar("both on one side", 3.2e6, 3.5e6),
        Bar("offers[card-30].unit_cost", 3.1e6, None),
        Bar("nothing", 3e6, 3e6),
    ),
)
BARS = BarChart(
    "Objective",
    VALUE,
    ("base", CHINESE, "loss", "no plan"),
    (Bars("value", (3e9, 1e9, -5e8, None)),),
)
PAIRS = BarChart(
    "Cost and value",
    VALUE,
    ("this plan", "policy"),
    (Bars("cost", (1e6, 2e6)), Bars("value", (3e6, None))),
)
PARTS = BarChart(
    "Who gets what",
    Axis("share of users", "rate"),
    ("paying", "dormant"),
    (Bars("card", (0.25, 1.0)), Bars("none", (0.75, 0.0))),
    stacked=True,
)
CHARTS = (CURVE, LINES, SCENARIOS, POINT, EMPTY, HEAT, FINE, TORNADO, BARS, PAIRS, PARTS)

LADDER = Table(
    "ladder",
    (
        Column("segment", "text"),
        Column("to", "text"),
        Column("users", "users"),
        Column("cost", "money"),
        Column("share", "rate"),
        Column("value_per_cost"),
        Column("changes", "text"),
        Column("cumulative_cost", "money", brief=False),
    ),
    (
        ("registered, never called by anybody", "card-30", 120_000, 0.0, 0.125, None, True, 0.0),
        (CHINESE, "apology", 90_000, 22_500.0, 1, 3.6, False, 22_500.0),
        (SCRIPT, '=HYPERLINK("x")', 18_000, 1.2e9, 0.0001, -0.00054, None, 1.2e9),
    ),
)
"""Eight columns: too many for eighty characters."""
LONG = Table("Cells", (Column("delay_days"),), [(day,) for day in range(61)], shown=5)
TWO_WAY = Table(
    "value two-way",
    (Column("budget", "money"), Column("0", "money"), Column("10", "money")),
    ((1e6, None, 265_170.0), (2e6, 3e6, 2e6)),
    brief=False,
    shaded=True,
)
NONE = Table("Nothing", (Column("a", "text"), Column("a", "text")), ())
NOTES = ("The curve ends at $3,000,000.", "=1+1 is a note, and <b>so</b> is this.")


def make_view(**changes: object) -> Story:
    """Return a view of everything, some of its parts changed."""
    parts: dict[str, object] = {
        "schema": Shown.SCHEMA,
        "manifest": MANIFEST,
        "title": f"Outage {SCRIPT}",
        "headline": ("The first $1,000,000 bring $3 for each dollar.", "Beyond $2,000,000 little."),
        "standing": "exact",
        "currency": "USD",
        "charts": CHARTS,
        "tables": (LADDER, LONG, NONE),
        "notes": NOTES,
    }
    return Story(**{**parts, **changes})


@dataclass(frozen=True, slots=True)
class Shown(Answer):
    """A result that has a view, for what only asks for one."""

    SCHEMA: ClassVar[str] = "compensator/shown/1"
    own: Annotated[Story, Hidden]


def shown(own: Story) -> Shown:
    """Return an answer with a story."""
    return Shown("Outage", "USD", own, manifest=MANIFEST)


@story.register
def told(result: Shown) -> Story:
    return result.own
