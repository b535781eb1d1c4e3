"""Make the shipped cases: each ``case.py`` becomes a workbook, its page gets the figures of its plan.

Run ``python examples/make_examples.py`` after a change to a case, to the template or to the
optimizer; a test fails while what is shipped differs from what this makes.
"""

from __future__ import annotations

import re
import runpy
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from compensator.plan import solve
from compensator.plan.answer import Plan
from compensator.problem import Problem, changed
from compensator.workbook.template import write_problem

HERE = Path(__file__).resolve().parent
START, END = "<!-- figures: written by examples/make_examples.py -->", "<!-- end of figures -->"


def main(target: Path = HERE) -> None:
    """Write every case's workbook and page below a folder.

    Args:
        target: Where the folders of the cases go; this folder unless a test says otherwise.
    """
    for case in sorted(HERE.glob("*/case.py")):
        name, made = case.parent.name, runpy.run_path(str(case))
        folder = target / name
        folder.mkdir(parents=True, exist_ok=True)
        problem: Problem = made["problem"]()
        write_problem(problem, folder / f"{name}.xlsx", about=made["ABOUT"], force=True)
        page = (case.parent / "README.md").read_text("utf-8")
        (folder / "README.md").write_text(with_figures(page, problem), "utf-8")


def with_figures(page: str, problem: Problem) -> str:
    """Return a page with the block between its markers written anew."""
    block = "\n".join([START, "", *figures(problem), "", END])
    return re.sub(f"{re.escape(START)}.*?{re.escape(END)}", lambda _: block, page, flags=re.DOTALL)


def figures(problem: Problem) -> Iterator[str]:
    """Yield the lines of a page's figures: the plan, the policies, the scenarios."""
    plan = solve(problem)
    yield from _plan(plan)
    yield ""
    yield from _policies(plan)
    yield ""
    yield from _scenarios(problem)


def _plan(plan: Plan) -> Iterator[str]:
    totals = _there(plan.totals)
    yield "### The plan"
    yield ""
    yield (
        f"The best plan costs {_money(totals.cost)} {plan.currency} of {_money(_there(plan.budget))} "
        f"and brings {_money(totals.value)} {plan.currency}; one more {plan.currency} of budget would "
        f"bring {_there(plan.budget_price):.2f}. Binding: {_binding(plan)}."
    )
    yield ""
    yield from _table(
        ("segment", "offer", "users", "cost", "value"),
        (
            [a.segment, a.offer, f"{a.users:,}", _money(a.cost), _money(a.value)]
            for a in plan.allocations
        ),
    )


def _policies(plan: Plan) -> Iterator[str]:
    yield "### Beside what was done"
    yield ""
    yield from _table(
        ("policy", "cost", "value", "best value at this cost", "limits it breaks"),
        (
            [
                p.policy,
                _money(p.cost),
                _money(p.value),
                _money(p.best_at_cost),
                ", ".join(p.broken) or "–",
            ]
            for p in plan.policies
        ),
    )


def _scenarios(problem: Problem) -> Iterator[str]:
    yield "### What if"
    yield ""
    rows = []
    for name in dict.fromkeys(s.scenario for s in problem.scenarios):
        changes = [s.change for s in problem.scenarios if s.scenario == name]
        plan = solve(changed(problem, changes))
        totals, price = _there(plan.totals), f"{_there(plan.budget_price):.2f}"
        said = "<br>".join(f"`{change}`".replace("|", "\\|") for change in changes)
        rows.append([name, said, _money(totals.cost), _money(totals.value), price])
    yield from _table(("scenario", "change", "cost", "value", "price of the budget"), rows)


def _binding(plan: Plan) -> str:
    return (
        ", ".join(limit.limit for limit in plan.limits if limit.binding and limit.enforced)
        or "nothing"
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a Markdown table; columns of numbers are right-aligned."""
    lines = list(rows)
    numeric = [
        all(re.fullmatch(r"[-–−\d,.]+", line[i]) for line in lines) for i in range(len(header))
    ]
    yield f"| {' | '.join(header)} |"
    yield f"|{'|'.join('---:' if n else '---' for n in numeric)}|"
    for line in lines:
        yield f"| {' | '.join(line)} |"


def _money(amount: float | None) -> str:
    """Return an amount to four figures: more would claim a precision that assumptions do not have."""
    if amount is None:
        return "–"
    rounded = float(f"{amount:.4g}")
    return f"{rounded:,.0f}"


def _there(value: Any) -> Any:
    """Return a figure that an optimal plan has."""
    if value is None:
        msg = "an example has no optimal plan"
        raise ValueError(msg)
    return value


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
