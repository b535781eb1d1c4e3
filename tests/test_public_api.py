"""The public API: four words, typed, light to import."""

import subprocess
import sys

import pytest

import compensator as cp

NAMES = [
    "CompensatorError",
    "InputError",
    "Issue",
    "Limit",
    "Offer",
    "Plan",
    "Policy",
    "Problem",
    "Response",
    "Scenario",
    "Segment",
    "Settings",
    "SolverError",
    "Status",
    "UsageError",
    "changed",
    "plot",
    "read_workbook",
    "solve",
    "write",
]


def test_the_public_names_are_these():
    """Whatever else is importable may change."""
    assert sorted(cp.__all__) == NAMES
    assert dir(cp) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_there_and_documented(name):
    """And says what it is."""
    assert getattr(cp, name).__doc__


def test_a_name_that_is_not_there_is_an_attribute_error():
    """As of any module."""
    with pytest.raises(AttributeError, match="has no attribute 'frontier_of'"):
        _ = cp.frontier_of


def test_importing_the_package_stays_light():
    """Heavy libraries are imported when something of theirs is used."""
    script = (
        "import sys, compensator;"
        "assert not {'pandas', 'pulp', 'pydantic', 'numpy', 'rich', 'openpyxl'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_errors_say_all_and_hold_all():
    """One exception carries every issue, and the words of each."""
    with pytest.raises(cp.InputError) as caught:
        cp.Problem(
            segments=[{"segment": "a", "users": -1, "retention": 2}], offers=[{"offer": "none"}]
        )
    assert {issue.where for issue in caught.value.issues} == {
        "segments[0]['users']",
        "segments[0]['retention']",
        "offers[0]['offer']",
    }
    assert str(caught.value).startswith(
        "problem has 3 problems:\n  segments[0]['users']: expected a whole number"
    )


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            lambda: cp.solve("plan.xlsx"),
            "expected a Problem, as cp.read_workbook returns, found str",
        ),
        (
            lambda: cp.Problem(segments=[1], offers=[{"offer": "a"}]),
            "expected a dict or a Segment record, found 1",
        ),
        (lambda: cp.read_workbook("nothing.xlsx"), "nothing.xlsx"),
    ],
)
def test_mistakes_in_calls_are_told_in_the_packages_own_errors(call, told):
    """A caller may catch CompensatorError and be done."""
    with pytest.raises(cp.CompensatorError, match=told):
        call()


def test_one_assignment_may_be_given_as_it_is():
    """A lone string is one change, not a list of letters."""
    problem = cp.Problem(
        segments=[{"segment": "a", "users": 9, "retention": 0.5, "retained_value": 1}],
        offers=[{"offer": "card"}],
        responses=[{"segment": "a", "offer": "card", "retention": 0.6}],
    )
    assert cp.changed(problem, "budget=5").settings.budget == 5
