r"""Retention and reconversion with an offer: what is known, and what a curve says of the rest.

.. math:: lift = (ceiling - base) \cdot curve(w) \cdot (r + (1 - r) \cdot u), \qquad
          curve(w) = \frac{w^k}{w^k + h^k}

======  ==========================  ==============================================
symbol  name                        meaning
======  ==========================  ==============================================
w       ``face_value``              what the user perceives the offer to be worth, money
h       ``half_value``              perceived value at which half of the way is gone, money
k       ``steepness``               1 concave, above 1 S-shaped
r       ``redemption``              share of recipients who redeem
u       ``lift_if_unredeemed``      share of the lift felt without redeeming
======  ==========================  ==============================================

Source: the Hill curve; S-shaped responses to compensation in Gelbrich, Gäthke and Grégoire (2015),
Journal of Service Research 18(1). A response on the sheet replaces the curve.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
"""Segments × (none, offers…), unless said otherwise."""


@dataclass(frozen=True)
class Columns:
    """What the formulas look at, by column of the sheets; NaN where nothing is known.

    The last axes are (segment,), (offer,) or (segment, offer), ``none`` before the offers; an axis of
    length 1 stands for all alike, and any axes may go before them.
    """

    segments: Mapping[str, Array]
    """Both outcomes with their money and ceilings, ``half_value``, ``steepness``, ``word_of_mouth``."""
    offers: Mapping[str, Array]
    """``redemption``, ``usage``, ``unit_cost``, ``delivery_cost``, ``lift_if_unredeemed``."""
    face_value: Array
    """What a user perceives each offer to be worth, money; so many units for ``quantity``."""
    quantity: Array
    responses: Mapping[str, Array]
    """What is known of pairs outright; columns that tell of none may be absent."""
    decay: float | Array = 1.0
    """Share of an effect that is left when the offer arrives."""

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Axes of every measure."""
        rows = (one[..., None].shape for one in self.segments.values())
        pairs = (one.shape for one in (self.face_value, self.quantity, *self.responses.values()))
        offers = (one.shape for one in self.offers.values())
        return np.broadcast_shapes(np.shape(self.decay), *rows, *pairs, *offers)

    def of(self, rows: slice) -> Columns:
        """Return the columns of some segments."""

        def part(pairs: Array) -> Array:
            alike = pairs.ndim == 1 or pairs.shape[-2] == 1
            return pairs if alike else pairs[..., rows, :]

        return replace(
            self,
            segments={name: one[..., rows] for name, one in self.segments.items()},
            offers={name: part(one) for name, one in self.offers.items()},
            face_value=part(self.face_value),
            quantity=part(self.quantity),
            responses={name: part(one) for name, one in self.responses.items()},
        )

    def only(self, offer: NDArray[np.intp]) -> Columns:
        """Return the columns of ``none`` and one offer of each segment."""
        pair = np.stack([np.zeros_like(offer), offer], axis=-1)

        def chosen(cells: Array) -> Array:
            return np.take_along_axis(np.broadcast_to(cells, self.shape), pair, axis=-1)

        return replace(
            self,
            offers={name: chosen(one) for name, one in self.offers.items()},
            face_value=chosen(self.face_value),
            quantity=chosen(self.quantity),
            responses={name: chosen(one) for name, one in self.responses.items()},
        )

    @cached_property
    def redemption(self) -> Array:
        """Share of recipients who redeem, a response's before the offer's; 0 for none."""
        return either(self.responses.get("redemption"), self.offers["redemption"])

    @cached_property
    def felt(self) -> Array:
        """Share of a curve's lift that recipients feel, those who do not redeem included."""
        redemption = self.redemption
        return redemption + (1 - redemption) * self.offers["lift_if_unredeemed"]


def known(figures: Array) -> Array:
    """Return figures, 0 where nothing is known."""
    filled: Array = np.where(np.isnan(figures), 0.0, figures)
    return filled


def either(told: Array | None, other: Array) -> Array:
    """Return what is told, and something else where nothing is."""
    if told is None:
        return other
    chosen: Array = np.where(np.isnan(told), other, told)
    return chosen


def curve(face_value: Array, half_value: Array, steepness: Array) -> Array:
    """Return the share of the way to the ceiling that a perceived value goes, 0–1.

    >>> curve(np.array([0.0, 2.0, 6.0]), np.array(2.0), np.array(1.0))
    array([0.  , 0.5 , 0.75])
    """
    with np.errstate(divide="ignore"):
        z = steepness * np.subtract(np.log(face_value), np.log(half_value), order="F")
    small = np.exp(-np.abs(z))
    share: Array = np.maximum(small, z >= 0) / (1 + small)
    return share


def lift(columns: Columns, outcome: str) -> Array:
    """Return the change of a probability by each offer, at no delay; 0 where nothing tells of it.

    Args:
        columns: Segments, offers and responses.
        outcome: ``retention`` or ``reconversion``.
    """
    base = columns.segments[outcome][..., None]
    response = columns.responses.get(outcome)
    told = None if response is None else response - base * np.ones(columns.shape[-1])
    if told is None or np.isnan(told[..., 1:]).any():
        told = either(told, _by_curve(columns, outcome))
    told[..., 0] = 0
    return told


def _by_curve(columns: Columns, outcome: str) -> Array:
    """Return what the curve says of a lift; 0 for segments of which it says nothing."""
    base, ceiling, *shape = (
        columns.segments[name][..., None]
        for name in (outcome, f"{outcome}_ceiling", "half_value", "steepness")
    )
    blind = np.isnan(ceiling - base + sum(shape))
    if blind.all():
        return np.zeros(columns.shape)
    way = np.where(blind, 0.0, ceiling - base)
    half, steepness = (np.where(blind, 1.0, one) for one in shape)
    lifts: Array = way * curve(columns.face_value, half, steepness) * columns.felt
    return lifts


def unknown(columns: Columns, outcome: str) -> NDArray[np.bool_]:
    """Return the pairs with a lift that neither a response nor a curve tells."""
    ceiling, half = (columns.segments[name] for name in (f"{outcome}_ceiling", "half_value"))
    blind = np.isnan(ceiling + half) & ~np.isnan(columns.segments[outcome])
    pairs = blind[..., None] & (np.arange(columns.shape[-1]) > 0)
    response = columns.responses.get(outcome)
    found: NDArray[np.bool_] = pairs if response is None else pairs & np.isnan(response)
    return found
