"""What holds of every plan of every problem."""

import math
from collections import defaultdict

import pytest
from hypothesis import assume, given, strategies as st

from compensator.plan import solve
from compensator.plan.answer import LimitResult, Plan
from compensator.problem import Problem
from tests.naive import Found, Naive, Pair, Sum, times
from tests.strategies import again, problems

CLOSE = {"rel": 1e-6, "abs": 1e-6}
PARTS = st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.8])


def with_budget(problem: Problem, part: float) -> Problem:
    """Return the problem with a budget between the least and the most that can be spent."""
    naive = Naive(problem)
    cost = naive.sum("cost")
    least, most = (
        naive.best(aim=times(cost, by), dropped=["budget"]).objective * by for by in (-1, 1)
    )
    return again(problem, budget=round(max(0.0, least + part * (most - least)), 2))


def shares(problem: Problem, plan: Plan) -> dict[Pair, float]:
    """Return a plan's shares by position."""
    segment = {s.segment: i for i, s in enumerate(problem.segments)}
    offer = {name: j for j, name in enumerate(("none", *(o.offer for o in problem.offers)))}
    return {(segment[a.segment], offer[a.offer]): a.share for a in plan.allocations}


def counted(problem: Problem, plan: Plan) -> dict[Pair, float]:
    """Return the shares that a plan's whole users are of their segments."""
    segment = {s.segment: i for i, s in enumerate(problem.segments)}
    offer = {name: j for j, name in enumerate(("none", *(o.offer for o in problem.offers)))}
    size = [max(1, s.users) for s in problem.segments]
    return {
        (segment[a.segment], offer[a.offer]): a.users / size[segment[a.segment]]
        for a in plan.allocations
    }


@given(problems(feasible=True))
def test_limits_are_respected_and_shares_add_up_to_one(problem):
    """Promise 1, checked by figures of another making."""
    plan = solve(problem)
    assert plan.status == "optimal"
    naive, given_shares = Naive(problem), shares(problem, plan)
    assert naive.breaks(given_shares, tolerance=1e-8) == []
    eligible, sums = naive.eligible(), defaultdict(float)
    for (s, j), share in given_shares.items():
        assert eligible[s, j]
        assert 0 <= share <= 1 + 1e-9
        sums[s] += share
    assert dict(sums) == {s: pytest.approx(1, abs=1e-9) for s in range(len(problem.segments))}
    if problem.settings.same_offer_within is not None:
        for (s, j), share in given_shares.items():
            for t in naive.mates(s):
                assert given_shares.get((t, j), 0) == pytest.approx(share, abs=1e-9)


@pytest.mark.long
@given(problems(feasible=True))
def test_money_adds_up_in_every_table(problem):
    """A reader who sums a column must find the total."""
    plan = solve(problem)
    assert plan.status == "optimal"
    naive, given_shares, totals = Naive(problem), counted(problem, plan), plan.totals
    used = naive.offers_used(given_shares)
    setup = sum(o.setup_cost for j, o in enumerate(problem.offers, 1) if j in used)
    columns = ("value", "retained", "reconverted")
    for name in columns:
        assert sum(getattr(a, name) for a in plan.allocations) == pytest.approx(
            getattr(totals, name), **CLOSE
        )
    assert sum(a.cost for a in plan.allocations) + setup == pytest.approx(totals.cost, **CLOSE)
    for name in (*columns, "cost", "liability", "net_value", "recipients"):
        figure = naive.figure(naive.sum(name), given_shares)
        assert getattr(totals, name) == pytest.approx(figure, **CLOSE), name
    assert totals.net_value == pytest.approx(totals.value - totals.cost, **CLOSE)
    assert totals.breakage == pytest.approx(totals.liability - totals.cost, **CLOSE)
    assert totals.users == sum(s.users for s in problem.segments)
    assert plan.whole.objective == pytest.approx(getattr(totals, plan.maximize), **CLOSE)
    exact = naive.figure(naive.sum(plan.maximize), shares(problem, plan))
    assert plan.objective == pytest.approx(exact, **CLOSE)


@given(problems(feasible=True))
def test_every_limit_shows_the_figure_that_the_plan_has(problem):
    """Actual, slack and binding are read by people who act on them."""
    plan = solve(problem)
    assert plan.status == "optimal"
    naive, given_shares = Naive(problem), counted(problem, plan)
    rows = {row.limit: row for row in plan.limits}
    for limit in problem.limits:
        row, (top, below) = rows[limit.limit], naive.ratio(limit)
        divisor = naive.figure(below, given_shares) if isinstance(below, Sum) else below
        if row.actual is None:
            assert divisor <= 1e-6
            continue
        figure = naive.figure(top, given_shares) / divisor
        assert row.actual == pytest.approx(figure, rel=1e-5, abs=1e-5)
        room = [limit.max - figure] if limit.max is not None else []
        room += [figure - limit.min] if limit.min is not None else []
        assert row.slack == pytest.approx(min(room), rel=1e-5, abs=1e-5)
        assert not row.price or row.enforced


@pytest.mark.long
@given(problems(feasible=True), PARTS)
def test_more_budget_never_hurts(problem, part):
    """Money can always be left over."""
    poorer = solve(with_budget(problem, part))
    richer = solve(with_budget(problem, part + 0.2))
    if poorer.objective is not None:
        assert richer.objective >= poorer.objective - 1e-7 * max(1, abs(poorer.objective))


@pytest.mark.long
@given(problems(feasible=True), st.data())
def test_dropping_a_limit_never_hurts(problem, data):
    """A limit is a cost, never a gift."""
    assume(problem.limits)
    gone = data.draw(st.sampled_from(problem.limits))
    plan = solve(problem)
    freer = solve(again(problem, limits=[limit for limit in problem.limits if limit != gone]))
    assert freer.objective >= plan.objective - 1e-7 * max(1, abs(plan.objective))


@pytest.mark.long
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_changes_the_value(problem, random):
    """Sorting a sheet must not change what the company should do."""

    def shuffled(rows):
        return random.sample(rows, len(rows))

    names = ("segments", "offers", "responses", "limits")
    other = solve(again(problem, **{name: shuffled(getattr(problem, name)) for name in names}))
    plan = solve(problem)
    assert other.status == plan.status
    if plan.objective is not None:
        assert other.objective == pytest.approx(plan.objective, **CLOSE)
        assert other.totals.cost == pytest.approx(plan.totals.cost, **CLOSE)


MONEY = {
    "segments": ("retained_value", "reconverted_value", "half_value", "loss", "entitlement"),
    "offers": ("unit_cost", "delivery_cost", "setup_cost", "face_value"),
    "responses": ("cost", "value"),
}
MONEY_MEASURES = ("cost", "liability", "value", "net_value", "face_value")


@given(problems(), st.sampled_from([0.01, 7.0, 1000.0]))
def test_money_in_another_unit_scales_the_answer(problem, k):
    """Cents, dollars or thousands: the plan is the same, its value in that unit."""
    assume(all(o.per != "loss" for o in problem.offers))
    tables = {
        name: [
            row.model_copy(
                update={c: getattr(row, c) * k for c in columns if getattr(row, c) is not None}
            )
            for row in getattr(problem, name)
        ]
        for name, columns in MONEY.items()
    }
    tables["limits"] = [
        limit.model_copy(
            update={
                side: getattr(limit, side) * k
                for side in ("min", "max")
                if getattr(limit, side) is not None
            }
        )
        if limit.measure in MONEY_MEASURES and limit.basis != "share" and limit.relative_to is None
        else limit
        for limit in problem.limits
    ]
    budget = problem.settings.budget
    other = solve(again(problem, **tables, budget=None if budget is None else budget * k))
    plan = solve(problem)
    assert other.status == plan.status
    if plan.objective is not None:
        scale = k if plan.maximize in ("value", "net_value") else 1
        assert other.objective == pytest.approx(plan.objective * scale, rel=1e-6, abs=1e-6 * scale)
        assert other.totals.cost == pytest.approx(plan.totals.cost * k, rel=1e-6, abs=1e-6 * k)


@given(problems(integer=False))
def test_a_plan_is_at_least_the_best_of_all_whole_plans(problem):
    """Every whole plan is a plan; none that meets the limits may be better."""
    plan, naive = solve(problem), Naive(problem)
    aim = naive.sum(problem.settings.maximize)
    whole = [naive.figure(aim, p) for p in naive.whole_plans() if not naive.breaks(p, 1e-12)]
    if whole:
        assert plan.status == "optimal"
        assert plan.objective >= max(whole) - 1e-6 * max(1, abs(max(whole)))


@given(problems())
def test_without_money_only_free_offers_are_given(problem):
    """A budget of zero is not small change."""
    plan = solve(again(problem, budget=0))
    if plan.status == "optimal":
        assert plan.totals.cost == 0
        assert all(a.cost == 0 for a in plan.allocations)
    else:
        assert not Naive(again(problem, budget=0)).feasible()


def bent(problem: Problem, row: LimitResult, side: str, by: float) -> Problem | None:
    """Return the problem with one written bound moved; None where its record would refuse it."""
    moved = getattr(row, side) + by
    if row.limit == "budget":
        return again(problem, budget=moved) if moved >= 0 else None
    limits = [
        limit.model_copy(update={side: moved}) if limit.limit == row.limit else limit
        for limit in problem.limits
    ]
    other = getattr(row, {"min": "max", "max": "min"}[side])
    crossed = other is not None and (moved > other if side == "min" else moved < other)
    return None if crossed else again(problem, limits=limits)


def slopes(problem: Problem, row: LimitResult, side: str, step: float) -> tuple[float, float]:
    """Return the optimum's change per unit of a bound, to the left and to the right."""
    now = Naive(problem).best()
    found: list[float] = []
    for by in (-step, step):
        other = bent(problem, row, side, by)
        then = (
            Found(feasible=False, objective=0, shares={}) if other is None else Naive(other).best()
        )
        found.append(
            (then.objective - now.objective) / by if then.feasible else math.copysign(math.inf, -by)
        )
    return found[0], found[1]


@given(problems(integer=False, feasible=True), PARTS)
def test_prices_lie_between_the_slopes_on_both_sides(problem, part):
    """A price is what one more unit of the written bound changes, in the limit's own unit."""
    tight = with_budget(problem, part)
    plan = solve(tight)
    for row in plan.limits:
        if not row.enforced:
            assert row.price == 0
        elif not row.limit.startswith("offers["):
            check_price(tight, row, max(1, abs(plan.objective)))


def check_price(problem: Problem, row: LimitResult, size: float) -> None:
    """Compare one price with the slopes of the optimum that another program finds."""
    idle = "max" if row.max is not None else "min"
    side = "max" if row.price > 0 else "min" if row.price < 0 else idle
    bound = getattr(row, side)
    assert bound is not None, "a price ≥ 0 is a max's, one ≤ 0 a min's"
    step = 1e-4 * max(1, abs(bound))
    left, right = slopes(problem, row, side, step)
    largest = max(1, abs(row.price), *(abs(x) for x in (left, right) if math.isfinite(x)))
    # a ratio's bound is multiplied out: its slopes are not those of a straight line
    bend = 1e-5 if is_linear(problem, row.limit) else 2e-3
    noise = bend * largest + 1e-9 * size / step
    assert min(left, right) - noise <= row.price <= max(left, right) + noise, row


def is_linear(problem: Problem, name: str) -> bool:
    """Return whether a limit's bound stands on the right-hand side alone."""
    limit = next((limit for limit in problem.limits if limit.limit == name), None)
    if limit is None:
        return True
    return limit.measure != "roi" and limit.relative_to is None and limit.basis != "share"


@given(problems(integer=False, feasible=True), PARTS)
def test_the_budgets_price_is_the_slope_to_the_right(problem, part):
    """What the next unit brings, not what the last one brought."""
    tight = with_budget(problem, part)
    plan = solve(tight)
    assume(plan.status == "optimal")
    row = plan.limits[0]
    assert row.price == plan.budget_price
    step = 1e-4 * max(1, plan.budget)
    noise = 1e-5 * max(1, plan.budget_price) + 1e-9 * max(1, abs(plan.objective)) / step
    right, nearer = (slopes(tight, row, "max", by)[1] for by in (step, step / 4))
    assert plan.budget_price >= right - noise
    if right == pytest.approx(nearer, abs=noise):  # no bend within the step
        assert plan.budget_price == pytest.approx(right, abs=2 * noise)


@given(problems(limits=0))
def test_harmful_offers_are_never_given_unless_a_rule_forces_them(problem):
    """An offer can harm: doing nothing is then the better compensation."""
    free = again(
        problem,
        segments=[s.model_copy(update={"entitlement": 0.0}) for s in problem.segments],
        same_offer_within=None,
        maximize="value",
    )
    values = Naive(free).table
    for (s, j), share in shares(free, solve(free)).items():
        if share > 0 and free.segments[s].users:
            assert values[s, j]["value"] >= 0
