"""The formulas of a pair as a workbook works them out, a second time and in its own words.

Each refers to cells of its row only: typed figures by the headings of ``inputs``, others by their keys.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from compensator.language import OUTCOMES

CURVE: Final = "IF({.face_value}>0,1/(1+({.half value}/{.face_value})^{.steepness}),0)"
"""w**k / (w**k + h**k), divided by w**k above and below."""
STEEP: Final = (
    "IF({.face_value}>0,1/(1+EXP(MIN(700,{.steepness}*LN({.half value}/{.face_value})))),0)"
)
"""The same where powers are too large for a cell."""


def formulas_of(typed: Collection[str], *, steep: bool) -> dict[str, str]:
    """Return the formula of each column that has one, by its name.

    Args:
        typed: Headings of the figures that stand in the row.
        steep: Whether some curve has powers that are too large for a cell.
    """
    curved = "half value" in typed
    return {
        **(dict(_per_unit()) if "units per user" in typed else {}),
        **({"decay": "0.5^({.delay days}/{.half-life days})"} if "delay days" in typed else {}),
        "redemption": _either("redemption", "{.offer redemption}", typed),
        **({"curve": STEEP if steep else CURVE} if curved else {}),
        **({"share felt": _felt()} if curved else {}),
        **dict(_outcomes(typed)),
        **dict(_money(typed)),
    }


def _per_unit() -> Iterator[tuple[str, str]]:
    for name, heading in (("face_value", "face value"), ("quantity", "quantity")):
        yield name, f"{{.offer {heading}}}*{{.units per user}}"


def _felt() -> str:
    return "{.redemption}+(1-{.redemption})*{.lift if unredeemed}"


def _outcomes(typed: Collection[str]) -> Iterator[tuple[str, str]]:
    for outcome in OUTCOMES:
        base = f"{{.base {outcome}}}"
        if base[2:-1] in typed:
            yield f"lift_{outcome}", f"({_lift(outcome, base, typed)})*{{.decay}}"
            yield outcome, f"{base}+{{.lift_{outcome}}}"


def _lift(outcome: str, base: str, typed: Collection[str]) -> str:
    """Return the lift at no delay: what a response says, else what the curve does."""
    curved = f"{outcome} ceiling" in typed
    own = f"({{.{outcome} ceiling}}-{base})*{{.curve}}*{{.share felt}}" if curved else "0"
    return _either(outcome, own, typed, f"-{base}")


def _money(typed: Collection[str]) -> Iterator[tuple[str, str]]:
    used = "{.delivery cost}+{.redemption}*{.usage}*{.quantity}*{.unit cost}"
    yield "cost", _either("cost", used, typed)
    yield "liability", "MAX({.delivery cost}+{.quantity}*{.unit cost},{.cost})"
    worth = "+".join(
        f"{{.{measure} value}}*{{.lift_{outcome}}}"
        for outcome, measure in OUTCOMES.items()
        if f"{measure} value" in typed
    )
    value = f"(1+{{.word of mouth}})*({worth or 0})"
    yield "value", _either("value", value, typed, "*{.decay}")
    yield "net_value", "{.value}-{.cost}"


def _either(name: str, own: str, typed: Collection[str], more: str = "") -> str:
    """Return what a response says, where there is one, and else something of one's own."""
    response = f"{{.response {name}}}"
    return f'IF({response}="",{own},{response}{more})' if response[2:-1] in typed else own
