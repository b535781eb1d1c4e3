"""What a plan's whole users come to: what can be carried out, beside the shares that are proven."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from compensator.economics import Array, Bounded, Form, Vector
from compensator.language import aim_of
from compensator.model import Outcome
from compensator.optimizer import Certificate, Optimum
from compensator.plan.answer import LimitResult, Rounding, Totals, WholePlan
from compensator.plan.case import Case
from compensator.plan.counting import Counting
from compensator.plan.rounding import Whole
from compensator.plan.sums import in_use, totals_of
from compensator.plan.whole_search import Found, best_people
from compensator.plan.written import whole_policies
from compensator.tolerances import ROUNDING, SAME


@dataclass(frozen=True)
class People:
    """Whole users, and their sums."""

    users: Whole
    """Segments × offers."""
    totals: Totals
    limits: tuple[LimitResult, ...]
    """With what whole users make of them."""
    told: WholePlan
    rounding: tuple[Rounding, ...]
    """The limits that they miss."""


def people_of(
    case: Case, optimum: Optimum, limits: Sequence[LimitResult], certificate: Certificate
) -> People:
    """Return the whole users of a plan.

    Args:
        case: What was solved.
        optimum: The plan in exact shares.
        limits: With what the shares make of them.
        certificate: Of the shares.
    """
    bound = certificate.bound if certificate.solver_bound is None else certificate.solver_bound
    rivals = whole_policies(case.problem)
    counting = Counting(case)
    found = best_people(counting, case.shares(optimum), optimum.prices, bound, rivals)
    users = found.standing.people
    sums = totals_of(case.economics, users)
    counted = tuple(_counted(counting, users, limits))
    rounding = tuple(missed for _, missed in counted if missed is not None)
    told = _told(counting, optimum, found, sums)
    return People(users, sums, tuple(one for one, _ in counted), told, rounding)


def _told(counting: Counting, optimum: Optimum, found: Found, sums: Totals) -> WholePlan:
    """Return how good the whole users are: as good as a bound of our own is a proof too, a solver's word is none."""
    aim = aim_of(counting.case.problem.settings.maximize)
    objective = aim.sign * float(getattr(sums, aim.measure))
    below = max(0.0, found.bound - objective)
    own = optimum.proven or not counting.case.program.integer
    near = below <= SAME * abs(found.standing.value - counting.nothing)
    best = optimum.outcome is Outcome.OPTIMAL and own and near
    proven = found.standing.miss == 0 and (found.proven or best)
    return WholePlan(objective, below, proven)


def _counted(
    counting: Counting, users: Whole, limits: Sequence[LimitResult]
) -> Iterator[tuple[LimitResult, Rounding | None]]:
    """Yield each limit with what whole users make of it, and by how much they miss it."""
    shares, used = counting.shares(users), in_use(users)
    for one, result in zip(counting.case.bounded, limits, strict=True):
        actual, room = one.actual(shares, used), min(rooms(one, shares, used), default=None)
        slack = None if actual is None else room
        missed = one.enforced and room is not None and room < 0
        told = Rounding(one.name, -room) if missed and room is not None else None
        yield replace(result, actual=actual, slack=slack), told


def rooms(one: Bounded, shares: Array, used: Vector) -> Iterator[float]:
    """Yield the room that a plan leaves to each bound of a limit, negative where it is missed.

    In the limit's own unit; in that of its numerator where what it divides by is not above 0. What is no
    more than the last digits of the sums is nothing.
    """
    divided = isinstance(one.denominator, Form) and one.actual(shares, used) is not None
    scale = one.scale(shares, used) if divided or isinstance(one.denominator, float) else 1.0
    for row in one.rows():
        room, terms = -row.excess(shares, used), row.form.activity(shares, used)
        yield 0.0 if abs(room) <= ROUNDING * max(row.bounded, terms) else room / scale
