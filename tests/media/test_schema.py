"""The shipped JSON Schemas: made from the records, and as strict as they are."""

import json
import math
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import assume, given, settings
from jsonschema import Draft202012Validator, ValidationError

import compensator as cp
from compensator.cli.documents import Errors
from compensator.cli.schemas import SCHEMAS
from compensator.errors import Issue
from tests.cases import outage
from tests.strategies import problems


def shipped(name):
    return json.loads(files("compensator").joinpath("schemas", f"{name}.schema.json").read_bytes())


def validate(document):
    """Check a document by the shipped schema that it names."""
    name = document["schema"].removeprefix("compensator/").replace("/", "-")
    Draft202012Validator(shipped(name)).validate(document)


def printed(result):
    """Return the document as it comes out of a pipe; whatever is not JSON is refused."""

    def refuse(constant):
        raise AssertionError(constant)

    return json.loads(result.to_json(), parse_constant=refuse)


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_the_shipped_schema_is_the_generated_one(name):
    """A field added to a record is in the schema; `python -m compensator.cli.schemas` writes it."""
    assert shipped(name) == SCHEMAS[name].schema()
    Draft202012Validator.check_schema(SCHEMAS[name].schema())


def test_every_schema_that_is_shipped_is_made_here():
    """A file that nothing makes would grow old."""
    there = {path.name for path in files("compensator").joinpath("schemas").iterdir()}
    assert {name for name in there if name.endswith(".schema.json")} == {
        f"{name}.schema.json" for name in SCHEMAS
    }


def objects(schema):
    """Yield every object that a schema describes by its keys."""
    if isinstance(schema, dict):
        if "properties" in schema and schema.get("type") == "object":
            yield schema
        for each in schema.values():
            yield from objects(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from objects(each)


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_every_object_is_closed(name):
    """A key that nobody described is a mistake of ours, and is seen as one."""
    found = list(objects(shipped(name)))
    assert found
    assert all(each["additionalProperties"] is False for each in found)
    assert all(set(each["required"]) <= set(each["properties"]) for each in found)


TOTALS = {
    "users", "recipients", "cost", "liability", "value", "net_value", "retained", "reconverted",
    "incremental_retained", "incremental_reconverted", "roi", "deadweight", "breakage",
}  # fmt: skip


def frontier(problem):
    return printed(cp.frontier(problem))


def sweep(problem):
    return printed(cp.explore(problem, {"budget": [0, 50, 160]}, plans=True))


def tornado(problem):
    return printed(cp.tornado(problem))


def compare(problem):
    return printed(cp.compare(problem))


def break_even(problem):
    segment, offer = problem.segments[-1].segment, problem.offers[0].offer
    return printed(cp.break_even(problem, segment, offer))


def target(problem):
    return printed(cp.target(problem, {"value": 100, "roi": 0.1}))


ANSWERS = [frontier, sweep, tornado, compare, break_even, target]


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_answer_says_whose_it_is_and_what_made_it(answer):
    """Whoever finds a file later knows what it is."""
    document = answer(outage(budget=160, title="Outage", currency="EUR"))
    assert (document["title"], document["currency"]) == ("Outage", "EUR")
    assert {"compensator", "pulp", "solver", "seconds"} <= set(document["manifest"])
    assert isinstance(document["notes"], list)


def test_the_frontier_has_the_keys_of_the_contract():
    """Points and the ladder to the letter; the last price is that of money that buys nothing."""
    document = frontier(outage(budget=160))
    assert all(set(point) == {"budget", "value", "price"} for point in document["points"])
    assert [(p["budget"], p["value"]) for p in document["points"]] == [
        (0, 0),
        (100, pytest.approx(500)),
        (160, pytest.approx(700)),
    ]
    assert document["points"][-1]["price"] == 0
    assert (document["complete"], document["max_gap"]) == (True, 0)
    steps = document["ladder"]
    assert all(
        list(step)
        == ["segment", "from", "to", "users", "cost", "value", "value_per_cost", "cumulative_cost"]
        for step in steps
    )
    assert [step["from"] for step in steps][:2] == [None, None]
    assert sum(step["cost"] for step in steps) == pytest.approx(160)


def test_a_cut_frontier_says_so_and_an_integer_one_has_bounds():
    """Incomplete with its greatest gap; bound and gap at every point."""
    cards = {"limit": "cards", "measure": "recipients", "offers": "card", "max": 150}
    limits = [cards, {"limit": "all", "measure": "recipients", "max": 240}]
    cut = printed(cp.frontier(outage(limits=limits), points=2))
    assert (cut["complete"], cut["ladder"]) == (False, None)
    assert cut["max_gap"] > 0
    whole = frontier(outage(whole_segments="yes"))
    assert all({"bound", "gap"} <= set(point) for point in whole["points"])
    assert len(whole["points"]) > 1


def test_the_sweep_has_the_keys_of_the_contract():
    """Inputs by path, and all that a cell has beside."""
    document = sweep(outage(budget=160))
    assert document["varied"] == ["budget"]
    keys = {"inputs", "status", "objective", "totals", "budget_price", "binding"}
    assert all(keys <= set(row) for row in document["rows"])
    assert [row["inputs"] for row in document["rows"]] == [
        {"budget": 0},
        {"budget": 50},
        {"budget": 160},
    ]
    assert set(document["rows"][1]["totals"]) == TOTALS
    assert document["rows"][1]["binding"] == ["budget"]


def test_the_tornado_has_the_keys_of_the_contract():
    """Both ends of each input, planned anew and held."""
    keys = {
        "path", "low", "high", "value_low", "value_high", "held_low", "held_high", "plan_changes",
    }  # fmt: skip
    rows = tornado(outage(budget=130))["rows"]
    assert rows
    assert all(keys <= set(row) for row in rows)


def test_the_comparison_has_the_keys_of_the_contract():
    """The base first, then each kind by its name."""
    document = compare(
        outage(
            budget=130,
            scenarios=[{"scenario": "late", "change": "delay_days=9"}],
            policies=[{"policy": "cards", "offer": "card"}],
        )
    )
    plans = document["plans"]
    assert all({"name", "kind", "status", "totals", "objective"} <= set(plan) for plan in plans)
    kinds = [plan["kind"] for plan in plans]
    assert kinds == ["base", "scenario", "policy", "policy", "without limit"]
    assert set(plans[0]["totals"]) == TOTALS


def test_a_target_plan_has_the_keys_of_the_contract():
    """What is reached, at which price; what is out of reach, and the most that is not."""
    reached = target(outage())
    keys = {"measure", "at_least", "actual", "price"}
    assert [keys <= set(one) for one in reached["targets"]] == [True, True]
    assert reached["whole"]["objective"] == reached["totals"]["cost"]
    assert reached["certificate"]["bound"] <= reached["objective"] * (1 + 1e-9)
    missed = printed(cp.target(outage(), {"value": 1e6}))
    assert (missed["status"], "targets" in missed) == ("infeasible", False)
    assert [(one["measure"], one["best"]) for one in missed["best"]] == [
        ("value", pytest.approx(700))
    ]


ONE_CELL = {
    "segments": [{"segment": "all", "users": 7, "retention": 0.5, "retained_value": 3}],
    "offers": [{"offer": "card", "delivery_cost": 1}],
    "responses": [{"segment": "all", "offer": "card", "retention": 0.9}],
}
EMPTY = [{"segment": "paying", "users": 0, "retention": 0.8, "retained_value": 50},
         {"segment": "dormant", "users": 0, "reconversion": 0.1, "reconverted_value": 20}]  # fmt: skip
CLASH = [{"limit": "many", "measure": "recipients", "min": 200},
         {"limit": "few", "measure": "recipients", "max": 100}]  # fmt: skip
ODD = {
    "one budget": {"budget": 130},
    "no budget": {},
    "no money": {"budget": 0},
    "one cell": ONE_CELL,
    "one cell and a budget": {**ONE_CELL, "budget": 3},
    "nobody": {"segments": EMPTY, "budget": 10},
    "whole segments": {"budget": 130, "whole_segments": "yes"},
    "one offer at most": {"budget": 130, "max_offers": 1},
    "users kept": {"budget": 130, "maximize": "retained"},
    "net value": {"budget": 130, "maximize": "net_value"},
    "clashing limits": {"budget": 130, "limits": CLASH},
    "a floor above the budget": {"budget": 10, "limits": CLASH[:1]},
    "further limits": {"budget": 130, "limits": CLASH[1:]},
    "a ratio": {"limits": [{"limit": "return", "measure": "roi", "min": 5}]},
    "a share": {"budget": 90, "limits": [
        {"limit": "half", "measure": "cost", "segments": "paying", "max": 0.5, "basis": "share"}]},
    "names that look like something": {**ONE_CELL, "title": "</script> [b]=1+1", "offers": [
        {"offer": "+1 <b>é</b> 🎁"}], "responses": [
        {"segment": "all", "offer": "+1 <b>é</b> 🎁", "retention": 0.9}]},
    "scenarios": {"budget": 130, "scenarios": [
        {"scenario": "more", "change": "budget*=2"}, {"scenario": "none", "change": "budget="},
        {"scenario": "worse", "change": "segments[paying].retention+=-0.9"}]},
    "policies": {"budget": 130, "policies": [
        {"policy": "weeks", "offer": "week"}, {"policy": "half", "offer": "card", "share": 0.5}]},
}  # fmt: skip


SEARCHED = ("one budget", "no money", "one cell", "nobody", "whole segments", "clashing limits")
"""A break-even is searched for, figure by figure: these are enough."""


@pytest.mark.parametrize(
    ("answer", "name"),
    [(a, name) for a in ANSWERS for name in (SEARCHED if a is break_even else ODD)],
)
def test_every_answer_to_an_odd_problem_meets_its_schema(answer, name):
    """Infeasible, integer, empty: the document is of the same form."""
    validate(answer(outage(**ODD[name])))


@pytest.mark.long
def test_a_problem_that_keeps_what_was_given_has_documents_too():
    """As --freeze makes it."""
    first = cp.solve(outage(budget=60))
    kept = cp.freeze(outage(budget=130), first)
    for answer in ANSWERS:
        validate(answer(kept))


@pytest.mark.long
@settings(max_examples=15)
@given(problems())
def test_every_answer_to_any_small_problem_meets_its_schema(problem):
    """Whatever rules and limits meet."""
    assume(any(segment.users for segment in problem.segments))  # 10% of nobody is no target
    curve = cp.frontier(problem, points=20)
    validate(printed(curve))
    validate(printed(cp.explore(problem, {"budget": [0, 10]}, plans=True)))
    validate(compare(problem))
    if curve.status != "infeasible":
        validate(printed(cp.target(problem, {"value": 1, "recipients": "10%"})))


@settings(max_examples=2)
@given(problems(limits=1))
def test_the_sensitivities_of_any_small_problem_meet_their_schemas(problem):
    """They solve again at every input, so few problems are drawn."""
    validate(tornado(problem))
    validate(break_even(problem))


@pytest.mark.parametrize("name", ["plan", "infeasible", "unknown"])
def test_every_printed_plan_meets_the_schema(name, request):
    """Whoever reads plans by machine may rely on it."""
    validate(printed(request.getfixturevalue(name)))


SPOILED = {
    "an extra key": lambda d: d.update(extra=1),
    "a missing key": lambda d: d.pop("budget"),
    "an extra key in a row": lambda d: d["allocations"][0].update(extra=1),
    "a missing key in a record": lambda d: d["totals"].pop("roi"),
    "an unknown status": lambda d: d.update(status="done"),
    "an unknown measure": lambda d: d.update(maximize="profit"),
    "a plan without totals": lambda d: d.update(totals=None),
    "a conflict in a plan": lambda d: d.update(conflict=[], repairs=[]),
    "a null that is none": lambda d: d["limits"][0].update(price=None),
    "targets that are none": lambda d: d.update(targets=[]),
    "a reach where a plan is": lambda d: d.update(
        best=[{"measure": "value", "at_least": 1, "best": 0, "together": True, "per": None}]
    ),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_document_that_is_not_a_plan_is_refused(plan, spoil):
    """A schema that accepts anything promises nothing."""
    document = printed(plan)
    spoil(document)
    with pytest.raises(ValidationError):
        validate(document)


SPOILED_ANSWERS = [
    (frontier, "a point without a price", lambda d: d["points"][0].pop("price")),
    (frontier, "a bound without a gap", lambda d: d["points"][0].update(bound=1)),
    (frontier, "no points", lambda d: d.update(points=[])),
    (frontier, "a conflict on a curve", lambda d: d.update(conflict=["few"])),
    (frontier, "a step from somewhere else", lambda d: d["ladder"][0].update(source=None)),
    (frontier, "half a user", lambda d: d["ladder"][0].update(users=0.5)),
    (sweep, "a cell without inputs", lambda d: d["rows"][0].pop("inputs")),
    (sweep, "an input in words", lambda d: d["rows"][0].update(inputs={"budget": "all"})),
    (sweep, "totals of no plan", lambda d: d["rows"][0].update(status="invalid")),
    (sweep, "no totals of a plan", lambda d: d["base"].update(totals=None)),
    (sweep, "an unknown status", lambda d: d["rows"][0].update(status="maybe")),
    (sweep, "allocations that are null", lambda d: d["rows"][0].update(allocations=None)),
    (sweep, "what only readers need", lambda d: d["rows"][0].update(reason="none")),
    (tornado, "an end without its value", lambda d: d["rows"][0].pop("held_low")),
    (tornado, "rows of no plan", lambda d: d.update(status="infeasible")),
    (tornado, "no value of a plan", lambda d: d.update(value=None)),
    (compare, "an unknown kind", lambda d: d["plans"][0].update(kind="mine")),
    (compare, "no base", lambda d: d.update(plans=[])),
    (compare, "a policy without totals", lambda d: d["plans"][1].update(totals=None)),
    (compare, "an infeasible base with totals", lambda d: d["plans"][0].update(status="unknown")),
    (break_even, "a turn that is none", lambda d: d["flips"][0].update(flip="turns")),
    (break_even, "flips of no plan", lambda d: d.update(status="infeasible")),
    (target, "a target without its price", lambda d: d["targets"][0].pop("price")),
]


@cache
def text_of(answer):
    return json.dumps(answer(outage(budget=130)))


@pytest.mark.parametrize(
    ("answer", "spoil"),
    [(answer, spoil) for answer, _, spoil in SPOILED_ANSWERS],
    ids=[f"{answer.__name__}: {told}" for answer, told, _ in SPOILED_ANSWERS],
)
def test_a_document_that_is_not_an_answer_is_refused(answer, spoil):
    """Each schema is as strict as the records it is made from."""
    document = json.loads(text_of(answer))
    validate(document)
    spoil(document)
    with pytest.raises(ValidationError):
        validate(document)


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("key", ["title", "currency", "manifest", "notes"])
def test_no_answer_may_lack_what_all_have(answer, key):
    """The common keys are required in each."""
    document = json.loads(text_of(answer))
    del document[key]
    with pytest.raises(ValidationError):
        validate(document)


@pytest.mark.parametrize("figure", [1e-7, -1.5e-5, 0.0001, 1e16, 12345678901234567.0, -0.0, 5e-324])
def test_a_document_reads_as_python_spells_it(plan, figure):
    """Text in names stays as it is, whatever number it looks like."""
    from dataclasses import replace

    odd = replace(plan, objective=figure, notes=('"a": 1e-7', "NaN 1e-7\n", "1e-7,"))
    assert odd.to_json() == json.dumps(odd.to_dict(), indent=1, ensure_ascii=False)
    plain = replace(odd, notes=('"a": 1e-7,\n "b": 0.00001',))
    assert plain.to_json() == json.dumps(plain.to_dict(), indent=1, ensure_ascii=False)


def test_no_document_holds_what_json_has_no_word_for(plan):
    """NaN and Infinity are words of Python's: they are refused before they are printed."""
    from dataclasses import replace

    with pytest.raises(ValueError, match="JSON"):
        replace(plan, objective=math.nan).to_json()


def test_an_infeasible_document_must_name_its_conflict(infeasible):
    """Infeasible is an answer, not the absence of one."""
    document = printed(infeasible)
    del document["conflict"]
    with pytest.raises(ValidationError, match="conflict"):
        validate(document)


def test_the_error_document_meets_its_schema():
    """Exit 3 prints it."""
    document = Errors((Issue("Segments!C2", "1.4", "a probability"),)).to_dict()
    validate(document)
    for errors in ([], [{"where": "Segments!C2"}]):
        with pytest.raises(ValidationError):
            validate(document | {"errors": errors})


def test_the_check_document_meets_its_schema(plan):
    """Costs are null where no plan is feasible."""
    document = {
        "schema": "compensator/check/1",
        "title": "Outage",
        "currency": "USD",
        "manifest": plan.to_dict()["manifest"],
        "segments": 3,
        "users": 198_000,
        "offers": 2,
        "eligible_pairs": 6,
        "limits": 3,
        "least_cost": None,
        "most_cost": 1.5,
        "tags": [{"sheet": "Segments", "column": "region", "rows": 2, "of": 3}],
        "measures": [],
        "notes": [],
    }
    validate(document)
    with pytest.raises(ValidationError):
        validate(document | {"segments": -1})
