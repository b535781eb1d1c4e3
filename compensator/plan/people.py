"""What a plan's whole users come to: what can be carried out, beside the shares that are proven."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from compensator.economics import Array, Bounded, Form, Vector
from compensator.language import aim_of
from compensator.optimizer import Certificate
from compensator.plan.answer import LimitResult, Rounding, Status, Totals, WholePlan
from compensator.plan.case import Case
from compensator.plan.rounding import Whole, whole_users
from compensator.plan.sums import in_use, totals_of
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
    case: Case,
    shares: Array,
    limits: Sequence[LimitResult],
    certificate: Certificate,
    status: Status,
) -> People:
    """Return the whole users of a plan.

    Args:
        case: What was solved.
        shares: The plan, segments × offers.
        limits: With what the shares make of them.
        certificate: Of the shares.
        status: How far the shares are proven.
    """
    users = whole_users(case.economics.users, shares, case.bounded)
    sums = totals_of(case.economics, users)
    aim = aim_of(case.problem.settings.maximize)
    objective = aim.sign * float(getattr(sums, aim.measure))
    best = certificate.bound if certificate.solver_bound is None else certificate.solver_bound
    below = max(0.0, best - objective)
    counted = tuple(_counted(case, users, limits))
    rounding = tuple(missed for _, missed in counted if missed is not None)
    proven = status is Status.OPTIMAL and not rounding and below <= SAME * max(1.0, abs(best))
    told = WholePlan(objective, below, proven)
    return People(users, sums, tuple(one for one, _ in counted), told, rounding)


def _counted(
    case: Case, users: Whole, limits: Sequence[LimitResult]
) -> Iterator[tuple[LimitResult, Rounding | None]]:
    """Yield each limit with what whole users make of it, and by how much they miss it."""
    size = case.economics.users[:, None]
    shares = np.divide(users, size, out=np.zeros(users.shape), where=size > 0)
    used = in_use(users)
    for one, result in zip(case.bounded, limits, strict=True):
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
    for row, bound in zip(
        one.rows(), (b for b in (one.max, one.min) if b is not None), strict=True
    ):
        terms = _size(one.numerator, shares, used)
        if isinstance(one.denominator, Form):
            terms += abs(bound) * _size(one.denominator, shares, used)
        room = -row.excess(shares, used)
        yield 0.0 if abs(room) <= ROUNDING * max(abs(row.rhs), terms) else room / scale


def _size(form: Form, shares: Array, used: Vector) -> float:
    """Return the sum of a form's absolute terms."""
    own = np.abs(form.shares * shares).sum() + np.abs(form.used * used).sum()
    return float(own) + abs(form.constant)
