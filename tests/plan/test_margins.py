"""Margins: how clearly an offer wins, and exactly where the runner-up takes over."""

import math

import pytest
from hypothesis import assume, given

from compensator.model import Solver
from compensator.optimizer.optimizing import optimize
from compensator.plan import prepared, solve
from compensator.plan.answer import Margin
from compensator.prices import reduced_values
from compensator.problem import Problem, Response
from tests.cases import outage
from tests.strategies import again, problems

CLOSE = {"rel": 1e-6, "abs": 1e-6}


def margin(segment: str, **changes: object) -> Margin:
    """Return the margin of one segment of the outage."""
    return next(m for m in solve(outage(**changes)).margins if m.segment == segment)


def test_the_margin_is_the_difference_of_reduced_values_per_user():
    """At 10/3 per unit a week is worth 5 − 3.33 to the paying, a card 1 − 1, none 0."""
    found = margin("paying", budget=130)
    assert (found.offer, found.margin) == ("week", pytest.approx(5 / 3))
    assert found.runner_up in ("none", "card")


def test_a_split_segment_has_no_margin():
    """Half of the dormant get a card, half nothing: at the price both are equally good."""
    found = margin("dormant", budget=130)
    assert found.margin == pytest.approx(0, abs=1e-9)
    assert {found.offer, found.runner_up} == {"card", "none"}


def test_where_the_runner_up_takes_over_by_hand():
    """Without a budget a week brings 5, a card 1, in net value 4 and 0.70.

    The card takes over where it costs 1 − 4 < 0: never; where its lift is (4 + 0.3) ÷ 50 = 8.6 %;
    its redemption cannot help: at 0 it costs nothing and still brings only 1.
    """
    found = margin("paying", maximize="net_value")
    assert (found.offer, found.runner_up) == ("week", "card")
    assert found.margin == pytest.approx(3.3)
    assert found.cost_at is None
    assert found.lift_at == pytest.approx(0.086)
    assert found.redemption_at is None


def test_a_dearer_runner_up_takes_over_when_it_gets_cheap_enough():
    """The dormant's card nets 0.70; a week, at 1.00 for 0.40, would have to pay them 0.30."""
    found = margin("dormant", maximize="net_value")
    assert (found.offer, found.runner_up) == ("card", "none")
    assert (found.cost_at, found.lift_at, found.redemption_at) == (None, None, None)
    offers = [{"offer": "card", "delivery_cost": 0.3}, {"offer": "week", "delivery_cost": 0.35}]
    known = [
        {"segment": "paying", "offer": "card", "retention": 0.9},
        {"segment": "paying", "offer": "week", "retention": 0.895},
        {"segment": "dormant", "offer": "card", "reconversion": 0.1},
        {"segment": "dormant", "offer": "week", "reconversion": 0.1},
    ]
    found = margin("paying", maximize="net_value", offers=offers, responses=known)
    assert (found.offer, found.runner_up) == ("card", "week")
    assert found.margin == pytest.approx(4.7 - 4.4)
    assert found.cost_at == pytest.approx(0.05)
    assert found.lift_at == pytest.approx((4.7 + 0.35) / 50)


def test_a_segment_with_one_eligible_offer_has_no_runner_up():
    """Nothing could take over."""
    segments = [
        {
            "segment": "paying",
            "users": 100,
            "retention": 0.8,
            "retained_value": 50,
            "entitlement": 5,
        },
        {"segment": "dormant", "users": 200, "reconversion": 0.1, "reconverted_value": 20},
    ]
    offers = [{"offer": "card", "face_value": 6}, {"offer": "week", "face_value": 1}]
    found = margin("paying", segments=segments, offers=offers)
    assert (found.offer, found.runner_up, found.margin) == ("card", None, None)


def test_a_segment_without_users_has_no_margin_per_user():
    """There is nobody to divide by."""
    segments = [
        {"segment": "paying", "users": 0, "retention": 0.8, "retained_value": 50},
        {"segment": "dormant", "users": 200, "reconversion": 0.1, "reconverted_value": 20},
    ]
    found = margin("paying", segments=segments)
    assert (found.margin, found.cost_at, found.lift_at) == (None, None, None)


def gap(problem: Problem, found: Margin, column: str | None = None, figure: float = 0.0) -> float:
    """Return the offer's reduced value less the runner-up's, one cell of the runner-up replaced.

    The prices stay those of the problem as it was.
    """
    other = problem if column is None else with_response(problem, found, column, figure)
    program, before = prepared(other)[2], prepared(problem)[2]
    reduced = reduced_values(program, optimize(before, Solver()).prices)
    names = ("none", *(o.offer for o in problem.offers))
    s = [one.segment for one in problem.segments].index(found.segment)
    return float(reduced[s, names.index(found.offer)] - reduced[s, names.index(found.runner_up)])


def with_response(problem: Problem, found: Margin, column: str, figure: float) -> Problem:
    """Return the problem with one cell of Responses replaced; its row is made where it is missing."""
    pair = found.segment, found.runner_up
    rows = {(r.segment, r.offer): r for r in problem.responses}
    measures = {name: 0.0 for r in problem.responses for name in r.measures}
    row = rows.get(pair, Response(segment=pair[0], offer=pair[1], measures=measures))
    rows[pair] = Response(**{**row.model_dump(exclude_unset=True), column: figure})
    return again(problem, responses=list(rows.values()))


@pytest.mark.long
@given(problems(integer=False, feasible=True))
def test_where_the_runner_up_takes_over_both_are_equally_good(problem):
    """cost_at, lift_at and redemption_at are read as thresholds: each must be one."""
    assume(problem.settings.same_offer_within is None)
    segments = {s.segment: s for s in problem.segments}
    for found in solve(problem).margins:
        if found.margin is None:
            continue
        now = gap(problem, found)
        assert now == pytest.approx(found.margin * segments[found.segment].users, **CLOSE)
        for column, figure in thresholds(problem, found).items():
            noise = 1e-6 * max(1, abs(now))
            if figure is not None:
                assert gap(problem, found, column, figure) == pytest.approx(0, abs=noise), column
            elif found.runner_up != "none":
                ends = [gap(problem, found, column, end) for end in (0.0, 1.0)]
                assert min(ends) >= -noise, f"some {column} lets {found.runner_up} take over"


def thresholds(problem: Problem, found: Margin) -> dict[str, float | None]:
    """Return the figure of each column of Responses at which the runner-up takes over."""
    segment = next(s for s in problem.segments if s.segment == found.segment)
    columns = {"cost": found.cost_at, "redemption": found.redemption_at}
    if (segment.retention is None) != (segment.reconversion is None):
        outcome = "retention" if segment.retention is not None else "reconversion"
        settings = problem.settings
        decay = 0.5 ** (settings.delay_days / (settings.effect_half_life_days or math.inf))
        lift = None if found.lift_at is None else getattr(segment, outcome) + found.lift_at / decay
        if lift is None or 0 <= lift <= 1:  # beyond, an early offer could not reach it either
            columns[outcome] = lift
    return columns
