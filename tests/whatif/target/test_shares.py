"""A target that was typed as a percentage is spoken of as one."""

import re

import pytest

from compensator.plan import Status
from compensator.whatif.target import target
from tests.cases import outage

CARDS = {"limit": "cards", "measure": "recipients", "offers": "card", "max": 47}


@pytest.mark.parametrize("limits", [[], [CARDS]])
@pytest.mark.parametrize(
    "asked", ["retained=94%", "reconverted=33.37%", "incremental_retained=77%"]
)
def test_the_repair_of_a_percentage_is_one_that_can_be_typed(asked, limits):
    """What is printed is reached when it is typed, at the cost that is told, and a little more is not."""
    problem = outage(limits=limits)
    plan = target(problem, [asked])
    (repair,) = plan.repairs
    measure, _, level = asked.partition("=")
    (told,) = (note for note in plan.notes if note.startswith("To repair it"))
    assert f" from {level} to " in told
    assert " users" not in told
    typed = float(re.search(r" to ([\d.]+)%;", told)[1])
    reached = target(problem, [f"{measure}={typed}%"])
    assert reached.status is Status.OPTIMAL
    assert reached.objective == pytest.approx(repair.cost, rel=0.01)
    assert target(problem, [f"{measure}={typed + 1.1}%"]).status is Status.INFEASIBLE
    assert (repair.now, repair.needed) == pytest.approx((float(level[:-1]) / 100, typed / 100))
