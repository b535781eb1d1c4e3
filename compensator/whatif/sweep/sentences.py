"""What a sweep says in sentences: from where to where, best and worst, today, and the switches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from compensator.language import (
    WITHOUT_PLAN,
    amount_of,
    measure,
    number,
    percent,
    quantity,
    shortened,
    visible,
)
from compensator.plan import Status
from compensator.tolerances import SAME
from compensator.whatif.inputs import Input
from compensator.whatif.sweep.answer import INVALID, Cell, Sweep, Switch
from compensator.whatif.sweep.places import (
    bare_words,
    place_words,
    span_words,
    value_words,
    where_words,
)

SWITCHES: Final = 3
"""Most switches told in a sentence."""


def headline(sweep: Sweep) -> tuple[str, ...]:
    """Return the answer in a few sentences with units."""
    solved = [cell for cell in sweep.rows if cell.objective is not None]
    parts = (
        _today(sweep, solved),
        _ends(sweep, solved),
        _extremes(sweep, solved),
        _losing(sweep, solved),
        _switched(sweep),
        _bound(sweep),
        _without_plan(sweep),
    )
    return tuple(sentence for part in parts for sentence in part)


def standing(sweep: Sweep) -> str:
    """Return how many cells ended how."""
    ends = Counter(str(cell.status) for cell in sweep.rows)
    listed = ", ".join(f"{number(n)} {status}" for status, n in ends.items())
    cells = "1 cell" if len(sweep.rows) == 1 else f"{len(sweep.rows):,} cells"
    if sweep.complete:
        return f"{cells}: {listed}"
    return f"Interrupted after {len(sweep.rows):,} of {sweep.asked:,} cells" + (
        f": {listed}" if listed else ""
    )


def amount(sweep: Sweep, figure: float) -> str:
    """Return an amount of what the plans maximize, in words."""
    return amount_of(figure, sweep.maximize, sweep.currency)


def bare(sweep: Sweep, figure: float) -> str:
    """Return an amount of what the plans maximize, with its unit."""
    return measure(figure, sweep.maximize, sweep.currency)


def _change(sweep: Sweep, start: float, end: float) -> str:
    """Return by how much a figure rises or falls, and from what to what."""
    if abs(end - start) <= SAME * max(1.0, abs(start), abs(end)):
        return f"stays at {bare(sweep, start)}"
    verb = "rises" if end > start else "falls"
    part = f" ({percent(abs(end - start) / abs(start))})" if start else ""
    return f"{verb} by {bare(sweep, abs(end - start))}{part}, from {bare(sweep, start)} to {bare(sweep, end)}"


def _today(sweep: Sweep, solved: Sequence[Cell]) -> Iterator[str]:
    """What the present inputs cost against the best of the cells."""
    base = sweep.base
    if base.objective is None:
        yield (
            "As it stands, the problem is infeasible: no plan meets every limit."
            if base.status is Status.INFEASIBLE
            else "As it stands, no plan was found before the time limit."
        )
        return
    if not solved or set(base.inputs) != set(sweep.varied):
        return
    best = _best(solved)
    lost = _value(best) - base.objective
    now = place_words(sweep.inputs, base.inputs, sweep.currency)
    if lost <= SAME * max(1.0, abs(_value(best))):
        yield f"Today, at {now}: {amount(sweep, base.objective)}; no cell is better."
        return
    part = f" ({percent(lost / abs(_value(best)))})" if _value(best) else ""
    if (waited := _waiting(sweep, best, base)) is not None:
        then = f"{bare(sweep, base.objective)} instead of {bare(sweep, _value(best))}"
        yield f"Waiting {waited} costs {amount(sweep, lost)}{part}: {then}."
        return
    less = f"{bare(sweep, lost)}{part} less than the best of these cells"
    yield f"Today, at {now}: {amount(sweep, base.objective)}, {less}."


def _waiting(sweep: Sweep, early: Cell, late: Cell) -> str | None:
    """Return both delays, where a delay is what is varied and the first is the shorter."""
    if [one.assignment for one in sweep.inputs] != ["delay_days="]:
        return None
    (one,) = sweep.inputs
    first, last = early.inputs[one.path], late.inputs[one.path]
    return f"{value_words(one, last, '')} instead of {number(first)}" if first < last else None


def _ends(sweep: Sweep, solved: Sequence[Cell]) -> Iterator[str]:
    """From the first to the last cell of one input."""
    if len(sweep.inputs) != 1 or len(solved) < 2:
        return
    (one,), first, last = sweep.inputs, solved[0], solved[-1]
    where = span_words(one, first.inputs[one.path], last.inputs[one.path], sweep.currency)
    change = _change(sweep, _value(first), _value(last))
    yield f"From {where}, the best plan's {quantity(sweep.maximize)} {change}."


def _extremes(sweep: Sweep, solved: Sequence[Cell]) -> Iterator[str]:
    """The best and the worst cell, where they differ and are not the two ends that are told already."""
    if len(solved) < 2:
        return
    best, worst = _best(solved), min(solved, key=_value)
    ends = (solved[0], solved[-1])
    if len(sweep.inputs) == 1 and {_value(best), _value(worst)} == set(map(_value, ends)):
        return
    if _value(best) - _value(worst) <= SAME * max(1.0, abs(_value(best))):
        return
    told = [
        f"{bare(sweep, _value(cell))} at {place_words(sweep.inputs, cell.inputs, sweep.currency)}"
        for cell in (best, worst)
    ]
    yield f"Best: {told[0]}; worst: {told[1]}."


def _losing(sweep: Sweep, solved: Sequence[Cell]) -> Iterator[str]:
    """Where over one input the best plan costs more than it brings."""
    if len(sweep.inputs) != 1:
        return
    path = sweep.inputs[0].path
    rising = sorted(solved, key=lambda cell: cell.inputs[path])
    below = [k for k, cell in enumerate(rising) if _is_losing(cell)]
    if below:
        where = _stretch(sweep, [cell.inputs[path] for cell in rising], below)
        yield f"{where}, net value is below 0: the plan costs more than it brings."


def _stretch(sweep: Sweep, values: Sequence[float], chosen: Sequence[int]) -> str:
    """Return which of rising values are chosen, and at which next to them it is otherwise."""
    (one,) = sweep.inputs
    first, last = chosen[0], chosen[-1]
    start, end = (place_words([one], {one.path: values[k]}, sweep.currency) for k in (first, last))
    if len(chosen) == len(values):
        return "In every cell with a plan"
    if chosen == list(range(first, len(values))):
        before = bare_words(one, values[first - 1], sweep.currency)
        return f"From {start} on (at {before} not yet)"
    if chosen == list(range(last + 1)):
        return f"Up to {end} (at {bare_words(one, values[last + 1], sweep.currency)} no more)"
    return f"In {len(chosen):,} of {len(values):,} cells with a plan, first at {start}"


def _is_losing(cell: Cell) -> bool:
    """Return whether a plan's net value is below 0 by more than rounding."""
    if cell.totals is None:
        return False
    return cell.totals.net_value < -SAME * max(1.0, cell.totals.cost)


def _switched(sweep: Sweep) -> Iterator[str]:
    if len(sweep.inputs) != 1 or not sweep.rows:
        return
    if not sweep.switches:
        if sum(cell.objective is not None for cell in sweep.rows) > 1:
            yield "No segment switches its main offer."
        return
    (one,) = sweep.inputs
    told = [_switch_words(one, switch, sweep.currency) for switch in sweep.switches[:SWITCHES]]
    more = len(sweep.switches) - len(told)
    left = f"; and {more:,} more" if more else ""
    often = "once" if len(sweep.switches) == 1 else f"{len(sweep.switches):,} times"
    yield f"A segment switches its main offer {often}: {'; '.join(told)}{left}."


def _switch_words(one: Input, switch: Switch, currency: str) -> str:
    here, there = (value_words(one, value, currency) for value in (switch.before, switch.after))
    names = map(visible, (switch.segment, switch.from_offer, switch.to_offer))
    return "{} from {} to {}".format(*names) + f" between {here} and {there}"


def _bound(sweep: Sweep) -> Iterator[str]:
    if (names := always_binding(sweep)) is not None:
        listed = shortened([visible(name) for name in names]) or "No limit"
        yield f"{listed} {'binds' if len(names) < 2 else 'bind'} in every cell with a plan."


def always_binding(sweep: Sweep) -> tuple[str, ...] | None:
    """Return the limits that bind in every cell with a plan, None where they differ."""
    found = {cell.binding for cell in sweep.rows if cell.objective is not None}
    several = sum(cell.objective is not None for cell in sweep.rows) > 1
    return found.pop() if several and len(found) == 1 else None


def _without_plan(sweep: Sweep) -> Iterator[str]:
    """Which cells have no plan."""
    words = {
        **{why: f"{why}, {words}" for why, words in WITHOUT_PLAN.items()},
        INVALID: "invalid, outside what the column may hold",
    }
    for why, word in words.items():
        cells = [cell for cell in sweep.rows if cell.why == why]
        if cells:
            verb = "is" if len(cells) == 1 else "are"
            where = where_words(sweep.inputs, [cell.inputs for cell in cells], sweep.currency)
            yield f"{len(cells):,} of {len(sweep.rows):,} cells {verb} {word}: {where}."


def _best(solved: Sequence[Cell]) -> Cell:
    return max(solved, key=_value)


def _value(cell: Cell) -> float:
    return 0.0 if cell.objective is None else cell.objective
