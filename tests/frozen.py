"""The second formulation where users keep what they were given, and any such gifts for hypothesis.

Shares of all users are those given and those decided on, x = g + l · z. The package folds what is given
into constants and smaller classes; here the users stay where they are, and rows say what they keep.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from compensator.problem import Problem
from compensator.problem.given import Given
from tests.formulas import Pair
from tests.naive import Naive, add, expression


@dataclass(frozen=True)
class Frozen(Naive):
    """A problem in which some users have offers already."""

    def kept(self, s: int, j: int) -> float:
        """Return the share of a segment that has an offer already."""
        segment, offer = self.problem.segments[s], self.offer(j)
        users = sum(
            one.users
            for one in self.problem.given
            if offer is not None and (one.segment, one.offer) == (segment.segment, offer.offer)
        )
        return users / segment.users if users else 0

    def left(self, s: int) -> float:
        """Return the share of a segment that is still to be decided on."""
        segment = self.problem.segments[s]
        users = sum(one.users for one in self.problem.given if one.segment == segment.segment)
        return (segment.users - users) / segment.users if users else 1

    def variables(
        self, dropped: Collection[str], *, whole: bool, relaxed: bool
    ) -> tuple[Any, dict[Pair, Any], dict[int, Any]]:
        """Return a program whose shares are those of all users, tied to those of the others."""
        lp, decided, used = super().variables(dropped, whole=whole, relaxed=relaxed)
        shares = {pair: lp.add_variable(f"all_{pair[0]}_{pair[1]}", 0, 1) for pair in self.pairs}
        for (s, j), x in shares.items():
            z = decided[s, j]
            add(lp, expression([(x, 1.0), (z, -self.left(s))]), "==", self.kept(s, j))
            first = self.mates(s)[0] if self._alike(dropped) else s
            if s != first:  # segments of a class get equal shares of those who are left
                add(lp, z - decided[first, j], "==", 0.0)
        for s in range(len(self.problem.segments)):
            if self.left(s) > 0:
                add(lp, sum(decided[s, j] for j in (0, *used)), "==", 1.0)
        return lp, shares, used

    def add_rules(
        self, lp: Any, x: dict[Pair, Any], u: dict[int, Any], dropped: Collection[str]
    ) -> None:
        """Add which offers are in use, and how many may be."""
        settings, segments = self.problem.settings, self.problem.segments
        for j, used in u.items():
            for s, segment in enumerate(segments):
                if segment.users:
                    add(lp, x[s, j] - used, "max", 0.0)
            if settings.max_offers is not None or self.problem.offers[j - 1].setup_cost:
                given = sum(x[s, j] * segment.users for s, segment in enumerate(segments))
                add(lp, given - used, "min", 0.0)
        if settings.max_offers is not None and "max_offers" not in dropped:
            add(lp, sum(u.values()), "max", settings.max_offers)

    def _alike(self, dropped: Collection[str]) -> bool:
        tag = self.problem.settings.same_offer_within
        return tag is not None and "same_offer_within" not in dropped


@st.composite
def gifts(draw: st.DrawFn, problem: Problem) -> list[Given]:
    """Return who has been given what: nobody, a few, or all users of a segment; eligible offers only."""
    eligible, found = Naive(problem).eligible(), []
    for s, segment in enumerate(problem.segments):
        left = segment.users
        for j, offer in enumerate(problem.offers, 1):
            users = draw(st.sampled_from([0, 0, min(1, left), left // 3, left]))
            if eligible[s, j]:
                left -= users
                where = f"plan allocations[{len(found)}]"
                found.append(Given(segment.segment, offer.offer, users, where))
    return found


def kept_users(problem: Problem) -> Counter[tuple[str, str]]:
    """Return the users that keep an offer, by segment and offer."""
    found = Counter[tuple[str, str]]()
    for one in problem.given:
        found[one.segment, one.offer] += one.users
    return found
