"""``compensator export``: the program on paper."""

import highspy
import pytest

import compensator as cp


@pytest.mark.parametrize("ending", [".lp", ".mps"])
def test_another_solver_finds_the_same_optimum_in_the_file(compensator, skype, tmp_path, ending):
    """What is exported is what is solved; the program minimizes the negative."""
    target = tmp_path / f"plan{ending}"
    assert compensator("export", skype, "-o", target).code == 0
    engine = highspy.Highs()
    engine.setOptionValue("output_flag", False)
    engine.setOptionValue("threads", 1)  # the number that every test of this process gets
    engine.readModel(str(target))
    engine.run()
    expected = cp.solve(cp.read_workbook(skype)).objective
    assert -engine.getInfo().objective_function_value == pytest.approx(expected, rel=1e-7)


def test_the_names_are_positions_and_the_legend_tells_whose(compensator, skype, tmp_path):
    """No user text reaches a solver."""
    said = compensator("export", skype, "-o", tmp_path / "plan.lp", "--json")
    assert said.document["offers"]["0"] == "none"
    assert said.document["segments"]["1"] == ["world-business"]
    text = (tmp_path / "plan.lp").read_text(encoding="utf-8")
    assert "world" not in text
    assert all(code in text for code in said.document["limits"])


def test_only_known_endings_are_written(compensator, skype, tmp_path):
    """Before any work."""
    said = compensator("export", skype, "-o", tmp_path / "plan.xlsx")
    assert said.code == 2
    assert ".lp, .mps" in said.err
