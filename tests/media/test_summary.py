"""The summary: a few lines that a person can act on."""

from dataclasses import replace

from compensator.optimizer.certificate import Certificate
from compensator.plan.answer import Repair, Status
from compensator.plan.sentences import headline, next_unit, proof


def test_the_summary_reads_as_shown(plan, golden):
    """A change of any word or figure is seen before a user sees it."""
    golden("summary.txt", plan.summary() + "\n")


def test_a_summary_of_many_segments_and_notes_stays_within_fifteen_lines(make_large):
    """It is printed in notebooks and logs, whatever the size of the problem."""
    plan = replace(make_large(10_000), notes=("a note",) * 50, budget=1e6, budget_price=2.0)
    lines = plan.summary().splitlines()
    assert len(lines) <= 15
    assert "  … and 9,997 more allocations" in lines
    assert lines[-1] == "  … and 46 more notes"


def test_an_infeasible_problem_names_the_conflict_and_each_repair(infeasible, golden):
    """What to do next is the answer of an infeasible problem."""
    golden("summary-infeasible.txt", infeasible.summary() + "\n")


def test_a_joint_repair_is_told_as_one(make_infeasible):
    """None of its bounds helps alone."""
    repairs = (
        Repair("budget", "max", 1.0, 2.0, 5.0, 2.0, together=True, unit="money"),
        Repair("same_offer_within", None, None, None, 5.0, 2.0, together=True),
    )
    text = make_infeasible(repairs=repairs).summary()
    assert (
        "To repair it, raise budget from $1 to $2 and give up same_offer_within, all together;"
        " the least-cost plan then costs $2." in text
    )


def test_an_unknown_answer_is_not_called_infeasible(unknown):
    """At a time limit nothing is proven."""
    assert "No plan was found before the time limit; one may exist." in unknown.summary()
    assert "infeasible" not in unknown.summary()


def test_a_price_in_users_is_told_per_amount_that_moves_at_least_one(make_plan):
    """Nobody understands 0.0213 users a dollar."""
    plan = make_plan(maximize="retained", budget_price=0.0213)
    assert next_unit(plan) == "Further budget keeps 2.13 more users per $100."


def test_a_price_below_one_of_value_is_told_to_lose_money(make_plan):
    """Value per dollar is not profit per dollar."""
    assert next_unit(make_plan(budget_price=0.4)) == (
        "Further budget brings $0.40 of value per $1, less than it costs."
    )
    assert "less" not in next_unit(make_plan(budget_price=0.4, maximize="net_value"))


def test_no_budget_and_a_budget_that_is_not_used_up_are_told_apart(make_plan):
    """None is not zero."""
    assert next_unit(make_plan(budget=None, budget_price=None)) is None
    assert next_unit(make_plan(budget_price=0.0)) == "Further budget would bring nothing more."
    assert "(no budget is set)" in make_plan(budget=None, budget_price=None).summary()


def test_doing_nothing_and_losing_users_are_said_plainly(make_plan, plan):
    """A harmful plan forced by limits must not read as a gain."""
    idle = replace(plan.totals, recipients=0.0, cost=0.0)
    assert headline(make_plan(totals=idle)) == (
        "Give nobody an offer: within the limits, doing nothing is best."
    )
    harmful = replace(plan.totals, incremental_retained=-40.0, incremental_reconverted=-12.0)
    assert headline(make_plan(totals=harmful)) == (
        "Lose 40 more users and fail to win back 12 more users for $50,000."
    )


def test_a_proof_tells_a_missed_limit_and_the_solvers_own_bound(make_plan):
    """An integer plan is proven by the solver, not by the relaxation's prices."""
    certificate = Certificate(1.0, 1.1, 0.02, 0.003, solver_bound=1.0, solver_gap=0.0)
    assert proof(make_plan(certificate=certificate, status=Status.FEASIBLE)) == (
        "Not proven best: within 0.0000% of the best possible by the solver's own bound"
        " (without the solver: at most $1.10); a limit is missed by 0.3% of its bound."
    )


def test_a_limit_that_is_only_reported_and_missed_is_not_passed_over(make_plan, plan):
    """The proof is about the limits that are enforced, and says so where another is missed."""
    assert "; no enforced limit missed." in plan.summary()
    kept = tuple(one for one in plan.limits if one.enforced)
    assert "; no limit missed." in make_plan(limits=kept).summary()
