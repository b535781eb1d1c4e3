"""The shipped cases: made by one script, honest about what is known, and worth reading."""

import re
import runpy
from pathlib import Path

import openpyxl
import pytest

from compensator.plan import solve
from compensator.plan.answer import Plan
from compensator.problem import Problem, changed
from compensator.workbook.reading import read_workbook
from compensator.workbook.shipped import shipped_cases

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CASES = ["norton-2007", "o2-2012", "sk-ii-2006", "skype-2007"]


@pytest.fixture(scope="module")
def problems() -> dict[str, Problem]:
    """Each shipped case as it is read."""
    return {name: read_workbook(path) for name, path in shipped_cases().items()}


@pytest.fixture(scope="module")
def plans(problems: dict[str, Problem]) -> dict[str, Plan]:
    """Each shipped case solved."""
    return {name: solve(problem) for name, problem in problems.items()}


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the script has just made everything anew."""
    target = tmp_path_factory.mktemp("examples")
    runpy.run_path(str(EXAMPLES / "make_examples.py"))["main"](target)
    return target


def test_all_cases_are_shipped() -> None:
    """``init --example`` offers what this folder holds."""
    assert list(shipped_cases()) == CASES


@pytest.mark.parametrize("name", CASES)
def test_the_shipped_workbook_is_what_the_script_makes(remade: Path, name: str) -> None:
    """A case edited by hand would lose the edit at the next run, or hide it."""
    ours = openpyxl.load_workbook(EXAMPLES / name / f"{name}.xlsx")
    made = openpyxl.load_workbook(remade / name / f"{name}.xlsx")
    assert {s.title: list(s.values) for s in ours} == {s.title: list(s.values) for s in made}


@pytest.mark.parametrize("name", CASES)
def test_the_figures_on_the_page_are_what_is_computed(remade: Path, name: str) -> None:
    """A figure that is written by hand is wrong after the first change."""
    page = (EXAMPLES / name / "README.md").read_text("utf-8")
    assert page == (remade / name / "README.md").read_text("utf-8")
    assert "### Beside what was done" in page


@pytest.mark.parametrize("name", CASES)
def test_every_row_says_what_is_fact_and_what_is_assumed(
    problems: dict[str, Problem], name: str
) -> None:
    """A number dressed as a fact would be the worst thing this project could ship."""
    problem = problems[name]
    told = [record.tags.get("source", "") for record in (*problem.segments, *problem.offers)]
    assert all(re.match(r"(fact|assumption): \S", str(text)) for text in told), told


@pytest.mark.parametrize("name", CASES)
def test_every_source_has_a_confidence(name: str) -> None:
    """Settings, limits and responses have no column for it; the sheet Sources tells for them."""
    rows = list(
        openpyxl.load_workbook(shipped_cases()[name])["Sources"].iter_rows(
            min_row=2, values_only=True
        )
    )
    assert {row[3] for row in rows} <= {"A", "B", "C", "D", "assumption"}
    assert all(all(row) for row in rows)
    figures = " ".join(row[0] for row in rows)
    assert all(word in figures for word in ("Settings: ", "Segments: ", "Limits: "))


@pytest.mark.parametrize("name", CASES)
def test_each_plan_is_proven_best_and_beats_every_policy_it_may_follow(
    plans: dict[str, Plan], name: str
) -> None:
    """What a page claims, "at the same cost", must hold to the certificate."""
    plan = plans[name]
    assert plan.status == "optimal"
    assert plan.certificate
    assert plan.certificate.violation <= 1e-9
    for policy in plan.policies:
        if policy.feasible:
            assert plan.objective >= policy.best_at_cost * (1 - 1e-9)
            assert policy.best_at_cost >= policy.objective * (1 - 1e-9)
    assert any(policy.feasible for policy in plan.policies)


def test_skype_counts_the_published_users(problems: dict[str, Problem]) -> None:
    """220 million were registered at the end of June 2007; newcomers come on top."""
    old = [s for s in problems["skype-2007"].segments if s.tags["status"] != "newcomer"]
    assert sum(s.users for s in old) == 220_000_000


def test_skype_has_the_three_policies_that_history_tried(plans: dict[str, Plan]) -> None:
    """Skype's own cost just under DKK 40 million: between 6.8 and 7.3 million dollars."""
    policies = {p.policy: p for p in plans["skype-2007"].policies}
    assert {"Skype 2007", "TOM Online 2007", "Skype 2010"} <= set(policies)
    assert 6.8e6 < policies["Skype 2007"].cost < 7.3e6


def test_skype_is_a_plan_worth_explaining(plans: dict[str, Plan]) -> None:
    """Budget and promise bind, the next dollar brings more than a dollar, and all offers are used."""
    plan = plans["skype-2007"]
    assert {r.limit for r in plan.limits if r.binding} == {"budget", "promise"}
    assert plan.budget_price > 1
    assert {a.offer for a in plan.allocations} == {"apology", "card-30", "credit-1", "week"}
    assert plan.totals.incremental_retained > 0
    assert plan.totals.incremental_reconverted > 0


def test_five_weeks_of_silence_cost_norton_most_of_the_effect(problems: dict[str, Problem]) -> None:
    """0.5 ** (38 / 21) of an effect is left after 38 days, 0.5 ** (5 / 21) after five: a third."""
    late = solve(problems["norton-2007"]).totals.value
    soon = solve(changed(problems["norton-2007"], ["delay_days=5"])).totals.value
    assert soon / late == pytest.approx(0.5 ** (-33 / 21), rel=0.05)


def test_a_refund_with_conditions_is_worth_less_than_nothing(plans: dict[str, Plan]) -> None:
    """Friction destroys SK-II's full refund: those turned away leave sooner than those told nothing."""
    policies = {p.policy: p for p in plans["sk-ii-2006"].policies}
    assert policies["SK-II 2006"].value < policies["do nothing"].value == 0


def test_o2_pays_by_the_pound_of_the_bill(
    problems: dict[str, Problem], plans: dict[str, Plan]
) -> None:
    """The case shows ``per``, and that a policy can be nearly right."""
    assert {o.per for o in problems["o2-2012"].offers} == {None, "spend"}
    policy = {p.policy: p for p in plans["o2-2012"].policies}["O2 2012"]
    assert 0.9 < policy.value / policy.best_at_cost < 1
