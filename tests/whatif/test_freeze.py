"""Freeze: what an earlier plan has given stays given, and only the other users are decided on."""

import json
from dataclasses import astuple, replace

import pytest
from hypothesis import given, settings, strategies as st

import compensator as cp
from compensator.errors import InputError, UsageError
from compensator.model import Solver
from compensator.plan.conflicts import conflicts
from compensator.plan.restrictions import Restrictions
from compensator.plan.solving import prepared
from compensator.problem import Problem, changed
from compensator.problem.given import Given
from tests.cases import outage
from tests.frozen import Frozen, gifts, kept_users
from tests.naive import times
from tests.plan.test_infeasible import restrictions
from tests.plan.test_repairs import moved, without
from tests.strategies import again, decimals, problems


def frozen(problem: Problem, **users: int) -> Problem:
    """Return the problem where users have an offer: ``paying_week=30``."""
    names = [(*key.split("_"), count) for key, count in users.items()]
    return problem.with_given([Given(s, o, n, f"plan {s}") for s, o, n in names])


def counts(plan: cp.Plan) -> dict[tuple[str, str], int]:
    """Return whole users by segment and offer."""
    return {(a.segment, a.offer): a.users for a in plan.allocations}


@given(st.data(), problems(integer=False))
@settings(max_examples=60)
def test_a_frozen_problem_is_one_in_which_shares_have_floors(data, problem):
    """Another program keeps the users where they are; limits, budget and totals count them."""
    kept = problem.with_given(data.draw(gifts(problem)))
    plan, other = cp.solve(kept), Frozen(kept).best()
    assert (plan.status == "infeasible") != other.feasible
    if plan.totals is not None:
        assert plan.objective == pytest.approx(other.objective, rel=1e-6, abs=1e-6)
        assert plan.certificate.gap <= 1e-6
        assert plan.certificate.violation <= 1e-9
        assert_keeps(plan, kept)


@given(st.data(), problems(integer=True))
def test_a_frozen_problem_may_be_an_integer_one(data, problem):
    """The rest of a segment is whole; what is set up already costs once and counts as an offer in use."""
    kept = problem.with_given(data.draw(gifts(problem)))
    plan, other = cp.solve(kept), Frozen(kept).best()
    assert (plan.status == "infeasible") != other.feasible
    if plan.totals is not None:
        assert plan.objective == pytest.approx(other.objective, rel=1e-6, abs=1e-6)
        assert_keeps(plan, kept)


def assert_keeps(plan: cp.Plan, problem: Problem) -> None:
    """Nobody loses an offer, whole users add up, and feasible policies are not better (or cheaper)."""
    users, sizes = counts(plan), dict.fromkeys((s.segment for s in problem.segments), 0)
    for pair, count in kept_users(problem).items():
        assert users.get(pair, 0) >= count
    for (segment, _), count in users.items():
        sizes[segment] += count
    assert sizes == {s.segment: s.users for s in problem.segments}
    sign, room = -1 if plan.targets else 1, 1e-6 * max(1, abs(plan.objective))
    better = [sign * (p.objective - plan.objective) for p in plan.policies if p.feasible]
    assert max(better, default=0) <= room


@given(st.data(), problems())
def test_a_clash_with_what_is_given_is_told_and_repaired(data, problem):
    """Each repair works and is the least that does; each conflict is minimal, by another program."""
    kept = problem.with_given(data.draw(gifts(problem)))
    plan, everything = cp.solve(kept), restrictions(problem)
    if plan.status != "infeasible":
        return
    for clash in conflicts(Restrictions.of(kept, Solver())):
        names = {part.name for part in clash.parts}
        assert not Frozen(kept).feasible(everything - names)
        assert all(Frozen(kept).feasible((everything - names) | {name}) for name in names)
    assert plan.repairs
    joint = kept
    for repair in plan.repairs:
        mended = mend(joint if repair.together else kept, repair, room=1e-6)
        if repair.together:
            joint = mended
            continue
        assert Frozen(mended).feasible(), repair
        if repair.bound is not None and "[" not in repair.limit and repair.limit != "max_offers":
            assert not Frozen(mend(kept, repair, room=-1e-4)).feasible(), repair
            least = Frozen(mended).best(aim=times(Frozen(mended).sum("cost"), -1.0))
            assert repair.cost == pytest.approx(-least.objective, rel=1e-3, abs=1e-3)
    assert Frozen(joint).feasible() == any(r.together for r in plan.repairs)


def mend(problem: Problem, repair, *, room: float) -> Problem:
    """Return the problem with a repair made, given users kept."""
    if repair.bound is None:
        return without(problem, repair.limit).with_given(problem.given)
    return moved(problem, repair, room=room).with_given(problem.given)


@given(st.data(), problems(integer=False, limits=2, feasible=True), decimals(0, 1))
@settings(max_examples=30)
def test_more_budget_never_hurts_and_brings_what_its_price_says(data, problem, part):
    """The price is the slope to the right; the frontier says the same."""
    kept = problem.with_given(data.draw(gifts(problem)))
    free = cp.solve(again(problem, budget=None).with_given(kept.given))
    if free.totals is None:
        return
    budget = round(part * free.totals.cost, 2)
    plans = [
        cp.solve(again(problem, budget=budget + by).with_given(kept.given)) for by in (0, 1e-3, 10)
    ]
    if plans[0].totals is None:
        return
    objectives = [plan.objective for plan in plans]
    room = 1e-7 * max(1, abs(objectives[0]))
    assert objectives[0] <= objectives[1] + room
    assert objectives[1] <= objectives[2] + room
    price = plans[0].budget_price
    assert (objectives[1] - objectives[0]) / 1e-3 <= price + 1e-3 * max(1, price, objectives[0])
    curve = cp.frontier(kept)
    assert curve.value_at(budget) == pytest.approx(objectives[0], rel=1e-6, abs=1e-6)


@given(st.data(), problems(integer=False, limits=1, feasible=True), decimals(0, 1))
@settings(max_examples=25)
def test_a_target_counts_what_is_given(data, problem, part):
    """The users who have an offer help to reach it, and their cost is in the plan's."""
    kept = problem.with_given(data.draw(gifts(problem)))
    naive = Frozen(kept)
    most = naive.best(dropped=("budget",), aim=naive.sum("value"))
    if not most.feasible:
        return
    level = round(part * most.objective, 3)
    plan = cp.target(kept, {"value": level})
    row = (naive.sum("value"), "min", level)
    other = naive.best(dropped=("budget",), aim=times(naive.sum("cost"), -1.0), extra=[row])
    assert (plan.status == "infeasible") != other.feasible
    if plan.totals is not None:
        assert plan.objective == pytest.approx(-other.objective, rel=1e-6, abs=1e-6)
        assert_keeps(plan, kept)


@given(problems(feasible=True))
@settings(max_examples=30)
def test_the_best_plan_frozen_at_its_own_budget_is_the_best_plan(problem):
    """Nothing is left to give, but for the part of a user that whole users leave."""
    plan = cp.solve(problem)
    if plan.totals is None or plan.rounding:
        return
    kept = cp.freeze(problem, plan)
    again_solved = cp.solve(kept)
    assert again_solved.status != "infeasible"
    assert_keeps(again_solved, kept)
    whole = all(a.share in (0, 1) for a in plan.allocations)
    if whole:
        assert again_solved.objective == pytest.approx(plan.objective, rel=1e-9, abs=1e-9)
        assert counts(again_solved) == counts(plan)


def test_the_next_money_goes_to_the_others():
    """30 weeks are given, 30; with 60 more, 60 of the 70 paying who are left get theirs."""
    plan = cp.solve(frozen(outage(budget=90), paying_week=30))
    assert counts(plan)["paying", "week"] == 90
    assert (plan.objective, plan.totals.cost) == (pytest.approx(450), pytest.approx(90))
    assert "30 users keep what they were given; its cost is part of the plan's." in plan.notes


def test_what_was_badly_given_stays_given():
    """50 weeks for the dormant cost 50 and bring 20; the other 50 go to the paying, and bring 250."""
    plan = cp.solve(frozen(outage(budget=100), dormant_week=50))
    assert counts(plan) == {
        ("paying", "none"): 50,
        ("paying", "week"): 50,
        ("dormant", "none"): 150,
        ("dormant", "week"): 50,
    }
    assert plan.objective == pytest.approx(270)
    assert cp.solve(outage(budget=100)).objective == pytest.approx(500)


def test_a_user_who_has_an_offer_is_not_upgraded():
    """All paying have the card; a week would bring 5 each, and nobody is left to get one."""
    plan = cp.solve(frozen(outage(budget=1000), paying_card=100))
    assert counts(plan)["paying", "card"] == 100
    assert ("paying", "week") not in counts(plan)
    (margin,) = (m for m in plan.margins if m.segment == "paying")
    assert (margin.offer, margin.runner_up, margin.margin) == ("card", None, None)


def test_a_set_up_cost_is_paid_once():
    """Ten cards and the set-up are 3 + 40; the next cards cost 0.30 each: 190 of them, 57."""
    offers = [{"offer": "card", "delivery_cost": 0.3, "setup_cost": 40}]
    known = [
        {"segment": "paying", "offer": "card", "retention": 0.8},
        {"segment": "dormant", "offer": "card", "reconversion": 0.15},
    ]
    problem = outage(offers=offers, responses=known, budget=100)
    plan = cp.solve(frozen(problem, dormant_card=10))
    assert (plan.totals.cost, plan.objective) == (pytest.approx(100), pytest.approx(200))


def test_a_limit_counts_what_is_given():
    """At most 50 cards, of which 40 are given."""
    cap = [{"limit": "cards", "measure": "recipients", "offers": "card", "max": 50}]
    plan = cp.solve(frozen(outage(limits=cap), dormant_card=40))
    assert counts(plan)["dormant", "card"] == 50
    (limit,) = plan.limits
    assert (limit.actual, limit.binding) == (pytest.approx(50), True)


def test_a_budget_below_what_is_given_is_told_with_what_is_given():
    """30 weeks cost 30; a budget of 20 cannot hold."""
    plan = cp.solve(frozen(outage(budget=20), paying_week=30))
    assert (plan.status, plan.conflict) == ("infeasible", ("budget",))
    (repair,) = plan.repairs
    assert (repair.needed, repair.cost, repair.objective) == pytest.approx((30, 30, 150))
    assert plan.notes[-1] == "30 users keep what they were given, at a cost of $30."


def test_offers_in_use_already_count_among_the_most_allowed():
    """Cards and weeks are out; one offer is allowed."""
    problem = frozen(outage(max_offers=1), paying_week=1, dormant_card=1)
    plan = cp.solve(problem)
    assert (plan.status, plan.conflict) == ("infeasible", ("max_offers",))
    assert [(r.limit, r.now, r.needed) for r in plan.repairs] == [("max_offers", 1, 2)]
    one = cp.solve(frozen(outage(max_offers=1), paying_card=1))
    assert {a.offer for a in one.allocations} == {"card"}


def test_the_rest_of_a_segment_stays_whole():
    """10 paying have the card; the other 90 get one offer."""
    plan = cp.solve(frozen(outage(whole_segments=True, budget=120), paying_card=10))
    assert counts(plan)["paying", "week"] == 90
    assert counts(plan)["paying", "card"] == 10


def test_the_rests_of_a_class_get_equal_shares():
    """Half of the paying have cards; who is left of both gets the same."""
    problem = outage()
    segments = [s.model_copy(update={"tags": {"class": "x"}}) for s in problem.segments]
    kept = frozen(
        again(problem, segments=segments, same_offer_within="class", budget=100), paying_card=50
    )
    plan = cp.solve(kept)
    shares = {(a.segment, a.offer): a.share for a in plan.allocations}
    rest = (shares["paying", "week"]) / 0.5
    assert rest == pytest.approx(shares["dormant", "week"])
    assert plan.objective == pytest.approx(Frozen(kept).best().objective)


def test_who_has_an_offer_need_no_longer_be_eligible_for_it():
    """The card is closed to the paying, with what is known of it; ten have it and stay 2 % more."""
    offers = [{"offer": "card", "delivery_cost": 0.3, "eligible": "dormant"}, {"offer": "week"}]
    plan = cp.solve(frozen(outage(offers=offers, budget=3), paying_card=10))
    cell = next(a for a in plan.allocations if (a.segment, a.offer) == ("paying", "card"))
    assert (cell.users, cell.cost, cell.value) == (10, pytest.approx(3), pytest.approx(10))


def test_a_segment_where_all_have_an_offer_needs_no_other():
    """Its entitlement has risen beyond what any offer is worth."""
    segments = [
        {"segment": "paying", "users": 9, "retention": 0.8, "retained_value": 5, "entitlement": 7}
    ]
    known = [{"segment": "paying", "offer": "card", "retention": 0.82}]
    problem = outage(segments=segments, offers=[{"offer": "card"}], responses=known)
    assert cp.solve(problem).status == "infeasible"
    assert counts(cp.solve(frozen(problem, paying_card=9))) == {("paying", "card"): 9}


def test_a_policy_that_takes_something_back_is_infeasible():
    """Doing nothing is no longer possible; giving weeks to all of the paying is."""
    sheet = [{"policy": "weeks", "segments": "paying", "offer": "week"}]
    plan = cp.solve(frozen(outage(policies=sheet, whole_segments=True), paying_week=30))
    assert {p.policy: p.broken for p in plan.policies} == {"do nothing": ("freeze",), "weeks": ()}


def test_a_fairness_limit_is_priced_where_all_of_a_group_have_an_offer():
    """Its average counts users who are no longer decided on."""
    fair = [
        {
            "limit": "fair",
            "measure": "cost",
            "segments": "dormant",
            "relative_to": "paying",
            "max": 0.2,
        }
    ]
    plan = cp.solve(frozen(outage(limits=fair), paying_week=100))
    assert plan.totals.cost == pytest.approx(100 + 133 * 0.3)  # whole cards
    (margin,) = (m for m in plan.margins if m.segment == "dormant")
    assert margin.margin == pytest.approx(0, abs=1e-9)


def test_plans_frozen_one_upon_the_other_add_up(tmp_path):
    """Two waves, the first as a file."""
    first = cp.solve(outage(budget=30))
    cp.write(first, tmp_path / "first.json")
    once = cp.freeze(outage(budget=60), tmp_path / "first.json")
    second = cp.solve(once)
    assert counts(second)["paying", "week"] == 60
    twice = cp.freeze(outage(budget=60), first)
    assert cp.solve(twice).allocations == second.allocations
    with pytest.raises(InputError, match="120 users of 'paying'"):
        cp.freeze(cp.freeze(outage(), second), second)
    both = cp.freeze(frozen(outage(budget=90), paying_week=30), first)
    assert counts(cp.solve(both))["paying", "week"] == 90


def test_assignments_keep_what_is_given_and_check_it():
    """Fewer users than have an offer already cannot be."""
    kept = frozen(outage(), paying_week=30)
    assert changed(kept, "budget=50").given == kept.given
    with pytest.raises(InputError, match="30 users of 'paying' with an offer"):
        changed(kept, "segments[paying].users=20")


def test_everything_that_is_no_longer_there_is_told_at_once():
    """Names and users, each with its place in the plan."""
    plan = cp.solve(outage(budget=160))
    renamed = [{"offer": "cards"}, {"offer": "week", "delivery_cost": 1}]
    known = [{"segment": "paying", "offer": offer, "retention": 0.9} for offer in ("cards", "week")]
    fewer = [{"segment": "paying", "users": 99, "retention": 0.8, "retained_value": 50}]
    with pytest.raises(InputError) as error:
        cp.freeze(outage(segments=fewer, offers=renamed, responses=known), plan)
    assert str(error.value).splitlines() == [
        "the plan has 3 problems:",
        "  the plan allocations[1]: expected a known segment, found 'dormant'",
        "  the plan allocations[1]: expected a known offer; did you mean 'cards'?, found 'card'",
        "  the plan allocations[0]: expected at most the 99 users of the segment, found 100 users of 'paying' with an offer",
    ]


def test_a_plan_that_gives_nothing_leaves_the_problem_as_it_was():
    """Free disposal of nothing."""
    nothing = cp.solve(outage(budget=0))
    assert cp.freeze(outage(budget=50), nothing).given == ()
    with pytest.raises(InputError, match='its status is "infeasible"'):
        cp.freeze(
            outage(), cp.solve(outage(limits=[{"limit": "x", "measure": "cost", "min": 1e9}]))
        )


CELL = {"segment": "paying", "offer": "week", "share": 0.5, "users": 50}


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("{", "text that is no JSON"),
        (b"\xff\xfe\x00", "text that is no JSON"),
        ("[" * 100_000, "text that is no JSON"),
        ([], "expected 'compensator/plan/1', found nothing"),
        ({"schema": "compensator/frontier/1"}, 'found "compensator/frontier/1"'),
        ({"schema": "compensator/plan/1"}, "allocations: expected a list with at least one"),
        ({"schema": "compensator/plan/1", "allocations": {}}, "expected a list with at least one"),
        (CELL | {"users": True}, "users: expected a whole number of users, at least 0, found true"),
        (CELL | {"users": 2.5}, "found 2.5"),
        (CELL | {"users": -1}, "found -1"),
        (CELL | {"users": "50"}, 'found "50"'),
        (CELL | {"users": 10**40}, "expected at most the 100 users of the segment"),
        ({"segment": "paying", "users": 5}, "offer: expected the name of a known offer"),
        (CELL | {"segment": ["x"] * 99}, "segment: expected the name of a known segment"),
        (CELL | {"segment": "pay\u202eing"}, r"'pay\\u202eing'"),
        ("paying", 'found "paying"'),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_the_place(tmp_path, document, told):
    """Never a traceback, never a guess."""
    path = tmp_path / "plan.json"
    if isinstance(document, bytes):
        path.write_bytes(document)
    elif isinstance(document, str) and document[0] in "{[":
        path.write_text(document, encoding="utf-8")
    else:
        cell = not isinstance(document, dict) or "schema" not in document
        whole = {"schema": "compensator/plan/1", "allocations": [CELL, document]}
        path.write_text(json.dumps(whole if cell and document != [] else document))
    with pytest.raises(InputError) as error:
        cp.freeze(outage(), path)
    assert str(error.value).startswith("plan.json has 1 problem:")
    assert told.replace("\\\\", "\\") in str(error.value)


def test_all_that_is_wrong_with_a_file_is_told_at_once(tmp_path):
    """Cells without users beside names that are unknown."""
    cells = [CELL | {"users": 1.5}, CELL | {"offer": "weak"}, {"offer": 3}, CELL | {"users": 101}]
    whole = {"schema": "compensator/plan/1", "allocations": cells}
    (tmp_path / "plan.json").write_text(json.dumps(whole))
    with pytest.raises(InputError) as error:
        cp.freeze(outage(), tmp_path / "plan.json")
    assert [issue.where for issue in error.value.issues] == [
        "plan.json allocations[0].users",
        "plan.json allocations[2].segment",
        "plan.json allocations[2].offer",
        "plan.json allocations[2].users",
        "plan.json allocations[1]",
        "plan.json allocations[3]",
    ]


def test_folders_missing_and_huge_files_are_refused(tmp_path):
    """A sparse file of 200 MiB is not read."""
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(200 << 20)
    for name, told in (
        ("huge.json", "209,715,200 bytes"),
        ("no.json", "No such file"),
        (".", "a folder"),
        ("nul\0", "no JSON"),
    ):
        with pytest.raises(InputError, match=told):
            cp.freeze(outage(), tmp_path / name)
    with pytest.raises(UsageError, match="expected a plan or the path"):
        cp.freeze(outage(), 5)


def test_a_plan_of_a_target_can_be_frozen():
    """It is a plan like any other."""
    plan = cp.target(outage(), {"value": 500})
    assert cp.solve(cp.freeze(outage(budget=130), plan)).objective == pytest.approx(600)


def test_users_of_two_waves_in_one_plan_add_up():
    """A cell that comes twice counts twice."""
    plan = cp.solve(outage(budget=30))
    (week,) = (a for a in plan.allocations if a.offer == "week")
    twice = replace(plan, allocations=(*plan.allocations, week))
    assert counts(cp.solve(cp.freeze(outage(budget=60), twice)))["paying", "week"] == 60


def test_margins_are_those_of_the_users_who_are_left():
    """50 cards given, 15 of a budget of 90, are a segment of 150 and a budget of 75."""
    given_first = cp.solve(frozen(outage(budget=90), dormant_card=50))
    fewer = changed(outage(budget=75), "segments[dormant].users=150")
    assert [astuple(m) for m in given_first.margins] == [
        pytest.approx(astuple(m)) for m in cp.solve(fewer).margins
    ]


def test_what_is_left_of_a_budget_spent_to_the_end_is_nothing():
    """Seven cards of 0.10 add up to 0.7 and some 1e-16 more."""
    known = [{"segment": "paying", "offer": "card", "retention": 0.82, "cost": 0.1}]
    offers = [{"offer": "card", "eligible": "paying"}]
    problem = frozen(outage(offers=offers, responses=known, budget=0.7), paying_card=7)
    (budget,) = prepared(problem)[2].rows
    assert (budget.rhs, budget.least) == (0, pytest.approx(0.7))
    assert counts(cp.solve(problem))["paying", "card"] == 7


def test_a_policy_keeps_to_the_rules_with_the_users_who_are_left():
    """30 paying have weeks: cards for the other 70 split nothing; more weeks, which are closed, break a rule."""
    sheet = [
        {"policy": "cards", "segments": "paying", "offer": "week", "share": 0.3},
        {"policy": "cards", "segments": "paying", "offer": "card", "share": 0.7},
        {"policy": "weeks", "segments": "paying", "offer": "week"},
    ]
    offers = [
        {"offer": "card", "delivery_cost": 0.3},
        {"offer": "week", "delivery_cost": 1, "eligible": "dormant"},
    ]
    problem = outage(policies=sheet, whole_segments=True, offers=offers)
    plan = cp.solve(frozen(problem, paying_week=30))
    assert {p.policy: p.broken for p in plan.policies} == {
        "do nothing": ("freeze",),
        "cards": (),
        "weeks": ("offers[week].eligible",),
    }


def test_a_budget_and_the_most_offers_are_raised_together():
    """A set-up of 5 is paid, and the offer is out; neither may be."""
    problem = Problem(
        segments=[{"segment": "paying", "users": 1, "retention": 0.8, "retained_value": 5}],
        offers=[{"offer": "card", "setup_cost": 5}],
        responses=[{"segment": "paying", "offer": "card", "retention": 0.9}],
        budget=0,
        max_offers=0,
    )
    plan = cp.solve(frozen(problem, paying_card=1))
    assert {(r.limit, r.needed, r.cost, r.together) for r in plan.repairs} == {
        ("max_offers", 1, 5, True),
        ("budget", 5, 5, True),
    }


def test_a_plan_beside_a_frozen_one_says_what_is_new():
    """Sixty paying users have a week; 60 more buy the other forty one each, and 66 cards at 0.30."""
    first = cp.solve(outage(budget=60))
    plan = cp.solve(cp.freeze(outage(budget=120), first))
    told = "Beside the 60 users who keep what they had, new: week to 40 users ($40); card to 66 users ($"
    assert told in plan.summary()
    assert list(plan.to_dict()["given"]) == [{"segment": "paying", "offer": "week", "users": 60}]
    assert "given" not in first.to_dict()
