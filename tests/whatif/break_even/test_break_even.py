"""Break-even: at which figure the answer for one pair flips, by prices and by solving again."""

import json

import numpy as np
import pytest
from hypothesis import given, settings

import compensator as cp
from compensator.errors import UsageError
from compensator.plan import zeros_of
from compensator.problem import Problem
from compensator.story import story
from compensator.whatif.break_even.asking import break_even
from compensator.whatif.break_even.crossings import nearest_change
from compensator.workbook import read_workbook
from compensator.workbook.shipped import shipped_cases
from tests.cases import outage
from tests.strategies import problems


def flips(result, turn=None):
    """Flips by figure, of one kind where asked."""
    return {flip.input: flip for flip in result.flips if turn in (None, flip.flip)}


def share(problem, segment, offer):
    """The pair's share in the best plan, solved from scratch."""
    plan = cp.solve(problem)
    return sum(a.share for a in plan.allocations if (a.segment, a.offer) == (segment, offer))


def test_an_offer_not_given_enters_where_it_is_worth_what_the_budget_costs():
    """A budget of 130 costs 3.33 per 1 (cards, 0.30 for 1.00), so a week for the dormant must bring 3.33, or cost 0.12."""
    result = break_even(outage(budget=130), "dormant", "week")
    found = flips(result, "enters")
    assert result.share == 0
    assert found["reconversion"].now == 0.12
    assert found["reconversion"].by_prices == pytest.approx(0.1 + 1 / 0.3 / 20)
    assert found["cost"].by_prices == pytest.approx(0.12)
    for name in ("reconversion", "cost"):
        assert found[name].exact
        assert found[name].confirmed == found[name].by_prices
    # 30 buys 30 weeks in place of 100 cards; or, at 0.12, weeks for all whom cards left with nothing
    assert (found["reconversion"].other, found["reconversion"].share) == (
        "card",
        pytest.approx(0.15, rel=1e-3),
    )
    assert (found["cost"].other, found["cost"].share) == ("none", pytest.approx(5 / 6, rel=1e-3))


def test_an_offer_that_all_get_leaves_where_it_is_worth_no_more_than_the_budget_costs():
    """A week for the paying brings 5.00 at 1; below 3.33, which is a retention of 0.8667, cards bring more."""
    result = break_even(outage(budget=130), "paying", "week")
    flip = flips(result, "leaves")["retention"]
    assert result.share == 1
    assert flip.now == 0.9
    assert flip.by_prices == pytest.approx(0.8 + 1 / 0.3 / 50)
    assert flip.exact
    # cards for all 300 then cost 90, and 40 are left to raise some of the paying to a week, at 0.70 more
    assert (flip.other, flip.share) == ("card", pytest.approx(0.4 / 0.7))
    assert flips(result)["unit_cost"].confirmed is None, "a week costs its delivery only"
    assert "Whatever the redemption or the unit cost, it would not leave." in result.summary()


def test_where_the_change_moves_the_prices_solving_again_is_right():
    """60 buys weeks for 60 of 100: at 0.60 for all; from 1.50 on, cards (3.33 per 1) bring more than a week."""
    result = break_even(outage(budget=60), "paying", "week")
    assert result.share == pytest.approx(0.6)
    all_get, leaves = (flips(result, turn)["cost"] for turn in ("takes all", "leaves"))
    assert (all_get.confirmed, leaves.confirmed) == pytest.approx((0.6, 1.5), rel=1e-5)
    assert not all_get.exact
    assert not leaves.exact
    assert all_get.by_prices == leaves.by_prices == 1, "at today's prices a part ties with the rest"
    assert any("ties with what the rest gets" in note for note in result.notes)
    assert any("solving again is right" in note for note in result.notes)


def test_a_flip_before_the_candidate_of_the_prices_is_the_one_that_is_told():
    """A dearer exchange takes money from others, so it begins to leave sooner than today's prices say."""
    problem = read_workbook(shipped_cases()["sk-ii-2006"])
    pair = ("receipt-mostly-used", "exchange")
    flip = flips(break_even(problem, *pair))["cost"]
    assert flip.now < flip.confirmed < flip.by_prices
    assert not flip.exact
    assert share(at(problem, flip, flip.confirmed * (1 - 1e-5)), *pair) == 1
    assert share(at(problem, flip, flip.confirmed * (1 + 1e-5)), *pair) < 1


def test_the_unit_cost_moves_for_everybody_who_may_get_the_offer():
    """A card costs 15 × its unit cost; at 0.20 it brings 5.00 per 1, as much as a week, and goes first."""
    problem = outage(budget=130)
    result = break_even(problem, "dormant", "card")
    flip = flips(result, "takes all")["unit_cost"]
    assert flip.path == "offers[card].unit_cost"
    assert flip.confirmed == pytest.approx(0.2 / 15, rel=1e-5)
    assert flip.other == "none"
    assert share(cp.changed(problem, "offers[card].unit_cost=0.0133"), "dormant", "card") == 1
    assert share(cp.changed(problem, "offers[card].unit_cost=0.0134"), "dormant", "card") < 1
    assert any(note.startswith("The unit cost moves for all") for note in result.notes)


def test_a_value_given_outright_is_what_flips():
    """A pair known by its value only has no response to move."""
    responses = [
        {"segment": "paying", "offer": "card", "value": 1},
        {"segment": "paying", "offer": "week", "value": 5},
        {"segment": "dormant", "offer": "card", "value": 1},
        {"segment": "dormant", "offer": "week", "value": 0.4, "value_high": 0.5},
    ]
    result = break_even(outage(budget=130, responses=responses), "dormant", "week")
    assert set(flips(result)) == {"redemption", "unit_cost", "value", "cost"}
    assert flips(result)["value"].confirmed == pytest.approx(1 / 0.3)


def test_redemption_flips_a_curve_s_offer():
    """A refund that pays 5 to the half that claims it: worth 10 × 0.2, all of it felt by claimants only."""
    segments = [
        {
            "segment": "all",
            "users": 10,
            "retention": 0.5,
            "retained_value": 60,
            "retention_ceiling": 0.9,
            "half_value": 5,
        }
    ]
    offers = [
        {"offer": "sorry", "face_value": 0.0},
        {
            "offer": "refund",
            "delivery_cost": 1,
            "quantity": 1,
            "unit_cost": 4,
            "face_value": 5,
            "redemption": 0.1,
            "lift_if_unredeemed": 0,
        },
    ]
    problem = Problem(segments=segments, offers=offers, maximize="net_value")
    result = break_even(problem, "all", "refund")
    # per claimant: 60 × 0.4 × ½ = 12 of value, less 4; a delivery of 1 pays from a share of ⅛ on
    flip = flips(result, "enters")["redemption"]
    assert (flip.confirmed, flip.exact) == (pytest.approx(0.125), True)
    assert flips(result)["retention"].now == pytest.approx(0.5 + 0.1 * 0.2)


def test_figures_beyond_which_no_plan_exists_are_told():
    """At least 90 of the paying are to stay, which only the week can do, and only if it costs no more than the budget."""
    limit = {"limit": "stay", "measure": "retained", "min": 90}
    result = break_even(outage(budget=130, limits=[limit]), "paying", "week")
    flip = flips(result, "leaves")["cost"]
    assert flip.confirmed is None
    assert flip.no_plan_at == pytest.approx(1.3, rel=1e-5)
    assert "From a cost of $1.30 on, no plan meets every limit." in story(result).headline


def test_nothing_flips_where_nothing_is_decided():
    """A segment without users, or with one offer, has no answer to flip."""
    empty = outage(
        segments=[
            {"segment": "paying", "users": 0, "retention": 0.8, "retained_value": 50},
            {"segment": "dormant", "users": 200, "reconversion": 0.1, "reconverted_value": 20},
        ]
    )
    result = break_even(empty, "paying", "week")
    assert {flip.confirmed for flip in result.flips} == {None}
    assert "The segment has no users, so nothing decides what it gets." in result.notes
    only = [{"segment": "all", "users": 9, "retention": 0.5, "retained_value": 1, "entitlement": 1}]
    gift = [{"offer": "gift", "face_value": 1, "unit_cost": 1, "quantity": 1}]
    known = [{"segment": "all", "offer": "gift", "retention": 0.6}]
    result = break_even(Problem(segments=only, offers=gift, responses=known), "all", "gift")
    assert {flip.confirmed for flip in result.flips} == {None}
    assert "The segment may get no other offer, so nothing flips it." in result.notes


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        (
            ("payin", "week"),
            "expected the name of a segment, found 'payin'; did you mean 'paying'?",
        ),
        (("paying", "cart"), "expected the name of an offer, found 'cart'; did you mean 'card'?"),
        (("paying", "none"), "expected an offer other than none"),
        (("dormant", "week"), "expected an eligible pair, found segment 'dormant'"),
    ],
)
def test_a_pair_that_does_not_exist_or_may_not_be_is_refused(pair, message):
    """Nothing is solved for it."""
    offers = [{"offer": "card"}, {"offer": "week", "eligible": "paying"}]
    with pytest.raises(UsageError) as caught:
        break_even(outage(offers=offers), *pair)
    assert message in str(caught.value)


def test_without_a_plan_today_nothing_flips():
    """What clashes is for solve to say."""
    limit = {"limit": "stay", "measure": "retained", "min": 101}
    result = break_even(outage(limits=[limit]), "paying", "week")
    assert (result.status, result.share, result.flips) == ("infeasible", None, ())
    assert "No plan meets every limit today" in result.summary()


def test_the_document_holds_both_figures_and_whether_they_agree():
    """For those who compute on with it."""
    result = break_even(outage(budget=130), "dormant", "week")
    document = json.loads(result.to_json())
    assert document["schema"] == "compensator/break-even/1"
    assert {"input", "path", "now", "flip", "by_prices", "confirmed", "exact", "other"} <= set(
        document["flips"][0]
    )
    assert list(result.to_frame()["input"]) == [flip.input for flip in result.flips]


@pytest.mark.long
@given(problems(feasible=True, limits=1, integer=False))
@settings(max_examples=8)
def test_on_either_side_of_every_flip_the_answer_is_another(problem):
    """Solved from scratch a little short of it and a little past it."""
    pairs = [(s.segment, o.offer) for s in problem.segments for o in problem.offers if s.users]
    for pair in pairs[:2]:
        try:
            result = break_even(problem, *pair)
        except UsageError:
            continue  # not eligible
        for flip in result.flips:
            if flip.confirmed is not None and flip.confirmed != flip.now:
                way = np.sign(flip.confirmed - flip.now)
                step = way * 3e-6 * max(abs(flip.confirmed), abs(flip.now), 1e-6)
                assert not turned(problem, flip, flip.confirmed - step, pair)
                assert turned(problem, flip, flip.confirmed + step, pair)


def turned(problem, flip, value, pair):
    """Whether, solved from scratch, the answer at a value is the flip's."""
    past, today = share(at(problem, flip, value), *pair), share(problem, *pair)
    user = (1 - 1e-6) / max(1, problem.segments[problem.segment_rows.names.index(pair[0])].users)
    if flip.flip == "enters":
        return past >= user
    if flip.flip == "takes all":
        return past >= 1 - 1e-9
    return past <= 1 - user if today >= 1 - 1e-9 else past < user


def at(problem, flip, value):
    """The problem with the flip's figure set, the pair's percentiles out of the way."""
    most = 1.0 if flip.input in ("redemption", "retention", "reconversion") else np.inf
    least = -np.inf if flip.input == "value" else 0.0
    return cp.changed(problem, f"{flip.path}={float(np.clip(value, least, most))!r}")


def zero(line, span):
    """Where a function is zero, by a function of arrays."""
    return zeros_of(line, np.zeros(1), span, np.ones(1))[0]


def test_a_line_s_zero_is_found_across_a_kink_and_outside_its_range_nowhere():
    """Reduced values are piecewise linear: liability has a kink."""
    assert zero(lambda x: np.where(x < 2, 4 - x, 6 - 2 * x), (0.0, 9.0)) == pytest.approx(3)
    assert np.isnan(zero(lambda x: 4 - x, (0.0, 3.0)))
    assert np.isnan(zero(lambda x: 4.0 + 0 * x, (0.0, 3.0)))


class Answer:
    """An answer that is asked, nothing proven of it."""

    halvings, fine = 3, 1e-6

    def __init__(self, changed):
        self.changed = changed

    def lasts(self, change):
        way = 1 if change.past > change.short else -1
        return self.changed(change.past + way * 1e-5) is not False

    def is_sure(self, a, b):  # noqa: ARG002 - never sure
        return False

    def parting(self, a, b):
        return (a + b) / 2


def test_asking_finds_the_first_change_and_where_answers_end():
    """Three answers: as now, otherwise, none."""
    found = nearest_change(Answer(lambda x: x >= 0.3), 0.0, 1.0).change
    assert found.past == pytest.approx(0.3, rel=1e-5)
    assert not found.ends
    found = nearest_change(Answer(lambda x: None if x > 700 else False), 5.0, 1e6).change
    assert found.past == pytest.approx(700, rel=1e-5)
    assert found.ends
    search = nearest_change(Answer(lambda x: x < -1), 5.0, 0.0)
    assert (search.change, search.sure) == (None, False)


def test_of_two_changes_the_nearer_is_found():
    """An answer that turns back before the first value asked has turned."""
    found = nearest_change(Answer(lambda x: 0.03 <= x <= 0.07 or x > 0.9), 0.0, 1.0).change
    assert found.past == pytest.approx(0.03, rel=1e-4)


def test_an_answer_that_is_another_at_one_value_alone_has_not_changed():
    """A tie at a round figure is no range; what changes beyond it is found."""
    assert nearest_change(Answer(lambda x: x == 0.5), 0.0, 1.0).change is None
    found = nearest_change(Answer(lambda x: x == 0.5 or x >= 0.8), 0.0, 1.0).change
    assert found.past == pytest.approx(0.8, rel=1e-4)


def test_an_offer_that_could_be_given_at_no_cost_alone_does_not_enter():
    """Without a budget to spend, a card is given where it costs nothing at all: a point, no range."""
    assert flips(break_even(outage(budget=0), "paying", "card"))["cost"].confirmed is None


def test_an_offer_enters_where_one_user_gets_it():
    """100 buys weeks for all of the paying; 0.015 more a twentieth of a card, which is nobody's."""
    result = break_even(outage(budget=100.015), "dormant", "card")
    assert {flip.flip for flip in result.flips} == {"enters"}
    assert "Today card for dormant goes to less than one user." in result.summary()
    assert flips(result)["cost"].confirmed < 0.3


def contest():
    """One segment whose offer B wins at a redemption of 5 % to 9 % only: more cost the budget, fewer bring less."""
    return Problem(
        segments=[
            {
                "segment": "all",
                "users": 1000,
                "retention": 0,
                "retained_value": 100,
                "retention_ceiling": 1,
                "half_value": 1,
            }
        ],
        offers=[
            {"offer": "A", "unit_cost": 5, "quantity": 1},
            {
                "offer": "B",
                "unit_cost": 50,
                "quantity": 1,
                "face_value": 1000,
                "lift_if_unredeemed": 0,
            },
        ],
        responses=[{"segment": "all", "offer": "A", "retention": 0.04}],
        limits=[{"limit": "everybody", "measure": "recipients", "min": 1000}],
        budget=5000,
    )


def test_an_offer_that_wins_in_a_narrow_range_only_is_not_said_to_win_nowhere():
    """B keeps redemption × 1000 ÷ 1001 for 50 × redemption: A's 4 % from 4.004 % on, its cost of 5 up to 10 %."""
    problem = contest()
    assert share(problem, "all", "B") == 0
    flip = flips(break_even(problem, "all", "B"), "enters")["redemption"]
    assert flip.confirmed == pytest.approx(0.1, rel=1e-5), "from 100 % down, the nearest"
    assert flip.sure
    low = cp.changed(problem, "offers[B].redemption=0.01")
    found = flips(break_even(low, "all", "B"), "enters")["redemption"]
    assert found.confirmed == pytest.approx(0.04004, rel=1e-5)
    assert found.sure
    for redemption, all_of_it in [(0.03, 0), (0.05, 1), (0.09, 1), (0.2, 0)]:
        other = cp.changed(problem, f"offers[B].redemption={redemption}")
        assert share(other, "all", "B") == all_of_it


def test_whatever_is_said_only_where_prices_prove_it():
    """Proof is of linear programs; what was only asked is told as not found."""
    proven = break_even(outage(budget=160), "paying", "week")
    assert all(flip.sure for flip in proven.flips)
    asked = break_even(outage(budget=130, whole_segments=True), "paying", "week")
    assert not any(flip.sure for flip in asked.flips)
    assert "No redemption or unit cost was found at which it would leave." in asked.summary()
    assert any("asked one by one" in note for note in asked.notes)
    assert not any("asked one by one" in note for note in proven.notes)


def test_a_share_that_slides_until_one_user_is_without_the_offer_is_proven_by_no_price():
    """From 1.30 on a budget of 130 pays for fewer and fewer of the 100 weeks, and the prices move with each; of 99 at 130/99."""
    slid = break_even(outage(budget=130), "paying", "week")
    found = flips(slid, "leaves")
    assert found["cost"].confirmed == pytest.approx(130 / 99, rel=1e-5)
    assert [name for name, flip in found.items() if not flip.sure] == ["cost"]
    assert any("asked one by one" in note for note in slid.notes)


@pytest.mark.long
def test_between_two_proven_values_every_value_has_the_same_answer():
    """The proof is tried against solving at many values between."""
    problem = read_workbook(shipped_cases()["sk-ii-2006"])
    segment, offer = problem.segments[0].segment, problem.offers[0].offer
    sure = [flip for flip in break_even(problem, segment, offer).flips if flip.sure]
    tried = [flip for flip in sure if flip.input in ("redemption", "retention", "unit_cost")]
    assert tried
    for flip in tried:
        end = 1.0 if flip.confirmed is None else flip.confirmed
        for value in np.linspace(flip.now, end, 12)[1:-1]:
            assert not turned(problem, flip, value, (segment, offer)), (flip, value)
