"""``--freeze`` on solve, frontier and target: what is given stays given."""

import json

import pytest

COMMANDS = (("solve",), ("frontier",), ("target", "--at-least", "value=1e6"))


@pytest.fixture
def first(compensator, skype, tmp_path):
    """A first wave, a seventh of the budget."""
    wave = ("--set", "budget=1e6", "-o", "first.json", "-q")
    assert compensator("solve", skype, *wave).code == 0
    return tmp_path / "first.json"


def given(path):
    """Return the whole users of real offers, by segment and offer."""
    cells = json.loads(path.read_text())["allocations"]
    return {(c["segment"], c["offer"]): c["users"] for c in cells if c["offer"] != "none"}


def test_the_next_money_goes_on_top_of_what_is_given(compensator, skype, first):
    """Nobody loses an offer, and the budget holds both waves."""
    said = compensator("solve", skype, "--freeze", first, "--json")
    plan = said.document
    users = {(c["segment"], c["offer"]): c["users"] for c in plan["allocations"]}
    assert (said.code, plan["status"]) == (0, "optimal")
    assert all(users.get(pair, 0) >= count for pair, count in given(first).items())
    assert 1e6 < plan["totals"]["cost"] <= plan["budget"] * (1 + 1e-9)
    assert "keep what they were given" in " ".join(plan["notes"])
    free = compensator("solve", skype, "--json").document
    assert plan["objective"] <= free["objective"] * (1 + 1e-9)


def test_a_frontier_begins_at_the_cost_of_what_is_given(compensator, skype, first):
    """No budget below it is enough."""
    curve = compensator("frontier", skype, "--freeze", first, "--json").document
    assert curve["points"][0]["budget"] == pytest.approx(1e6, rel=1e-3)
    plan = compensator("solve", skype, "--freeze", first, "--json").document
    budgets, values = ([point[key] for point in curve["points"]] for key in ("budget", "value"))
    k = max(i for i, budget in enumerate(budgets) if budget <= plan["budget"])
    assert values[k] <= plan["objective"] * (1 + 1e-6)
    assert plan["objective"] <= values[min(k + 1, len(values) - 1)] * (1 + 1e-6)


def test_a_target_counts_what_is_given(compensator, skype, first):
    """The first wave's value is there already."""
    value = json.loads(first.read_text())["totals"]["value"]
    asked = ("--at-least", f"value={value * 1.02}", "--freeze", first, "--json")
    plan = compensator("target", skype, *asked).document
    assert plan["totals"]["value"] == pytest.approx(value * 1.02)
    assert plan["objective"] > 1e6 * (1 - 1e-6)


def test_a_budget_below_what_is_given_is_infeasible(compensator, skype, first):
    """Exit 4, and the budget is what clashes."""
    said = compensator("solve", skype, "--freeze", first, "--set", "budget=5e5", "--json")
    assert said.code == 4
    assert "budget" in said.document["conflict"]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("no json", "text that is no JSON"),
        ('{"schema": "compensator/frontier/1"}', 'found "compensator/frontier/1"'),
        (None, "No such file"),
    ],
)
def test_a_file_that_is_no_plan_is_bad_data(compensator, skype, tmp_path, command, content, told):
    """Exit 3 in each command, with the place and no traceback."""
    if content is not None:
        (tmp_path / "plan.json").write_text(content)
    said = compensator(command[0], skype, *command[1:], "--freeze", "plan.json")
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("plan.json has 1 problem:")
    assert told in said.err


def test_a_folder_is_no_plan(compensator, skype, tmp_path):
    """Bad data, not a wrong option."""
    said = compensator("solve", skype, "--freeze", tmp_path)
    assert said.code == 3
    assert "found a folder" in said.err


def test_a_plan_of_another_problem_is_told_name_by_name(compensator, norton, first):
    """As JSON too, all at once."""
    said = compensator("solve", norton, "--freeze", first, "--json")
    assert said.code == 3
    assert said.document["schema"] == "compensator/errors/1"
    wheres = [error["where"] for error in said.document["errors"]]
    assert len(wheres) >= len(given(first)) > 3
    assert all(where.startswith("first.json allocations[") for where in wheres)


def test_fewer_users_than_have_an_offer_are_told(compensator, skype, first):
    """The change of the workbook is made first."""
    (segment, _), count = max(given(first).items(), key=lambda item: item[1])
    change = ("--set", f"segments[{segment}].users={count - 1}")
    said = compensator("solve", skype, "--freeze", first, *change)
    assert said.code == 3
    assert f"at most the {count - 1:,} users of the segment" in said.err
