r"""The linear program as arrays: what prices, the solver and the certificate all look at.

.. math::

   \max \sum_{g,j} c_{gj} x_{gj} + \sum_j c_j u_j \quad \text{s.t.} \quad
   \sum_j x_{gj} = 1, \quad
   \sum_{g,j} a^k_{gj} x_{gj} + \sum_j a^k_j u_j \le b_k, \quad
   x_{gj} \le u_j, \quad \sum_j u_j \le M, \quad x \ge 0, \; u \in \{0, 1\}

======  ===============  =====================================================
symbol  name             meaning
======  ===============  =====================================================
x       ``shares``       share of class g that gets offer j (a class is one segment,
                         or all with an equal tag under ``same_offer_within``)
u       ``used``         1 where anybody gets offer j; only where it matters
c       ``objective``    the measure named by ``maximize``, for the whole class
a, b    ``rows``         enforced limits
M       ``max_offers``   most distinct offers
======  ===============  =====================================================
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from compensator.economics.evaluation import Economics, Vector
from compensator.economics.forms import Form
from compensator.economics.response import Array
from compensator.economics.rows import Bounded, Row, objective
from compensator.problem import Problem
from compensator.tolerances import ROUNDING


@dataclass(frozen=True)
class Program:
    """One linear (or integer) program, classes × offers."""

    objective: Form
    cost: Form
    rows: tuple[Row, ...]
    eligible: NDArray[np.bool_]
    users: Vector
    """Users of each class."""
    whole: bool
    """Shares are 0 or 1."""
    linked: NDArray[np.bool_]
    """Offers with a ``used`` variable; empty shares of classes without users never count as use."""
    max_offers: int | None
    divisible: NDArray[np.bool_] | None = None
    """Classes that may be split although ``whole`` holds (slack in a repair)."""

    @property
    def may_split(self) -> NDArray[np.bool_]:
        """Return which classes may be split between offers."""
        if self.divisible is not None:
            return self.divisible
        return np.full(len(self.users), not self.whole)

    @property
    def integer(self) -> bool:
        """Whether it takes an integer program to solve it."""
        return self.whole or bool(self.linked.any())

    def reach(self) -> Array:
        """Return the largest share that any one ``max`` leaves to each cell, at most 1.

        A budget of cents over millions of users leaves shares that are no noise though they are tiny.
        """
        most = np.ones(self.eligible.shape)
        for row in self.rows:
            use = row.form.shares
            if row.bound == "max" and row.rhs > 0 and (use[self.eligible] >= 0).all():
                np.minimum(
                    most, np.divide(row.rhs, use, out=np.ones(use.shape), where=use > 0), out=most
                )
        return most

    def used(self, shares: Array) -> Vector:
        """Return 1 for each offer that anybody gets."""
        given = (shares * (self.users > 0)[:, None]).max(axis=0, initial=0) > 0
        given[0] = False
        used: Vector = given.astype(float)
        return used

    def value(self, shares: Array) -> float:
        """Return the objective at given shares."""
        return self.objective.at(shares, self.used(shares))

    def spent(self, shares: Array) -> float:
        """Return the cost of given shares."""
        return self.cost.at(shares, self.used(shares))

    @property
    def stranded(self) -> bool:
        """Whether some class has no eligible offer."""
        return not bool(self.eligible.any(axis=1).all())

    @property
    def rhs(self) -> Vector:
        """Right-hand sides of the rows."""
        return np.array([row.rhs for row in self.rows], dtype=float)

    def place(self, code: str) -> int | None:
        """Return which row has a code, None where none has."""
        return next((k for k, row in enumerate(self.rows) if row.code == code), None)

    def without(self, *codes: str) -> Program:
        """Return the program without some rows, by code."""
        return replace(self, rows=tuple(row for row in self.rows if row.code not in codes))

    def under(self, rhs: Mapping[str, float]) -> Program:
        """Return the program with other right-hand sides, by the rows' codes."""
        rows = (replace(row, rhs=rhs.get(row.code, row.rhs)) for row in self.rows)
        return replace(self, rows=tuple(rows))

    def aiming(self, form: Form) -> Program:
        """Return the program that makes a form as great as can be."""
        return replace(self, objective=form)

    def held(self, which: NDArray[np.bool_]) -> Program:
        """Return the program in which some of the rows are met with equality."""
        equal = (row.opposite for row, held in zip(self.rows, which, strict=True) if held)
        return replace(self, rows=(*self.rows, *equal))

    def like(self, other: Program) -> bool:
        """Return whether two programs differ in nothing but right-hand sides."""
        mine, theirs = self._frame(), other._frame()
        return (
            mine == theirs
            and np.array_equal(self.eligible, other.eligible)
            and all(
                one.same_as(two, self.eligible)
                for one, two in zip(self._forms(), other._forms(), strict=True)
            )
        )

    def same_as(self, other: Program) -> bool:
        """Return whether two programs ask the same, figure for figure."""
        return self.like(other) and np.array_equal(self.rhs, other.rhs)

    def _frame(self) -> tuple[object, ...]:
        """Return what makes two programs alike but for their figures."""
        return self.whole, self.max_offers, [row.code for row in self.rows]

    def _forms(self) -> list[Form]:
        """Return every form: what is made great, what it costs, what is limited."""
        return [self.objective, self.cost, *(row.form for row in self.rows)]


def assemble(problem: Problem, economics: Economics, bounded: Sequence[Bounded]) -> Program:
    """Return the program of a problem: enforced limits as rows, segments folded into classes."""
    settings, group = problem.settings, economics.group
    count = int(group.max()) + 1
    kept = _Kept.of(economics)
    rest = np.rint(economics.users * economics.left)
    users: Vector = np.bincount(group, weights=rest, minlength=count).astype(float)
    rows = [row for one in bounded if one.enforced for row in one.rows()]
    linked = economics.setup > 0
    if settings.max_offers is not None:
        linked = np.arange(len(linked)) > 0
    linked = linked & ~kept.used
    everything = Form(economics.total("cost"), economics.setup)
    most = None if settings.max_offers is None else settings.max_offers - int(kept.used.sum())
    folded = [replace(row, form=grouped(row.form, group)) for row in map(kept.row, rows)]
    if most is not None and most < 0:
        folded.append(_too_many(count, len(linked), most))
    return Program(
        objective=grouped(kept.reduced(objective(problem, economics)), group),
        cost=grouped(kept.reduced(everything), group),
        rows=tuple(folded),
        eligible=_eligible(economics, users),
        users=users,
        whole=settings.whole_segments,
        linked=linked,
        max_offers=None if most is None or most < 0 else most,
    )


def _eligible(economics: Economics, users: Vector) -> NDArray[np.bool_]:
    """Return which class may get which offer; where all have one already, nothing is asked for."""
    eligible = np.zeros((len(users), economics.eligible.shape[1]), dtype=bool)
    eligible[economics.group] = economics.eligible
    if economics.given is not None:
        had = np.bincount(economics.group, weights=economics.users, minlength=len(users))
        eligible[(users == 0) & (had > 0), 0] = True
    return eligible


def _too_many(classes: int, offers: int, most: int) -> Row:
    """Return the row that no plan meets: more offers are in use already than may be."""
    nothing = Form(np.zeros((classes, offers)), np.zeros(offers))
    return Row("max_offers", "offers_in_use", "max", nothing, float(most))


@dataclass(frozen=True)
class _Kept:
    """What users have already: a constant in every form, and fewer users to decide on."""

    economics: Economics
    used: NDArray[np.bool_]
    """Offers that somebody has: they are in use whatever is decided."""

    @classmethod
    def of(cls, economics: Economics) -> _Kept:
        given = economics.given
        nobody = np.zeros(len(economics.setup), dtype=bool)
        used = nobody if given is None else (given * economics.users[:, None]).sum(axis=0) > 0
        return cls(economics, used & (np.arange(len(used)) > 0))

    def reduced(self, form: Form) -> Form:
        """Return a form over segments as the form over the users still to be decided on."""
        given = self.economics.given
        if given is None:
            return form
        constant = form.at(given, self.used.astype(float))
        left = self.economics.left[:, None]
        parts = None if form.parts is None else form.parts * left
        return Form(form.shares * left, np.where(self.used, 0.0, form.used), constant, parts)

    def row(self, row: Row) -> Row:
        """Return a row over segments as the row over the users still to be decided on.

        What is left of a bound that the given users meet exactly is nothing, and not the last digits of a sum.
        """
        given = self.economics.given
        if given is None:
            return row
        form = self.reduced(row.form)
        rhs = row.rhs - form.constant
        had = row.form.activity(given, self.used.astype(float))
        least = max(abs(row.rhs), had)
        rhs = 0.0 if abs(rhs) <= ROUNDING * least else rhs
        return replace(row, form=replace(form, constant=0.0), rhs=rhs, least=least)


def undecided(economics: Economics, form: Form) -> Form:
    """Return a form over segments as the form over the users still to be decided on."""
    return _Kept.of(economics).reduced(form)


def grouped(form: Form, group: NDArray[np.intp]) -> Form:
    """Return a form over segments as the form over their classes."""
    count = int(group.max()) + 1
    if count == len(group):
        return form  # classes are numbered as they appear, so each segment is its own
    return replace(
        form,
        shares=_added(form.shares, group, count),
        parts=None if form.parts is None else _added(form.weights, group, count),
    ).cleaned()


def _added(cells: Array, group: NDArray[np.intp], count: int) -> Array:
    """Return the cells of segments added up by class."""
    added = np.zeros((count, cells.shape[1]))
    np.add.at(added, group, cells)
    return added
