"""Inputs in words: each with its unit, small ones with the digits that somebody typed."""

import pytest

from compensator.language import in_words, plain
from compensator.problem.assignments import parse
from compensator.whatif.units import unit_of


@pytest.mark.parametrize(
    ("assignment", "unit"),
    [
        ("budget=1", "money"),
        ("budget*=2", "×"),
        ("delay_days=1", "days"),
        ("segments[*].retention=0.5", "0–1"),
        ("segments[*].retention+=0.1", None),
        ("segments[*].users=1", "users"),
        ("offers[card].unit_cost+=1", "money"),
        ("offers[card].quantity=1", None),
        ("segments[*].region=EU", None),
        ("limits[eu].max=1", None),
    ],
)
def test_a_unit_is_that_of_the_column_unless_the_sign_makes_it_another(assignment, unit):
    """A twentieth added to a probability is no probability, and a factor is no money."""
    assert unit_of(parse(assignment)) == unit


@pytest.mark.parametrize(
    ("value", "unit", "digits", "words"),
    [
        (0.0144, "money", 6, "$0.0144"),
        (0.0144, "money", 2, "$0.014"),
        (99.999, "money", 6, "$99.999"),
        (1234.56, "money", 6, "$1,235"),
        (-2.5, "money", 6, "−$2.50"),
        (0, "money", 6, "$0"),
        (1, "users", 6, "1 user"),
        (1.5, "days", 6, "1.5 days"),
        (0.831, "0–1", 3, "83.1%"),
        (0.99996, "0–1", 6, "99.996%"),
        (0.85, "×", 6, "0.85×"),
        (0.8280254, None, 3, "0.828"),
    ],
)
def test_values_read_as_people_write_them(value, unit, digits, words):
    """Never in powers of ten, and never more exactly than asked."""
    assert in_words(value, unit, "USD", digits) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(1e-7, "0.0000001"), (-1e6, "−1,000,000"), (123456.7, "123,457"), (12.5, "12.5"), (-0.0, "0")],
)
def test_plain_numbers_have_no_exponent_and_a_true_minus(value, words):
    """1e-07 is for machines."""
    assert plain(value) == words
