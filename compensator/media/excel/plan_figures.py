"""The plan's key figures: their words, and where the summary sheet keeps them for formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from compensator.language import MONEY_MEASURES
from compensator.media.amounts import setup_cost
from compensator.media.excel.style import Kind
from compensator.plan import Plan, objective_words

TOP: Final = 10
"""Row of the first figure, counted from 0."""
COLUMN: Final = "B"


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure."""

    key: str
    label: str
    kind: Kind
    amount: float | None

    @property
    def part(self) -> bool:
        """Return whether the figure is a part of the one above."""
        return self.key == "setup" or self.key.startswith("incremental_")


def key_figures(plan: Plan) -> list[Figure]:
    """Return the figures in the order of the summary sheet; absent ones keep their place."""
    amounts: Mapping[str, float | None] = {
        **(asdict(plan.totals) if plan.totals else {}),
        "budget": plan.budget,
        "setup": setup_cost(plan),
        "objective": plan.objective,
    }
    unit: Kind = "money" if plan.targets or plan.maximize in MONEY_MEASURES else "count"
    labels: tuple[tuple[str, str, Kind], ...] = (
        ("users", "Users", "count"),
        ("recipients", "Users who get an offer", "count"),
        ("cost", "Cost, expected", "money"),
        ("setup", "of which set-up costs", "money"),
        ("budget", "Budget, set aside" if plan.targets else "Budget", "money"),
        ("value", "Value", "money"),
        ("net_value", "Net value", "money"),
        ("roi", "Net value ÷ cost", "number"),
        ("retained", "Users who stay", "count"),
        ("incremental_retained", "because of the plan", "count"),
        ("reconverted", "Users who come back", "count"),
        ("incremental_reconverted", "because of the plan", "count"),
        ("liability", "Cost if all is used (liability)", "money"),
        ("breakage", "Never used (breakage)", "money"),
        ("deadweight", "Paid to who would stay or come anyway (deadweight)", "money"),
        ("objective", f"Objective: {objective_words(plan)}", unit),
    )
    return [Figure(key, label, kind, amounts.get(key)) for key, label, kind in labels]


def addresses(plan: Plan) -> dict[str, str]:
    """Return the cell of each key figure, for formulas on other sheets."""
    figures = key_figures(plan)
    return {f.key: f"Summary!${COLUMN}${TOP + 1 + place}" for place, f in enumerate(figures)}
