"""The shipped JSON Schemas: made from the records, and as strict as they are."""

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator, ValidationError

from compensator.errors import InputError, Issue
from compensator.report.schema import SCHEMAS


def validate(name, document):
    text = files("compensator.report").joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    Draft202012Validator(json.loads(text)).validate(document)


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_the_shipped_schema_is_the_generated_one(name):
    """A field added to a record is in the schema; `python -m compensator.report.schema` writes it."""
    shipped = files("compensator.report").joinpath(f"{name}.schema.json")
    assert json.loads(shipped.read_text(encoding="utf-8")) == SCHEMAS[name]()
    Draft202012Validator.check_schema(SCHEMAS[name]())


@pytest.mark.parametrize("name", ["plan", "infeasible", "unknown"])
def test_every_printed_plan_meets_the_schema(name, request):
    """Whoever reads plans by machine may rely on it."""
    validate("plan-1", json.loads(request.getfixturevalue(name).to_json()))


SPOILED = {
    "an extra key": lambda d: d.update(extra=1),
    "a missing key": lambda d: d.pop("budget"),
    "an extra key in a row": lambda d: d["allocations"][0].update(extra=1),
    "a missing key in a record": lambda d: d["totals"].pop("roi"),
    "another schema": lambda d: d.update(schema="compensator/plan/2"),
    "an unknown status": lambda d: d.update(status="done"),
    "an unknown measure": lambda d: d.update(maximize="profit"),
    "a plan without totals": lambda d: d.update(totals=None),
    "a conflict in a plan": lambda d: d.update(conflict=[], repairs=[]),
    "a null that is none": lambda d: d["limits"][0].update(price=None),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_document_that_is_not_a_plan_is_refused(plan, spoil):
    """A schema that accepts anything promises nothing."""
    document = json.loads(plan.to_json())
    spoil(document)
    with pytest.raises(ValidationError):
        validate("plan-1", document)


def test_an_infeasible_document_must_name_its_conflict(infeasible):
    """Infeasible is an answer, not the absence of one."""
    document = json.loads(infeasible.to_json())
    del document["conflict"]
    with pytest.raises(ValidationError, match="conflict"):
        validate("plan-1", document)


def test_the_error_document_meets_its_schema():
    """Exit 3 prints it."""
    document = InputError("plan.xlsx", [Issue("Segments!C2", "1.4", "a probability")]).to_dict()
    validate("errors-1", document)
    with pytest.raises(ValidationError):
        validate("errors-1", document | {"errors": [{"where": "Segments!C2"}]})


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
        "notes": [],
    }
    validate("check-1", document)
    with pytest.raises(ValidationError):
        validate("check-1", document | {"segments": -1})
