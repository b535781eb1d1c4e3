"""What users have been given already, and keep: a first wave that a next plan adds to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compensator.errors import Issue, did_you_mean
from compensator.problem.records import Offer, Segment


@dataclass(frozen=True, slots=True)
class Given:
    """Users of a segment who have an offer already."""

    segment: str
    offer: str
    users: int
    where: str
    """Place in the file that says so."""


def given_issues(
    given: Sequence[Given], segments: Sequence[Segment], offers: Sequence[Offer]
) -> list[Issue]:
    """Return what is no longer there: segments, offers, users."""
    users = {s.segment: s.users for s in segments}
    names = {"segment": list(users), "offer": [o.offer for o in offers]}
    unknown = [issue for one in given for issue in _unknown(one, names)]
    total = Counter[str]()
    last: dict[str, Given] = {}
    for one in given:
        total[one.segment] += one.users
        last[one.segment] = one
    many = [
        Issue(last[name].where, f"{count:,} users of {name!r} with an offer", _at_most(users[name]))
        for name, count in total.items()
        if name in users and count > users[name]
    ]
    return [*unknown, *many]


def _at_most(users: int) -> str:
    return f"at most the {users:,} users of the segment"


def _unknown(one: Given, names: dict[str, list[str]]) -> Iterator[Issue]:
    for kind, known in names.items():
        name = getattr(one, kind)
        if name not in known:
            yield Issue(one.where, repr(name), f"a known {kind}{did_you_mean(name, known)}")
