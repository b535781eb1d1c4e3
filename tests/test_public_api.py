"""The public API: four words, typed, light to import."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import compensator as cp
from tests.cases import outage

NAMES = [
    "BreakEven",
    "Comparison",
    "CompensatorError",
    "Frontier",
    "InputError",
    "Issue",
    "Limit",
    "Offer",
    "Pairs",
    "Plan",
    "Policy",
    "Problem",
    "Response",
    "Scenario",
    "Segment",
    "Settings",
    "SolverError",
    "Status",
    "Sweep",
    "Tornado",
    "UsageError",
    "break_even",
    "changed",
    "compare",
    "explore",
    "freeze",
    "frontier",
    "pairs",
    "plot",
    "read_workbook",
    "solve",
    "sweep",
    "target",
    "tornado",
    "write",
]
HEAVY = (
    "pandas", "pulp", "highspy", "pydantic", "numpy", "rich", "openpyxl", "xlsxwriter", "plotly", "plotille",
)  # fmt: skip
QUESTIONS = {
    "pairs": (cp.Pairs, cp.pairs),
    "frontier": (cp.Frontier, cp.frontier),
    "explore": (cp.Sweep, lambda p: cp.explore(p, {"budget": [10, 20]})),
    "target": (cp.Plan, lambda p: cp.target(p, {"value": 100})),
    "tornado": (cp.Tornado, cp.tornado),
    "break_even": (cp.BreakEven, lambda p: cp.break_even(p, "paying", "week")),
    "compare": (cp.Comparison, cp.compare),
}


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


def test_each_question_is_documented_with_its_arguments_and_errors():
    """Google style: what goes in, what may be raised; help() is the reference."""
    for name in (*QUESTIONS, "sweep", "freeze", "solve"):
        told = getattr(cp, name).__doc__
        assert "Args:" in told, name
        assert "Raises:" in told, name


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_question_has_an_answer_of_the_same_kind(name):
    """A result is frozen, and comes as a document, a table and a few lines of text."""
    kind, ask = QUESTIONS[name]
    result = ask(outage(budget=130, title="Outage"))
    assert type(result) is kind
    assert result.to_dict()["schema"] == kind.SCHEMA
    assert json.loads(result.to_json()) == json.loads(json.dumps(result.to_dict()))
    assert len(result.to_frame()) > 0
    assert result.summary().startswith("Outage")
    with pytest.raises((AttributeError, TypeError)):
        result.title = "Another"


def test_a_sweep_is_a_tidy_table():
    """The one question whose answer is a DataFrame."""
    table = cp.sweep(outage(), {"budget": [0, 100, 160]})
    assert table["budget"].tolist() == [0, 100, 160]
    assert table["value"].tolist() == pytest.approx([0, 500, 700])


def test_what_a_first_plan_gave_is_kept():
    """The next money goes where the first did not."""
    first = cp.solve(outage(budget=100))
    assert cp.solve(cp.freeze(outage(budget=160), first)).objective == pytest.approx(700)


def test_no_module_bears_the_name_of_a_public_function():
    """``cp.frontier`` is a function whatever was imported before."""
    for name in NAMES:
        assert find_spec(f"compensator.{name}") is None, name


def test_importing_the_package_stays_light():
    """Heavy libraries are imported when something of theirs is used."""
    script = f"import sys, compensator; assert not {{*{HEAVY}}} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_questions_without_pictures_need_no_library_that_draws():
    """A batch job never waits for plotly, rich or xlsxwriter."""
    script = (
        "import sys, compensator as cp; from tests.cases import outage; problem = outage(budget=9);"
        "cp.frontier(problem).to_json(); cp.compare(problem).summary();"
        "assert not {'plotly', 'plotille', 'rich', 'xlsxwriter'} & set(sys.modules)"
    )
    root = Path(__file__).parents[1]
    subprocess.run([sys.executable, "-c", script], check=True, cwd=root)


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
        (
            lambda: cp.pairs(None),
            "expected a Problem, as cp.read_workbook returns, found NoneType",
        ),
        (lambda: cp.read_workbook("nothing.xlsx"), "nothing.xlsx"),
        (lambda: cp.frontier(outage(), points=1), "expected at least 2 points"),
        (lambda: cp.frontier(outage(), budgets=[-1]), "budgets of at least 0"),
        (lambda: cp.explore(outage(), {}), "expected at least one input to vary"),
        (lambda: cp.explore(outage(), {"budgt": [1]}), "did you mean 'budget'"),
        (lambda: cp.sweep(outage(), {"budget": "1:2"}), "a range such as"),
        (lambda: cp.target(outage(), {"profit": 1}), "expected a measure"),
        (lambda: cp.target(outage(), {}), "at least one, such as retained=95%"),
        (lambda: cp.tornado(outage(), by=2), "less than 100%, found 200%"),
        (lambda: cp.break_even(outage(), "payin", "card"), "did you mean 'paying'"),
        (lambda: cp.compare(outage(), solver="none"), "none"),
        (lambda: cp.compare(outage(), time_limit=0), "a time limit above 0 seconds, found 0"),
        (lambda: cp.freeze(outage(), "nothing.json"), "nothing.json"),
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
