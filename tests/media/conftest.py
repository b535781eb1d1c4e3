"""Finished plans made by hand, whose figures a reader can redo."""

from __future__ import annotations

import pytest

from compensator.optimizer.certificate import Certificate
from compensator.plan.answer import (
    Allocation,
    LimitResult,
    Margin,
    Plan,
    PolicyResult,
    Repair,
    Rounding,
    Status,
    Totals,
    WholePlan,
)
from compensator.plan.clash_notes import clash_notes
from compensator.plan.conflicts import Conflict
from compensator.plan.restrictions import Restriction
from compensator.story import Manifest

MANIFEST = Manifest(
    input_sha256="3f5a" * 16,
    compensator="0.1.0",
    pulp="3.3.2",
    solver="HiGHS 1.13.0",
    seed=None,
    seconds=0.042,
)

ALLOCATIONS = (
    Allocation("paying", "week", 1.0, 18_000, 27_000.0, 64_800.0, 16_740.0, 0.0),
    Allocation("registered", "card-30", 0.75, 90_000, 22_500.0, 81_000.0, 0.0, 4_500.0),
    Allocation("registered", "none", 0.25, 30_000, 0.0, 0.0, 0.0, 600.0),
    Allocation("dormant", "none", 1.0, 60_000, 0.0, 0.0, 0.0, 600.0),
)

TOTALS = Totals(
    users=198_000,
    recipients=108_000.0,
    cost=50_000.0,  # 27,000 + 22,500 + 500 of set-up
    liability=81_700.0,
    value=145_800.0,
    net_value=95_800.0,
    retained=16_740.0,
    reconverted=5_700.0,
    incremental_retained=1_080.0,
    incremental_reconverted=2_700.0,
    roi=1.916,
    deadweight=27_600.0,
    breakage=31_700.0,
)

LIMITS = (
    LimitResult("budget", "cost", 50_000.0, None, 50_000.0, 0.0, True, 3.6, True, "money"),
    LimitResult(
        "cards", "recipients", 90_000.0, None, 100_000.0, 10_000.0, False, 0.0, True, "users"
    ),
    LimitResult("fairness", "value", 1.35, 0.8, 1.5, 0.15, False, 0.0, True),
    LimitResult(
        "promised", "liability", 81_700.0, None, 80_000.0, -1_700.0, False, 0.0, False, "money"
    ),
)

POLICIES = (
    PolicyResult("do nothing", 0.0, 0.0, 0.0, 0.0, True, (), 0.0),
    PolicyResult(
        "card-30 for all", 70_200.0, 49_500.0, 70_200.0, 20_700.0, False, ("cards",), 144_000.0
    ),
    PolicyResult("a week for payers", 64_800.0, 27_500.0, 64_800.0, 37_300.0, True, (), 65_800.0),
)

MARGINS = (
    Margin("paying", "week", "card-30", 0.85, 0.02, 0.031, 0.72),
    Margin("registered", "card-30", "none", 0.0, None, None, None),
    Margin("dormant", "none", "card-30", 0.54, 0.1, 0.024, None),
)

CERTIFICATE = Certificate(objective=145_800.0, bound=145_800.0, gap=0.0, violation=0.0)

NOTES = (
    "The face value of week is more than 1.5 times the loss of paying.",
    "Limit promised is only reported: it is missed by $1,700.",
)


def make_plan(**changes: object) -> Plan:
    """Return the plan of a small outage, some of its fields changed."""
    fields: dict[str, object] = {
        "title": "Outage of August 2007",
        "currency": "USD",
        "status": Status.OPTIMAL,
        "maximize": "value",
        "totals": TOTALS,
        "objective": 145_800.0,
        "budget": 50_000.0,
        "budget_price": 3.6,
        "whole": WholePlan(145_800.0, 0.0, proven=True),
        "allocations": ALLOCATIONS,
        "limits": LIMITS,
        "policies": POLICIES,
        "margins": MARGINS,
        "certificate": CERTIFICATE,
        "rounding": (),
        "notes": NOTES,
        "manifest": MANIFEST,
    }
    return Plan(**{**fields, **changes})


def make_infeasible(**changes: object) -> Plan:
    """Return the plan of a problem whose budget and floor clash."""
    fields: dict[str, object] = {
        "status": Status.INFEASIBLE,
        "totals": None,
        "objective": None,
        "budget": 20_000.0,
        "budget_price": None,
        "whole": None,
        "allocations": (),
        "limits": (),
        "policies": (),
        "margins": (),
        "certificate": None,
        "conflict": ("budget", "eu-floor"),
        "repairs": (
            Repair("budget", "max", 20_000.0, 31_500.0, 88_200.0, 31_500.0, unit="money"),
            Repair("eu-floor", "min", 9_000.0, 5_714.0, 56_000.0, 20_000.0),
        ),
    }
    fields |= changes
    fields.setdefault("notes", _told(fields["conflict"], fields["repairs"]))
    return make_plan(**fields)


def _told(names: tuple[str, ...], repairs: tuple[Repair, ...]) -> tuple[str, ...]:
    clash = Conflict(tuple(Restriction("limit", name) for name in names))
    return clash_notes([clash], repairs, {}, "USD", in_time=True)


def make_unknown() -> Plan:
    """Return what is left of a solve whose time was up before any plan was found."""
    return make_infeasible(status=Status.UNKNOWN, conflict=(), repairs=(), notes=())


def make_large(segments: int = 10_000) -> Plan:
    """Return a plan of many segments, each split between one of three offers and none."""
    cells, margins = [], []
    for number in range(segments):
        name, offer = f"segment {number:05}", f"credit-{number % 3}"
        users = 100 + number % 7
        real = users // 2
        share = real / users
        cells.append(Allocation(name, offer, share, real, 2.0 * real, 3.0 * real, 0.9 * real, 0.0))
        rest = users - real
        cells.append(Allocation(name, "none", 1 - share, rest, 0.0, 0.0, 0.8 * rest, 0.0))
        margins.append(Margin(name, "none", offer, 0.01 * number, 2.1, 0.1, None))
    totals = _added(cells)
    return make_plan(
        title=f"{segments:,} segments",
        allocations=tuple(cells),
        margins=tuple(margins),
        totals=totals,
        objective=totals.value,
        whole=WholePlan(totals.value, 0.0, proven=True),
        budget=None,
        budget_price=None,
        limits=(),
        policies=(),
        certificate=Certificate(totals.value, totals.value, 0.0, 0.0),
        rounding=(Rounding("cards", 0.4),),
        notes=(),
    )


def _added(cells: list[Allocation]) -> Totals:
    cost, value = sum(c.cost for c in cells), sum(c.value for c in cells)
    real = sum(c.users for c in cells if c.offer != "none")
    return Totals(
        users=sum(c.users for c in cells),
        recipients=float(real),
        cost=cost,
        liability=2 * cost,
        value=value,
        net_value=value - cost,
        retained=sum(c.retained for c in cells),
        reconverted=0.0,
        incremental_retained=0.1 * real,
        incremental_reconverted=0.0,
        roi=(value - cost) / cost,
        deadweight=0.8 * cost,
        breakage=cost,
    )


@pytest.fixture(name="make_plan")
def _make_plan():
    return make_plan


@pytest.fixture(name="make_infeasible")
def _make_infeasible():
    return make_infeasible


@pytest.fixture(name="make_large")
def _make_large():
    return make_large


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def infeasible() -> Plan:
    return make_infeasible()


@pytest.fixture
def unknown() -> Plan:
    return make_unknown()
