"""Targets: the cheapest plan that reaches them, by another program; or the most that any plan does."""

import pytest
from hypothesis import assume, given, settings, strategies as st

import compensator as cp
from compensator.errors import InputError, UsageError
from compensator.problem import Problem
from tests.cases import outage
from tests.naive import Found, Naive, Sum, minus, shares_of, times
from tests.strategies import decimals, pick, problems

MEASURES = (
    "value",
    "net_value",
    "retained",
    "reconverted",
    "incremental_retained",
    "incremental_reconverted",
    "recipients",
    "redemptions",
    "liability",
    "face_value",
    "quantity",
    "calls",
)
COUPLED = [
    {"limit": "few weeks", "measure": "recipients", "offers": "week", "max": 80},
    {"limit": "fair", "measure": "recipients", "segments": "dormant", "basis": "share", "min": 0.2},
]


def row(problem: Problem, measure: str, level: float) -> tuple[Sum, str, float]:
    """Return the row that insists on a target, straight from the formulas."""
    naive = Naive(problem)
    if measure == "roi":
        return minus(naive.sum("net_value"), times(naive.sum("cost"), level)), "min", 0.0
    return naive.sum(measure), "min", level


def cheapest(problem: Problem, wanted: dict[str, float]) -> Found:
    """Return the least-cost plan by another program: the cost is −objective."""
    naive = Naive(problem)
    rows = [row(problem, measure, level) for measure, level in wanted.items()]
    return naive.best(dropped=("budget",), aim=times(naive.sum("cost"), -1.0), extra=rows)


def greatest(problem: Problem, measure: str, kept: dict[str, float]) -> Found:
    """Return the most of a measure by another program, other targets kept."""
    rows = [row(problem, other, level) for other, level in kept.items()]
    aim = Naive(problem).sum(measure)
    return Naive(problem).best(dropped=("budget",), aim=aim, extra=rows)


def span(problem: Problem, measure: str) -> tuple[float, float]:
    """Return the least and the most that a measure can be, limits aside."""
    cells: dict[int, list[float]] = {}
    for (s, _), amount in Naive(problem).everywhere(Naive(problem).sum(measure)).items():
        cells.setdefault(s, []).append(amount)
    low, high = (sum(map(pick_of, cells.values())) for pick_of in (min, max))
    return low, high


@st.composite
def targets(draw: st.DrawFn, problem: Problem) -> dict[str, float]:
    """Return up to three targets, reachable or not; outcomes only where every pair knows them."""
    wanted: dict[str, float] = {}
    for measure in draw(st.lists(pick(*MEASURES, "roi"), min_size=1, max_size=3, unique=True)):
        if measure == "roi":
            wanted[measure] = draw(pick(-0.5, 0.0, 0.5, 3.0))
            continue
        low, high = span(problem, measure) if known(problem, measure) else (0.0, 0.0)
        if high > low:
            part = draw(decimals(0, 1.2, 1))
            wanted[measure] = round(low + part * (high - low), 2)
    assume(wanted)
    return wanted


def known(problem: Problem, measure: str) -> bool:
    """Return whether a plan may be asked for a measure."""
    if measure == "calls":
        return any(response.measures for response in problem.responses)
    outcome = {"retained": "retention", "reconverted": "reconversion"}
    column = outcome.get(measure.removeprefix("incremental_"))
    if column is None:
        return True
    has = [segment for segment in problem.segments if getattr(segment, column) is not None]
    return bool(has) and all(response.value is None for response in problem.responses)


@pytest.mark.long
@given(st.data(), problems(integer=False))
def test_a_target_costs_what_another_program_says_and_is_proven(data, problem):
    """Or it is out of reach for both; the budget is set aside, every other limit kept."""
    wanted = data.draw(targets(problem))
    plan, other = cp.target(problem, wanted), cheapest(problem, wanted)
    assert (plan.status == "infeasible") != other.feasible
    if plan.totals is None:
        return
    assert plan.objective == pytest.approx(-other.objective, rel=1e-6, abs=1e-6)
    naive, shares = Naive(problem), shares_of(plan, problem)
    cost = naive.figure(naive.sum("cost"), shares)
    assert cost == pytest.approx(plan.objective, rel=1e-9, abs=1e-9)
    assert plan.certificate.violation <= 1e-9
    assert plan.certificate.gap <= 1e-6
    assert plan.certificate.bound == pytest.approx(plan.objective, rel=1e-6, abs=1e-6)
    for measure, level in wanted.items():
        form, _, bound = row(problem, measure, level)
        assert naive.figure(form, shares) >= bound - 1e-6 * max(1, abs(bound))
    assert "budget" not in [limit.limit for limit in plan.limits]


@given(st.data(), problems(integer=True))
@settings(max_examples=25)
def test_whole_segments_set_up_costs_and_few_offers_are_kept(data, problem):
    """Integer targets have the linear relaxation's bound, which is below their cost."""
    wanted = data.draw(targets(problem))
    plan, other = cp.target(problem, wanted), cheapest(problem, wanted)
    assert (plan.status == "infeasible") != other.feasible
    if plan.totals is not None:
        assert plan.objective == pytest.approx(-other.objective, rel=1e-6, abs=1e-6)
        assert plan.certificate.bound <= plan.objective + 1e-6 * max(1, plan.objective)


@given(st.data(), problems(limits=2))
def test_what_is_out_of_reach_is_told_with_the_most_that_is_not(data, problem):
    """The others are kept where that is possible, else each stands alone."""
    wanted = data.draw(targets(problem))
    plan = cp.target(problem, wanted)
    if plan.status != "infeasible":
        return
    assert [most.measure for most in plan.best] == list(wanted)
    assert plan.conflict
    for most in plan.best:
        if most.measure == "roi":
            continue
        others = {name: level for name, level in wanted.items() if name != most.measure}
        top = greatest(problem, most.measure, others)
        assert most.together == (top.feasible if others else most.best is not None)
        top = top if most.together else greatest(problem, most.measure, {})
        if most.best is None:
            assert not top.feasible
        else:
            assert most.best == pytest.approx(top.objective, rel=1e-6, abs=1e-6)


@pytest.mark.long
@given(problems(integer=False, limits=0, feasible=True), decimals(0.05, 0.95))
def test_target_and_frontier_invert_each_other(problem, part):
    """What a value costs is the budget that buys it."""
    curve = cp.frontier(problem)
    low, high = float(curve.values[0]), float(curve.values[-1])
    assume(high - low > 1e-3)
    value = low + part * (high - low)
    plan = cp.target(problem, {problem.settings.maximize: value})
    assert curve.budget_for(value) == pytest.approx(plan.objective, rel=1e-6, abs=1e-6)
    assert curve.value_at(plan.objective) == pytest.approx(value, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("value", [100, 300, 450, 500, 550])
def test_target_and_frontier_invert_each_other_under_further_limits(value):
    """The curve is then walked, not read off hulls."""
    problem = outage(limits=COUPLED)
    plan = cp.target(problem, {"value": value})
    assert cp.frontier(problem).budget_for(value) == pytest.approx(plan.objective, rel=1e-9)
    assert cp.frontier(problem).value_at(plan.objective) == pytest.approx(value, rel=1e-9)


@given(st.data(), problems(integer=False, limits=2, feasible=True))
@settings(max_examples=25)
def test_a_price_is_what_the_next_unit_costs(data, problem):
    """It lies between the slopes below and above."""
    wanted = data.draw(targets(problem))
    plan, measure = cp.target(problem, wanted), data.draw(st.sampled_from(sorted(wanted)))
    if plan.totals is None:
        return
    price = next(one.price for one in plan.targets if one.measure == measure)
    step = 1e-3 * max(1, abs(wanted[measure]))
    less, more = (
        cheapest(problem, {**wanted, measure: wanted[measure] + by}) for by in (-step, step)
    )
    room = 1e-4 * max(1, price)
    if less.feasible:
        assert price >= (plan.objective + less.objective) / step - room
    if more.feasible:
        assert price <= (-more.objective - plan.objective) / step + room


@pytest.mark.long
@given(st.data(), problems(integer=False, limits=2, feasible=True))
@settings(max_examples=25)
def test_of_the_cheapest_plans_the_one_of_greatest_objective_is_taken(data, problem):
    """Reaching a target leaves nothing on the table that costs nothing."""
    wanted = data.draw(targets(problem))
    plan = cp.target(problem, wanted)
    if plan.totals is None:
        return
    naive = Naive(problem)
    rows = [row(problem, measure, level) for measure, level in wanted.items()]
    no_dearer = (naive.sum("cost"), "max", plan.objective + 1e-9 * max(1, plan.objective))
    best = naive.best(dropped=("budget",), extra=[*rows, no_dearer])
    mine = naive.figure(naive.sum(problem.settings.maximize), shares_of(plan, problem))
    if best.feasible:  # unless the solver's tolerance is less than the room
        assert mine >= best.objective - 1e-4 * max(1, abs(best.objective))


@given(st.data(), problems(limits=1, feasible=True))
@settings(max_examples=25)
def test_no_feasible_policy_that_reaches_the_targets_is_cheaper(data, problem):
    """A policy that misses one is told with the target's name."""
    wanted = data.draw(targets(problem))
    plan = cp.target(problem, wanted)
    for policy in plan.policies:
        assert policy.objective == policy.cost
        assert policy.best_at_cost is None
        if policy.feasible:
            assert plan.objective <= policy.cost + 1e-6 * max(1, policy.cost)


def test_the_cheapest_way_to_a_value_takes_the_best_steps_first():
    """A week for the paying brings 5 per 1, a card 3.33 per 1: 600 of value are 100 and 30 of cost."""
    plan = cp.target(outage(), {"value": 600})
    assert plan.objective == pytest.approx(130)
    (reached,) = plan.targets
    assert (reached.actual, reached.price) == (pytest.approx(600), pytest.approx(0.3))
    assert "Reaches $600 value at the least cost; $1 more costs $0.30." in plan.summary()


def test_a_percentage_of_an_outcome_is_of_the_users_who_have_it():
    """85 % retained of the 100 paying is 5 more than 80: half a week each, 50."""
    plan = cp.target(outage(), {"retained": "85%"})
    (reached,) = plan.targets
    assert plan.objective == pytest.approx(50)
    assert (reached.per, reached.at_least, reached.actual) == (100, 0.85, pytest.approx(0.85))
    assert reached.price == pytest.approx(1000)  # 100 points are 100 users, 10 each
    assert "one more percentage point costs $10" in plan.summary()


def test_a_percentage_of_recipients_is_of_all_users():
    """10 % of 300 users: 30 cards of 0.30."""
    plan = cp.target(outage(), {"recipients": "10%"})
    assert plan.objective == pytest.approx(9)
    assert plan.targets[0].per == 300


def test_a_ratio_has_a_floor_as_a_number_or_a_percentage():
    """300 % of the cost is a factor of 3, however it is written."""
    plans = [cp.target(outage(), {"roi": level, "recipients": 100}) for level in ("300%", 3.0, "3")]
    assert {plan.objective for plan in plans} == {plans[0].objective}
    assert plans[0].targets[0].actual >= 3 - 1e-9
    assert cheapest(outage(), {"roi": 3.0, "recipients": 100}).objective == pytest.approx(
        -plans[0].objective
    )


def test_a_custom_measure_may_be_a_target():
    """Two calls from each card: 50 calls are 25 cards."""
    known = [
        {"segment": "paying", "offer": "card", "retention": 0.82, "calls": 0},
        {"segment": "paying", "offer": "week", "retention": 0.9, "calls": 0},
        {"segment": "dormant", "offer": "card", "reconversion": 0.15, "calls": 2},
        {"segment": "dormant", "offer": "week", "reconversion": 0.12, "calls": 0},
    ]
    plan = cp.target(outage(responses=known), {"Calls": 50})
    assert plan.objective == pytest.approx(7.5)
    assert plan.targets[0].measure == "calls"


@pytest.mark.parametrize(("budget", "told"), [(100, "exceeds it by $30"), (200, "leaves $70 of")])
def test_the_budget_is_set_aside_and_told(budget, told):
    """Who asks for a target asks what it takes."""
    plan = cp.target(outage(budget=budget), {"value": 600})
    assert (plan.objective, plan.budget, plan.budget_price) == (pytest.approx(130), budget, None)
    assert told in plan.notes[0]


def test_other_limits_are_kept_and_priced_as_cost():
    """Weeks for the paying bring 500, 50 cards 50; the 40 that are left take 100 weeks for the dormant."""
    cap = [{"limit": "cards", "measure": "recipients", "offers": "card", "max": 50}]
    plan = cp.target(outage(limits=cap), {"value": 590})
    assert plan.objective == pytest.approx(100 + 50 * 0.3 + 100)
    (limit,) = plan.limits
    # one card more saves 2.5 weeks for the dormant and costs 0.30
    assert limit.price == pytest.approx(0.3 - 2.5)


def test_ten_recipients_of_two_hundred_million_users_are_not_lost_in_rounding():
    """A solver's tolerance is a share of its largest figures."""
    problem = Problem(
        segments=[{"segment": "all", "users": 200_000_000, "retention": 0.5, "retained_value": 1}],
        offers=[{"offer": "card", "delivery_cost": 1}],
        responses=[{"segment": "all", "offer": "card", "retention": 0.6}],
    )
    plan = cp.target(problem, {"recipients": 10})
    assert plan.objective == pytest.approx(10, rel=1e-9)
    assert sum(a.users for a in plan.allocations if a.offer == "card") == 10


def test_a_target_that_doing_nothing_reaches_costs_nothing():
    """100 users with retention 0.8 are 80 without any offer."""
    plan = cp.target(outage(), {"retained": 70})
    assert (plan.objective, plan.totals.recipients) == (0, 0)
    assert "Give nobody an offer: doing nothing reaches the targets." in plan.summary()
    ratio = cp.target(outage(), {"roi": 2})
    assert ratio.targets[0].actual is None
    assert "has no figure: the plan costs nothing" in ratio.summary()


def test_the_greatest_ratio_is_found_where_a_ratio_is_out_of_reach():
    """For all 300 users, weeks for the paying and cards for the others return most: 540 on 160."""
    plan = cp.target(outage(), {"roi": 4, "recipients": 300})
    assert plan.status == "infeasible"
    best = {most.measure: most for most in plan.best}
    assert best["roi"].together
    assert best["roi"].best == pytest.approx((700 - 160) / 160)  # 100 weeks, 200 cards
    assert best["recipients"].best == pytest.approx(100)  # all weeks return 4
    assert "together with the other targets is 3.37" in plan.summary()


def test_what_is_out_of_reach_names_what_stands_in_the_way():
    """Of 100 paying users 80 stay; 40 weeks keep 4 more and 60 cards 1.2: 95 are out of reach."""
    cap = [{"limit": "weeks", "measure": "recipients", "offers": "week", "max": 40}]
    plan = cp.target(outage(limits=cap), {"retained": "95%"})
    (most,) = plan.best
    assert most.best == pytest.approx((80 + 4 + 60 * 0.02) / 100)
    assert plan.conflict == ("at least 95% retained",)
    assert "the most that any plan reaches is 85.2%" in plan.summary()
    assert [r.limit for r in plan.repairs] == ["at least 95% retained"]


def test_the_most_that_is_shown_can_be_typed_back():
    """12.396 % shown as 12.4 % would be out of reach again."""
    users = [{"segment": "a", "users": 10_000, "retention": 0.1, "retained_value": 1}]
    known = [{"segment": "a", "offer": "card", "retention": 0.12396}]
    problem = Problem(segments=users, offers=[{"offer": "card"}], responses=known)
    plan = cp.target(problem, {"retained": "50%"})
    assert "the most that any plan reaches is 12.3%" in plan.summary()
    assert cp.target(problem, {"retained": "12.3%"}).status == "optimal"


def test_every_wrong_target_is_told_at_once():
    """One run, all mistakes."""
    wrong = {
        "valu": 5,
        "retained": "lots",
        "value": "5%",
        "roi": float("nan"),
        "recipients": True,
        "Net value": None,
    }
    with pytest.raises(InputError) as error:
        cp.target(outage(), wrong)
    lines = str(error.value).splitlines()
    assert lines[0] == "the list of targets has 6 problems:"
    assert "did you mean 'value'?" in lines[1]
    assert "value is not a part of the users" in lines[3]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({}, "at least one, such as retained=95%"),
        (["retained"], "a target such as retained=95%"),
        (["retained=95%", "Retained=90%"], "each measure once"),
        ({"retained": "∞"}, "a number, or a percentage such as 95%"),
    ],
)
def test_a_list_of_no_targets_is_refused(wrong, told):
    """Texts are read as on the command line."""
    with pytest.raises(InputError, match=told):
        cp.target(outage(), wrong)


def test_an_outcome_that_no_segment_has_is_refused():
    """Nothing could ever reach it."""
    paying = {"segment": "paying", "users": 0, "retention": 0.8, "retained_value": 50}
    known = [{"segment": "paying", "offer": "card", "retention": 0.82}]
    problem = outage(segments=[paying], offers=[{"offer": "card"}], responses=known)
    with pytest.raises(InputError, match="no segment with reconversion"):
        cp.target(problem, {"reconverted": 5})
    with pytest.raises(InputError, match="a percentage of, here are none"):
        cp.target(problem, {"retained": "5%"})


def test_pairs_known_by_value_only_have_no_retained_users_to_aim_at():
    """Their lift counts as 0, which would make a target dearer than it is."""
    known = [{"segment": "paying", "offer": "card", "value": 3}]
    only = [{"segment": "paying", "users": 9, "retention": 0.8, "retained_value": 5}]
    problem = outage(segments=only, offers=[{"offer": "card"}], responses=known)
    with pytest.raises(InputError, match="1 pair known by value only"):
        cp.target(problem, {"retained": 9})


def test_a_share_written_without_its_sign_is_told():
    """0.95 retained is less than one user."""
    plan = cp.target(outage(), {"retained": 0.95})
    assert plan.notes[0] == (
        "The target retained=0.95 is a total of 0.95 users; a share of them is written as 95%."
    )


def test_a_share_typed_without_its_sign_is_asked_about():
    """Nobody types a part of a user: the plan for it would be to do nothing."""
    with pytest.raises(InputError) as caught:
        cp.target(outage(), ["retained=0.94", "recipients=0.5", "value=0.5"])
    assert [str(issue) for issue in caught.value.issues] == [
        f"{place}: expected users, or a percentage of them; did you mean {meant}?, found {found} of a user"
        for place, meant, found in (
            ("retained=0.94", "94%", "0.94"),
            ("recipients=0.5", "50%", "0.5"),
        )
    ]


def test_what_cannot_be_solved_is_refused():
    """Callers have no types."""
    with pytest.raises(UsageError, match="expected a Problem"):
        cp.target("plan.xlsx", {"value": 5})
    with pytest.raises(UsageError, match="a gap of at least 0"):
        cp.target(outage(), {"value": 5}, gap=-1)


def test_a_tie_is_settled_although_another_target_is_met_by_chance():
    """Worth of 3.7 costs 0.005 whoever gets it, so value is the tie; a price of 1e-20 is none."""
    known = [("loyal", 0.85), ("wary", 0.0)]
    loyal = {"segment": "loyal", "users": 10, "retention": 0.42, "retained_value": 7.9}
    wary = {"segment": "wary", "users": 1, "retention": 0.26, "retained_value": 24.1}
    week = {"quantity": 1, "unit_cost": 0.01, "redemption": 0.5, "lift_if_unredeemed": 0.3}
    problem = Problem(
        segments=[
            loyal | {"retention_ceiling": 1, "half_value": 0.5, "steepness": 2},
            wary | {"retention_ceiling": 0, "half_value": 0.6},
        ],
        offers=[
            {"offer": "sorry"},
            {"offer": "card", "face_value": 0.6},
            week | {"offer": "week", "face_value": 3.7},
        ],
        responses=[{"segment": s, "offer": "sorry", "retention": r} for s, r in known],
    )
    wanted = {"value": -6.266, "net_value": 25.923, "face_value": 38.665}
    alone = cp.target(problem, {"face_value": 38.665})
    plan = cp.target(problem, wanted)
    assert plan.objective == pytest.approx(alone.objective)
    naive = Naive(problem)
    value, other = (
        naive.figure(naive.sum("value"), shares_of(one, problem)) for one in (plan, alone)
    )
    assert value == pytest.approx(other)
    assert value > 25.988


def test_the_greatest_ratio_may_be_a_loss():
    """Every card costs 1 and keeps 0.50: doing nothing has no ratio, all that costs something has −0.5."""
    problem = Problem(
        segments=[{"segment": "a", "users": 10, "retention": 0.5, "retained_value": 5}],
        offers=[{"offer": "card", "delivery_cost": 1}],
        responses=[{"segment": "a", "offer": "card", "retention": 0.6}],
    )
    plan = cp.target(problem, {"roi": 1, "recipients": 11})
    assert [(most.measure, most.best) for most in plan.best] == [
        ("roi", pytest.approx(-0.5)),
        ("recipients", pytest.approx(0)),  # with a ratio of 1
    ]


def crowd() -> Problem:
    """Sixty whole segments, four of eight offers: more than a moment's work."""
    pairs = [(i, k) for i in range(60) for k in range(8)]
    return Problem(
        segments=[
            {"segment": f"s{i}", "users": 97 + i, "retention": 0.5, "retained_value": 9 + i % 7 / 7}
            for i in range(60)
        ],
        offers=[
            {"offer": f"o{k}", "delivery_cost": 0.3 + k * 5 % 8 / 8, "setup_cost": 20 + 4 * k}
            for k in range(8)
        ],
        responses=[
            {"segment": f"s{i}", "offer": f"o{k}", "retention": 0.51 + i * (k + 3) * 7 % 31 / 100}
            for i, k in pairs
        ],
        limits=[
            {"limit": f"cap {k}", "offers": f"o{k}", "measure": "recipients", "max": 601 + 13 * k}
            for k in range(8)
        ]
        + [{"limit": "spent", "measure": "cost", "max": 1800}],
        whole_segments=True,
        max_offers=4,
    )


def test_what_a_time_limit_cut_short_is_told_as_found():
    """Nothing says that no plan reaches more."""
    problem = crowd()
    plan = cp.target(problem, {"retained": "80%", "net_value": 30_000}, time_limit=0.6)
    assert plan.status == "infeasible"
    assert plan.stopped
    most = {one.measure: one for one in plan.best}
    assert not most["retained"].proven
    relaxed = problem.having(
        settings=problem.settings.model_copy(update={"whole_segments": False, "max_offers": None})
    )
    for one in plan.best:
        if one.best is not None:
            level = f"{100 * one.best}%" if one.per else one.best
            assert cp.target(relaxed, {one.measure: level}).status == "optimal"
    assert "the most that any plan reaches" not in plan.summary()
    assert "before the time limit" in plan.summary()
    assert cp.target(outage(), {"retained": "99%"}, time_limit=9).best[0].proven


def test_a_percentage_of_nobody_is_refused():
    """Half of no user is no number of users."""
    nobody = {"segment": "paying", "users": 0, "retention": 0.8, "retained_value": 50}
    known = [{"segment": "paying", "offer": "card", "retention": 0.82}]
    problem = outage(segments=[nobody], offers=[{"offer": "card"}], responses=known)
    for measure in ("retained", "incremental_retained", "recipients", "redemptions"):
        with pytest.raises(InputError, match="a percentage of, here are none"):
            cp.target(problem, {measure: "50%"})


@pytest.mark.parametrize("measure", ["roi", "retained", "value"])
def test_where_a_segment_may_get_no_offer_nothing_is_within_reach(measure):
    """Not even a ratio; the entitlement that nothing meets is what stands in the way."""
    owed = [
        {"segment": "paying", "users": 9, "retention": 0.8, "retained_value": 5, "entitlement": 5},
        {"segment": "dormant", "users": 9, "reconversion": 0.1, "reconverted_value": 2},
    ]
    plan = cp.target(outage(segments=owed), {measure: 99})
    assert (plan.status, [one.best for one in plan.best]) == ("infeasible", [None])
    assert "segments[paying].entitlement" in plan.conflict
