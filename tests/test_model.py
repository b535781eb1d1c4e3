"""The program as it is written down: for each kind of restriction a golden ``.lp``, a property, a hand example.

Golden files are compared by content: PuLP's majors order lines differently. All coefficients can be redone
by hand from the ten numbers of ``SEGMENTS``, ``OFFERS`` and ``RESPONSES`` below.
"""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest

from compensator import model
from compensator.language.measures import MEASURES
from compensator.plan import prepared
from compensator.problem import Limit, Offer, Problem, Segment, Settings
from compensator.problem.records import Basis, Maximize

GOLDEN = Path(__file__).parent / "golden"

SEGMENTS = [
    {"segment": "eu", "users": 10, "retention": 0.5, "retained_value": 8, "market": "all"},
    {"segment": "us", "users": 100, "retention": 0.5, "retained_value": 24, "market": "all"},
]
OFFERS = [{"offer": "card", "delivery_cost": 1}, {"offer": "gift", "delivery_cost": 2}]
RESPONSES = [
    {"segment": "eu", "offer": "card", "retention": 0.75, "calls": 3},  # value 0.25 × 8 = 2 a user
    {"segment": "eu", "offer": "gift", "retention": 1.0, "calls": 5},  # 4 a user
    {"segment": "us", "offer": "card", "retention": 0.625, "calls": 7},  # 3 a user
    {"segment": "us", "offer": "gift", "retention": 0.75, "calls": 11},  # 6 a user
]
RICH = {  # one offer of which every measure differs
    "segments": [
        {"segment": "eu", "users": 10, "retention": 0.5, "retained_value": 8, "reconversion": 0.25,
         "reconverted_value": 4, "word_of_mouth": 0.5},
        {"segment": "us", "users": 100, "retention": 0.5, "retained_value": 24},
    ],
    "offers": [
        {"offer": "card", "quantity": 4, "unit_cost": 0.5, "delivery_cost": 0.25, "redemption": 0.5,
         "usage": 0.5, "face_value": 3},
    ],
    "responses": [
        {"segment": "eu", "offer": "card", "retention": 0.75, "reconversion": 0.5},
        {"segment": "us", "offer": "card", "retention": 0.625, "reconversion": None},
    ],
}  # fmt: skip


def limit(**cells: Any) -> dict[str, Any]:
    """The problem's one limit."""
    return {"limits": [{"limit": "one", **cells}]}


CASES: dict[str, dict[str, Any]] = {
    "budget": {"budget": 150},
    "total": limit(measure="recipients", basis="total", min=5, max=60),
    "blank-basis": limit(measure="recipients", min=5, max=60),
    "per-user": limit(measure="cost", basis="per_user", min=0.25, max=1.25),
    "share": limit(measure="recipients", basis="share", segments="eu", min=0.25, max=0.75),
    "relative-to": limit(measure="cost", segments="us", relative_to="eu", min=0.5, max=2),
    "roi": {**RICH, **limit(measure="roi", min=2)},
    "custom-measure": limit(measure="calls", max=500),
    "scope": limit(measure="cost", segments="us", offers="gift", max=120),
    "report-only": limit(measure="cost", max=7, enforce=False),
    "max-users": {"offers": [OFFERS[0], {**OFFERS[1], "max_users": 30}]},
    "eligible": {"offers": [OFFERS[0], {**OFFERS[1], "eligible": "us"}]},
    "entitlement": {
        "segments": [{**SEGMENTS[0], "entitlement": 5}, SEGMENTS[1]],
        "offers": [{**OFFERS[0], "face_value": 4}, {**OFFERS[1], "face_value": 5}],
    },
    "setup-cost": {
        "offers": [{**OFFERS[0], "setup_cost": 50}, OFFERS[1]],
        "budget": 150,
        "maximize": "net_value",
    },
    "whole-segments": {"whole_segments": True},
    "max-offers": {"max_offers": 1},
    "same-offer-within": {"same_offer_within": "market", "budget": 150},
    **{f"maximize-{name}": {**RICH, "maximize": name} for name in get_args(Maximize)},
    "measures": {
        **RICH,
        "limits": [{"limit": name, "measure": name, "max": 1000} for name in MEASURES],
    },
}

ROW = r"^limit_1_(max|min): "
KINDS: dict[str, tuple[str, str]] = {
    "basis total": ("total", ROW),
    "basis per_user": ("per-user", ROW),
    "basis share": ("share", ROW),
    "limit min": ("total", r"^limit_1_min: .*>= 5$"),
    "limit max": ("total", r"^limit_1_max: .*<= 60$"),
    "limit relative_to": ("relative-to", ROW),
    "limit segments": ("scope", r"^limit_1_max: 200 x_2_2 <= 120$"),
    "limit offers": ("scope", r"^limit_1_max: 200 x_2_2 <= 120$"),
    "limit enforce": ("report-only", r"^\\ no row of limit one$"),
    **{f"measure {name}": ("measures", rf"^limit_{k}_max: ") for k, name in enumerate(MEASURES, 1)},
    "measure roi": ("roi", r"^limit_1_min: "),
    "measure custom": ("custom-measure", r"^limit_1_max: "),
    **{f"maximize {name}": (f"maximize-{name}", r"^OBJ: ") for name in get_args(Maximize)},
    "setting budget": ("budget", r"^budget: "),
    "setting whole_segments": ("whole-segments", r"^x_2_2$"),
    "setting max_offers": ("max-offers", r"^max_offers: "),
    "setting same_offer_within": ("same-offer-within", r"^OBJ: - 320 x_1_1 - 640 x_1_2$"),
    "offer setup_cost": ("setup-cost", r"^budget: 50 used_1 "),
    "offer max_users": ("max-users", r"^offer_2_max_users: "),
    "offer eligible": ("eligible", r"^segment_1: x_1_0 \+ x_1_1 = 1$"),
    "segment entitlement": ("entitlement", r"^segment_1: x_1_2 = 1$"),
}
"""Each kind of restriction, with the golden file and the line in it that stands for the kind."""

NO_RESTRICTION = {
    Limit: {"limit", "measure", "basis"},  # the latter two by value: see restrictions()
    Settings: {"title", "currency", "maximize", "delay_days", "effect_half_life_days", "max_generosity"},
    Offer: {"offer", "kind", "quantity", "unit", "per", "unit_cost", "delivery_cost", "redemption", "usage",
            "face_value", "lift_if_unredeemed", "tags"},
    Segment: {"segment", "users", "retention", "retained_value", "reconversion", "reconverted_value",
              "word_of_mouth", "retention_ceiling", "reconversion_ceiling", "half_value", "steepness", "loss",
              "tags"},
}  # fmt: skip
"""Fields that only move coefficients; any other field of these records restricts the plan."""


def restrictions() -> set[str]:
    """Every kind of restriction that the input records know of."""
    nouns = {Limit: "limit", Settings: "setting", Offer: "offer", Segment: "segment"}
    kinds = {
        f"{noun} {field}"
        for record, noun in nouns.items()
        for field in set(record.model_fields) - NO_RESTRICTION[record]
    }
    kinds |= {f"basis {name}" for name in get_args(Basis)}
    kinds |= {f"maximize {name}" for name in get_args(Maximize)}
    return kinds | {f"measure {name}" for name in (*MEASURES, "roi", "custom")}


def golden_lines(name: str) -> list[str]:
    """The lines of a golden file, each row on one."""
    text = (GOLDEN / f"{name}.lp").read_text("utf-8")
    return re.sub(r"\n +(?=[-+\d])", " ", text).splitlines()


def content(lines: list[str]) -> dict[str, Any]:
    """What an ``.lp`` says, whatever the order of its lines and terms."""
    said: dict[str, Any] = {}
    section = ""
    for line in lines:
        if line.startswith("\\") or not line.strip():
            continue
        if re.fullmatch(r"Minimize|Maximize|Subject To|Bounds|Binaries|Generals|End", line):
            section = line
            said.setdefault(section, {})
            continue
        name, _, expression = line.rpartition(":")
        key = name or line.strip()
        assert key not in said[section], f"{key} stands twice"
        said[section][key] = terms(expression) if name else True
    return said


TERM = re.compile(r"\s*([-+]?)\s*(?:(\d[\d.]*(?:e[-+]?\d+)?)\s+)?([A-Za-z]\w*)\s*")


def terms(expression: str) -> tuple[dict[str, float], str]:
    """The coefficients of a row by variable, and its sense with its right-hand side."""
    left, sense, right = re.fullmatch(r"(.*?)\s*(?:([<>]?=)\s*(\S+))?", expression).groups()
    assert re.fullmatch(f"(?:{TERM.pattern})*", left), expression
    found = [(name, float(sign + (number or "1"))) for sign, number, name in TERM.findall(left)]
    assert len(dict(found)) == len(found), f"a variable twice in {expression!r}"
    return dict(found), f"{sense} {right}"


def written(kwargs: dict[str, Any], path: Path) -> list[str]:
    """The lines of the program of a problem, unscaled, each row on one."""
    base = {"segments": SEGMENTS, "offers": OFFERS, "responses": RESPONSES}
    _, _, program = prepared(Problem(**{**base, **kwargs}))
    model.write(model.build(program, scaled=False), path)
    return re.sub(r"\n +(?=[-+\d])", " ", path.read_text("utf-8")).splitlines()


@pytest.mark.parametrize("name", CASES)
def test_the_program_is_the_one_in_the_golden_file(name: str, tmp_path: Path) -> None:
    """A sign, a sense or a bound that slips by one passes many properties, but not this."""
    assert content(written(CASES[name], tmp_path / "program.lp")) == content(golden_lines(name))


def test_a_blank_basis_means_the_total() -> None:
    """The default is a promise of the workbook."""
    assert content(golden_lines("blank-basis")) == content(golden_lines("total"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<= 60", ">= 60"),
        ("<= 60", "<= 61"),
        ("100 x_2_1 + 100 x_2_2 <=", "100 x_2_1 <="),
        ("- 20 x_1_1", "- 21 x_1_1"),
        ("- 20 x_1_1", "+ 20 x_1_1"),
        ("limit_1_max", "limit_2_max"),
        ("Minimize", "Maximize"),
        ("x_1_0 + x_1_1", "x_1_1"),
    ],
)
def test_the_comparison_sees_every_difference(before: str, after: str) -> None:
    """A comparison that forgives order must forgive nothing else."""
    lines = golden_lines("total")
    broken = "\n".join(lines).replace(before, after).split("\n")
    assert broken != lines
    assert content(broken) != content(lines)


def test_the_comparison_forgives_order() -> None:
    """The two majors of PuLP order rows, terms and binaries differently."""
    lines = golden_lines("max-offers")
    start, end = lines.index("Subject To") + 1, lines.index("Binaries")
    turned = [*lines[:start], *reversed(lines[start:end]), *lines[end:]]
    swapped = [line.replace("used_1 + used_2", "used_2 + used_1") for line in turned]
    assert content(swapped) == content(lines)


def test_no_kind_of_restriction_is_without_a_golden_line() -> None:
    """A new limit, rule or measure is finished when its coefficients have been written down once."""
    assert set(KINDS) == restrictions()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_golden_line(kind: str) -> None:
    """The line that the table names is there."""
    name, pattern = KINDS[kind]
    assert name in CASES
    assert re.search(pattern, "\n".join(golden_lines(name)), re.MULTILINE), pattern


def test_no_golden_program_is_left_over() -> None:
    """A file that nothing is compared with proves nothing."""
    assert {path.stem for path in GOLDEN.glob("*.lp")} == set(CASES)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_hand_example_and_a_property(kind: str) -> None:
    """The golden line shows what is written; the other two guards show that it is what was meant."""
    examples, properties = (sibling(f"test_limits_{name}.py") for name in ("by_hand", "properties"))
    tests = examples.EXAMPLES[kind]
    assert tests.__name__.startswith("test_")
    assert vars(examples)[tests.__name__] is tests
    assert kind in properties.RULES


def test_no_guard_is_for_a_kind_that_is_gone() -> None:
    """The tables of the three guards name the same kinds."""
    assert set(sibling("test_limits_by_hand.py").EXAMPLES) == set(KINDS)
    assert set(sibling("test_limits_properties.py").RULES) == set(KINDS)


def sibling(name: str) -> ModuleType:
    """A test module beside this one."""
    spec = importlib.util.spec_from_file_location(
        name.removesuffix(".py"), Path(__file__).with_name(name)
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
