"""Notes: what a reader should know beside the figures, in whole sentences."""

import pytest

from compensator.plan import solve
from tests.cases import outage

DEAR = [
    {"segment": "paying", "offer": "card", "retention": 0.82},
    {"segment": "paying", "offer": "week", "retention": 0.9},
    {"segment": "dormant", "offer": "card", "reconversion": 0.11},
    {"segment": "dormant", "offer": "week", "reconversion": 0.12},
]
"""The dormant gain little: a card brings them 0.20 for 0.30, a week 0.20 more for 0.70 more."""
RISKY = [{**DEAR[0], "retention": 0.72}, *DEAR[1:]]
"""Cards for the paying harm: −8 % × 50."""
VALUED = [{"segment": "paying", "offer": "card", "value": 5}, *DEAR[1:]]


def notes(**changes: object) -> tuple[str, ...]:
    """Return the notes of the outage's plan."""
    return solve(outage(**changes)).notes


SHARE = [{"limit": "s", "measure": "cost", "segments": "dormant", "basis": "share", "max": 0.5}]


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"budget": 130}, "One more $1 keeps $3.33 of value, up to a budget of $160."),
        ({"budget": 100}, "One more $1 keeps $3.33 of value, up to a budget of $160."),
        ({"budget": 0}, "One more $1 keeps $5 of value, up to a budget of $100."),
        (
            {"budget": 50, "maximize": "net_value"},
            "One more $1 keeps $4 of net value, up to a budget of $100.",
        ),
        (
            {"budget": 50, "maximize": "retained"},
            "One more $1 keeps 0.1 more users, up to a budget of $100.",
        ),
        (
            {"budget": 50, "maximize": "reconverted"},
            "One more $1 wins back 0.17 more users, up to a budget of $60.",
        ),
        ({"budget": 160}, "The whole budget is spent, and more of it would bring nothing."),
        (
            {"budget": 500},
            "Budget cannot all be spent: $340 of $500 is left, since no eligible offer would add anything.",
        ),
        ({}, "No budget is set: the plan spends whatever the other limits allow."),
        (
            {"budget": 130},
            "Deadweight: $83 of the cost (63.8%) goes to users who would have stayed or come back anyway.",
        ),
        ({"budget": 130}, "Split between offers: dormant (200 users)."),
        (
            {"budget": 130, "delay_days": 14, "effect_half_life_days": 14},
            "Offers reach users 14 days after the incident: 50% of their effect is left.",
        ),
        (
            {"budget": 130, "policies": [{"policy": "cards", "offer": "card"}]},
            "Policy 'cards' costs $90; the best plan at that cost has $150 more value.",
        ),
        (
            {"budget": 200, "responses": DEAR},
            "The last $100 of the budget returns less than it costs: net value is greatest at a cost of $100.",
        ),
        (
            {"responses": RISKY},
            "Offers that harm, by your figures: 'card' for paying (retention 0.72, 0.8 without it, responses[0]['retention']).",
        ),
        ({"budget": 130, "limits": SHARE}, "Limit 's' is a ratio that doing nothing satisfies."),
        (
            {"budget": 0, "limits": SHARE},
            "Limit 's' has no figure: what it divides by is not above 0 in this plan.",
        ),
        (
            {"responses": VALUED},
            "1 pair is known by value only: it counts no lift in retained and reconverted.",
        ),
        (
            {"offers": [{"offer": "card", "eligible": "paying"}, {"offer": "week"}]},
            "1 row of Responses is for a pair that is not eligible, and ignored: dormant with card (responses[2]['offer']: only for paying).",
        ),
        (
            {"offers": [{"offer": "card"}, {"offer": "week", "setup_cost": 10}]},
            "Set-up costs of $10 are in the total cost and in no row of the allocations.",
        ),
    ],
)
def test_a_note_tells_what_the_figures_alone_do_not(changes, note):
    """A sentence with units, and the range in which it holds."""
    assert note in notes(**changes)


def test_over_compensation_is_flagged_from_the_generosity_on():
    """A week worth 4 for a loss of 2 is twice the loss; 1.5 is where it stops paying."""
    segments = [
        {"segment": "paying", "users": 100, "retention": 0.8, "retained_value": 50, "loss": 2},
        {"segment": "dormant", "users": 200, "reconversion": 0.1, "reconverted_value": 20},
    ]
    offers = [{"offer": "card", "face_value": 2}, {"offer": "week", "face_value": 4}]
    flag = "Over-compensation: 'week' is worth more than 1.5 × the loss of paying; compensation beyond that hardly pays."
    assert flag in notes(segments=segments, offers=offers)
    assert not [n for n in notes(segments=segments, offers=offers, max_generosity=2) if "Over" in n]


def test_a_class_that_loses_an_offer_is_told():
    """One member's ineligibility is everyone's."""
    segments = [
        {"segment": "paying", "users": 100, "retention": 0.8, "retained_value": 50, "class": "x"},
        {
            "segment": "dormant",
            "users": 200,
            "reconversion": 0.1,
            "reconverted_value": 20,
            "class": "x",
        },
    ]
    offers = [{"offer": "card", "eligible": "paying"}, {"offer": "week"}]
    assert (
        "An offer that is not eligible for one segment of a class is not eligible for the class."
        in notes(segments=segments, offers=offers, same_offer_within="class")
    )


def test_what_binds_instead_of_the_budget_is_named():
    """Money alone would not help."""
    cap = [{"limit": "cap", "measure": "recipients", "max": 50}]
    (note,) = [n for n in notes(budget=500, limits=cap) if n.startswith("Budget")]
    assert (
        note == "Budget cannot all be spent: $450 of $500 is left, since limit 'cap' binds first."
    )


def test_a_currency_is_written_as_its_readers_write_it():
    """Every amount carries its own sign."""
    assert notes(budget=130, currency="SEK")[0] == (
        "One more SEK 1 keeps SEK 3.33 of value, up to a budget of SEK 160."
    )


def test_an_integer_plans_note_does_not_promise_the_relaxations_price():
    """After weeks for the paying, 1 more buys one for the dormant: 0.40, not the relaxation's 1.82."""
    offers = [
        {"offer": "card", "delivery_cost": 0.3, "setup_cost": 50},
        {"offer": "week", "delivery_cost": 1, "setup_cost": 10},
    ]
    plan = solve(outage(offers=offers, budget=150))
    more = solve(outage(offers=offers, budget=151)).objective - plan.objective
    assert more == pytest.approx(0.4)
    assert plan.notes[0] == (
        "More budget is worth about $1.82 per $1, by the linear relaxation; the plan itself moves in steps."
    )


def test_the_limits_that_do_not_see_a_set_up_cost_are_named():
    """It counts where the scope holds every segment that the offer may reach."""
    offers = [{"offer": "card"}, {"offer": "week", "setup_cost": 10, "delivery_cost": 1}]
    some = {"limit": "some", "measure": "cost", "segments": "paying", "max": 90}
    every = {"limit": "every", "measure": "cost", "max": 900}
    told = "Set-up costs are not all in some: an offer's counts where the limit's segments are all that may get it."
    assert told in notes(offers=offers, limits=[some, every])
    assert not any("not all in" in note for note in notes(offers=offers, limits=[every]))
