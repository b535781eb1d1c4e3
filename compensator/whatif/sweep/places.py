"""Cells of a sweep in words: inputs with one value, with several, or with a run of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from compensator.language import MINUS, in_words, plain, shortened, visible
from compensator.whatif.inputs import Input
from compensator.whatif.units import MULTIPLE


def value_words(one: Input, value: float, currency: str) -> str:
    """Return a value of an input in its unit."""
    return in_words(value, one.unit, currency)


def bare_words(one: Input, value: float, currency: str) -> str:
    """Return a value without the unit that its path, such as delay_days, ends in, or its sign tells."""
    if one.unit == MULTIPLE or one.path.casefold().endswith("days"):
        return plain(value)
    return value_words(one, value, currency)


def place_words(inputs: Sequence[Input], at: Mapping[str, float], currency: str) -> str:
    """Return a cell by the values of its inputs."""
    return ", ".join(_place(one, at[one.path], currency) for one in inputs)


def span_words(one: Input, first: float, last: float, currency: str) -> str:
    """Return an input from one value to another."""
    return _over(one, " to ".join(_values(one, (first, last), currency)))


def where_words(
    inputs: Sequence[Input], places: Sequence[Mapping[str, float]], currency: str
) -> str:
    """Return where cells lie: by the inputs that set them apart, where they make a block of the grid.

    Args:
        inputs: Those to tell.
        places: Values by path, each combination once.
        currency: ISO 4217 code of money.
    """
    taken = [{at[one.path] for at in places} for one in inputs]
    if math.prod(map(len, taken)) != len(places):
        return shortened([place_words(inputs, at, currency) for at in places], "; ")
    parts = [
        _run(one, values, currency)
        for one, values in zip(inputs, taken, strict=True)
        if len(values) < len(one.values) or len(inputs) == 1
    ]
    return ", ".join(parts) or "all of them"


def _run(one: Input, values: set[float], currency: str) -> str:
    """Return an input with values in a row as from … to …, with others as a list."""
    rising = sorted(values)
    if len(rising) == 1:
        return _place(one, rising[0], currency)
    first = sorted(one.values).index(rising[0])
    in_a_row = sorted(one.values)[first : first + len(rising)] == rising
    if in_a_row and len(rising) > 2:
        return span_words(one, rising[0], rising[-1], currency)
    return _over(one, shortened(_values(one, rising, currency)))


def _place(one: Input, value: float, currency: str) -> str:
    """Return an input at one value; what is taken off reads as a difference."""
    sign = {"*=": "×", "+=": "+"}.get(one.place.sign, "=")
    if _is_added(one) and value < 0:
        sign, value = MINUS, -value
    return f"{_stem(one)} {sign} {bare_words(one, value, currency)}"


def _over(one: Input, words: str) -> str:
    """Return an input with several of its values."""
    sign = {"*=": "×", "+=": "by"}.get(one.place.sign, "=")
    return f"{_stem(one)} {sign} {words}"


def _values(one: Input, values: Sequence[float], currency: str) -> list[str]:
    """Return values side by side; what is added and what is taken off is signed."""
    plus = "+" if _is_added(one) else ""
    return [f"{plus if value > 0 else ''}{bare_words(one, value, currency)}" for value in values]


def _stem(one: Input) -> str:
    """Return an input's path without its sign."""
    return visible(one.path.rstrip("=*+ "))


def _is_added(one: Input) -> bool:
    return one.place.sign == "+="
