r"""Between which bounds a limit's price holds, exactly, for a linear program.

The optimum as a function of one written bound is concave and piecewise linear; at prices :math:`\pi` it lies
below the line :math:`D_\pi(b)`, the Lagrangian bound, and meets it where some plan with that bound keeps
complementary slackness with :math:`\pi`. So the piece around the present bound reaches from the least to the most
of the limit's own figure on the face of those prices: two small programs, and no steps to choose.

Source: parametric linear programming, Gass and Saaty (1955), Naval Research Logistics Quarterly 2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from compensator.economics import Bounded, Form, Program, Row, Side
from compensator.model import Outcome, Solver
from compensator.optimizer.answers import first_answer
from compensator.optimizer.faces import restrict, tied
from compensator.optimizer.linear import Optimum
from compensator.tolerances import NOUGHT

ENDS: Final[tuple[tuple[Side, float], ...]] = (("min", -1.0), ("max", 1.0))
"""The ends of a range, and which way each lies."""


@dataclass(frozen=True, slots=True)
class PriceRange:
    """One linear piece, in the limit's own basis."""

    idle: bool
    """Whether the price is 0."""

    low: float | None
    """The least bound with this price; None where it holds without end."""
    high: float | None


@dataclass(frozen=True, slots=True)
class PricedRow:
    """A row with its price."""

    row: Row
    price: float


def priced_side(program: Program, optimum: Optimum, one: Bounded) -> Side | Literal["both"] | None:
    """Return the bound that a limit's price belongs to: of two without a price, the nearer one.

    A limit whose ``min`` is its ``max`` has one bound in two rows: ``both``.
    """
    own = [part for part in _priced(program, optimum) if part.row.limit == one.name]
    if not own:
        return None
    if one.min is not None and one.min == one.max:
        return "both"
    used = program.used(optimum.shares)
    return max(own, key=lambda p: (p.price > 0, -p.row.room(optimum.shares, used))).row.bound


def price_range(program: Program, optimum: Optimum, one: Bounded) -> PriceRange | None:
    """Return between which bounds a limit's price holds; None where the program cannot tell.

    A ratio's bound multiplies shares, so that its price moves with the bound: no piece is linear.

    Args:
        program: A linear program; an integer one has no such pieces.
        optimum: Its optimum and exact prices.
        one: An enforced limit.
    """
    side = priced_side(program, optimum, one)
    if program.integer or side is None or isinstance(one.denominator, Form):
        return None
    moved = [
        part
        for part in _priced(program, optimum)
        if part.row.limit == one.name and side in ("both", part.row.bound)
    ]
    row, idle = moved[0].row, side != "both" and moved[0].price == 0
    face, figure = _face(program, optimum, moved), _figure(program, optimum, row)
    kept = (getattr(one, row.bound) or 0.0) * one.denominator - row.rhs
    found: dict[Side, float | None] = {"min": None, "max": None}
    for end, sign in ENDS:
        if idle and end == side:
            continue  # a limit that asks for less than is given anyway stays idle without end
        most = _end(face, row.form, sign)
        if most is None:
            return None
        reached = sign * max(sign * x for x in (most, figure, row.rhs))
        found[end] = (reached + kept) / one.denominator + 0.0
    return PriceRange(all(p.price == 0 for p in moved), found["min"], found["max"])


def _priced(program: Program, optimum: Optimum) -> list[PricedRow]:
    """Return every row with its price; one that weighs on no share is the rounding of a vertex, and 0."""
    prices = np.asarray(optimum.prices.rows).tolist()
    weight = NOUGHT * program.objective.size
    return [
        PricedRow(row, price if price * row.form.size > weight else 0.0)
        for row, price in zip(program.rows, prices, strict=True)
    ]


def _face(program: Program, optimum: Optimum, moved: list[PricedRow]) -> Program:
    """Return the program of the plans that the prices prove, whatever the moved bound is."""
    codes = {part.row.code for part in moved}
    rest = [part for part in _priced(program, optimum) if part.row.code not in codes]
    cells = tied(program, optimum.prices) | (optimum.shares > 0)
    tight = np.array([part.price > 0 for part in rest], dtype=bool)
    return replace(program.without(*codes).held(tight), eligible=cells)


def _figure(program: Program, optimum: Optimum, row: Row) -> float:
    return row.form.at(optimum.shares, program.used(optimum.shares))


def _end(face: Program, form: Form, sign: float) -> float | None:
    """Return the most (sign 1) or the least (−1) of a form on a face, None where no solver tells."""
    left = restrict(face.aiming(form * sign), face.eligible)
    if not len(left.open):
        return form.at(left.decided, face.used(left.decided))
    answer = first_answer(left.program, Solver())
    if answer.outcome is not Outcome.OPTIMAL:
        return None
    shares = left.whole(answer.shares)
    return form.at(shares, face.used(shares))
