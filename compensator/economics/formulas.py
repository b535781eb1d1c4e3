r"""Every measure of every segment × offer, per user.

.. math::

   cost      &= d + r \cdot g \cdot q \cdot c \\
   liability &= d + q \cdot c \\
   value     &= (1 + m) (V_{ret} \cdot lift_{ret} + V_{rec} \cdot lift_{rec}) \cdot decay \\
   decay     &= 0.5^{\,delay / half\text{-}life}

======  =====================  ==============================================
symbol  name                   meaning
======  =====================  ==============================================
d       ``delivery_cost``      money per recipient, redeemed or not
r       ``redemption``         share of recipients who redeem
g       ``usage``              share of the quantity that a redeemer uses
q       ``quantity``           units per recipient
c       ``unit_cost``          money per unit used
m       ``word_of_mouth``      further users kept for each user kept
V       ``…_value``            money that one more user kept or won back is worth
======  =====================  ==============================================

Pure functions of arrays whose last axes are segments × (none, offers in the order of the sheet); any axes
before them are free: one sheet is (S, O), draws of it are (D, S, O), a block of users is (N, O).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np

from compensator.economics.response import Array, Columns, either, known, lift
from compensator.language import OUTCOMES

CELLS = 65_536
"""Segments × offers that are computed at a time, so that what lies between stays near the processor."""


def measures(columns: Columns) -> dict[str, Array]:
    """Return every measure per user, by name; 0 where nothing is known.

    One that is the same for all segments, as the cost mostly is, is computed and held once.
    """
    shape, whole = columns.shape, dict[str, Array]()
    nobodys = [o for o in OUTCOMES if np.isnan(columns.segments[o]).all()]
    step = max(2, CELLS // shape[-1])
    if shape[-2] <= step:
        return {name: np.broadcast_to(cells, shape) for name, cells in _all(columns, nobodys)}
    for first in range(0, shape[-2], step):
        rows = slice(first, first + step)
        for name, cells in _all(columns.of(rows), nobodys):
            if name not in whole:
                alike = cells.ndim == 1 or cells.shape[-2] == 1
                whole[name] = np.broadcast_to(cells, shape) if alike else np.empty(shape)
            if whole[name].flags.writeable:
                whole[name][..., rows, :] = cells
    return whole


def _all(columns: Columns, nobodys: Collection[str]) -> Iterator[tuple[str, Array]]:
    """Yield each measure; of an outcome that no segment has, one cell for all."""
    lifts = {o: columns.decay * lift(columns, o) for o in OUTCOMES if o not in nobodys}
    yield from _money(columns, lifts)
    more = {o: lifts.get(o, np.zeros((1, 1))) for o in OUTCOMES}
    yield from ((f"incremental_{measure}", more[o]) for o, measure in OUTCOMES.items())
    for outcome, measure in OUTCOMES.items():
        base = known(columns.segments[outcome])[..., None]
        yield measure, base + more[outcome] if outcome in lifts else more[outcome]
    yield "recipients", (np.arange(columns.shape[-1]) > 0).astype(float)
    yield "redemptions", columns.redemption
    yield "face_value", columns.face_value
    yield "quantity", columns.quantity


def _money(columns: Columns, lifts: Mapping[str, Array]) -> Iterator[tuple[str, Array]]:
    """Return cost, liability, value and net value, money per user."""
    delivery, told = columns.offers["delivery_cost"], columns.responses
    everything = columns.quantity * columns.offers["unit_cost"]
    cost = delivery + columns.redemption * columns.offers["usage"] * everything
    cost = either(told.get("cost"), cost)
    worth = sum(
        known(columns.segments[f"{OUTCOMES[outcome]}_value"])[..., None] * lifts[outcome]
        for outcome in lifts
    )
    value = (1 + columns.segments["word_of_mouth"][..., None]) * worth
    if "value" in told:
        value = either(columns.decay * told["value"], value)
    yield "cost", cost
    yield "liability", np.maximum(delivery + everything, cost)
    yield "value", value
    yield "net_value", value - cost
