"""What every test may use: golden files, and small problems whose numbers a reader can redo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from compensator.problem import Problem

settings.register_profile(
    "ci",
    max_examples=40,
    deadline=None,  # the machine may be busy: time is for benchmarks
    derandomize=True,  # the same problems everywhere; hunt for new ones with --hypothesis-profile=hunt
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile(
    "hunt", parent=settings.get_profile("ci"), max_examples=2000, derandomize=False
)
settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes golden files."""
    parser.addoption(
        "--update-golden", action="store_true", help="write tests/golden instead of comparing"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file of tests/golden; --update-golden writes the file."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


def outage(**changes: object) -> Problem:
    """Return two segments and two offers, per user:

    ========  ============  =================  ==================
    segment   users         card, costs 0.30   week, costs 1.00
    ========  ============  =================  ==================
    paying    100           + 2 % × 50 = 1.00  + 10 % × 50 = 5.00
    dormant   200           + 5 % × 20 = 1.00  +  2 % × 20 = 0.40
    ========  ============  =================  ==================

    So money goes first to a week for the paying (5.00 per 1), which costs 100 and brings 500, then
    to cards for the dormant (3.33 per 1), which cost 60 and bring 200.
    """
    tables: dict[str, object] = {
        "segments": [
            {"segment": "paying", "users": 100, "retention": 0.8, "retained_value": 50},
            {"segment": "dormant", "users": 200, "reconversion": 0.1, "reconverted_value": 20},
        ],
        "offers": [
            {
                "offer": "card",
                "quantity": 30,
                "unit": "minute",
                "unit_cost": 0.02,
                "redemption": 0.5,
            },
            {"offer": "week", "delivery_cost": 1},
        ],
        "responses": [
            {"segment": "paying", "offer": "card", "retention": 0.82},
            {"segment": "paying", "offer": "week", "retention": 0.9},
            {"segment": "dormant", "offer": "card", "reconversion": 0.15},
            {"segment": "dormant", "offer": "week", "reconversion": 0.12},
        ],
    }
    return Problem(**{**tables, **changes})


@pytest.fixture(name="outage")
def _outage() -> Callable[..., Problem]:
    """Make the two-segment outage, some of its tables or settings changed."""
    return outage
