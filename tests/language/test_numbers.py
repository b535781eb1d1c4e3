"""Numbers read the same wherever they stand."""

import pytest

from compensator.language import count, measure, money, number, percent, times, visible
from compensator.story import Amount, figures


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (3420, "USD", "$3,420"),
        (0.63, "USD", "$0.63"),
        (99.999, "USD", "$100"),
        (12.5, "GBP", "£12.50"),
        (10, "GBP", "£10"),
        (-1000, "USD", "−$1,000"),
        (1234.5, "JPY", "¥1,234"),
        (12.4, "JPY", "¥12"),
        (0.4, "JPY", "¥0.40"),
        (8, "CNY", "CN¥8"),
        (1200, "SEK", "SEK 1,200"),
        (0.0004, "USD", "$0.0004"),
        (-0.0, "USD", "$0"),
        (-1e-14, "USD", "$0"),
    ],
)
def test_money_bears_its_sign_and_only_the_cents_that_matter(amount, currency, words):
    """A price of a tenth of a cent must not read as nothing, a million needs no cents."""
    assert money(amount, currency) == words


@pytest.mark.parametrize(
    ("fraction", "words"),
    [(0.123, "12.3%"), (0, "0%"), (1, "100%"), (1 - 1e-12, "100%"), (0.99999, "99.999%")],
)
def test_a_percentage_is_0_or_100_only_where_it_is(fraction, words):
    """99.999 % of a segment is not the whole of it, but float noise is."""
    assert percent(fraction) == words


def test_users_are_counted_in_the_singular_and_the_plural():
    """One user is not one users."""
    assert [count(1), count(1.0), count(2), count(0.4)] == [
        "1 user",
        "1 user",
        "2 users",
        "0.4 users",
    ]


def test_a_measure_gets_the_unit_it_has():
    """A limit on a custom measure is neither money nor users."""
    words = [measure(1500, name, "USD") for name in ("cost", "recipients", "calls")]
    assert words == ["$1,500", "1,500 users", "1,500"]


def test_multiples_and_numbers_keep_two_decimals():
    """A return of 1.9163 is 1.92 times the cost."""
    assert [times(1.9163), times(3), number(1e6)] == ["1.92×", "3×", "1,000,000"]


def test_control_characters_show_but_do_nothing():
    """A name with an escape sequence must not recolor the reader's terminal."""
    assert visible("a\x1b[31m\n\u202eb") == "a␛[31m␊\\u202eb"
    assert visible("用户 é 👩‍🚀") == "用户 é 👩‍🚀"


def test_brief_amounts_stay_short_at_every_size():
    """Columns of a narrow table hold no more than a dozen characters."""
    amounts = [Amount(10.0**size, "money") for size in range(-2, 13)]
    assert all(len(text) <= 12 for text in figures(amounts, "number", "CNY", short=True))
