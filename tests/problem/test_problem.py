"""A problem made in memory is the problem that a workbook makes."""

import numpy as np
import pandas as pd
import pytest

from compensator.errors import InputError
from compensator.problem import Offer, Problem, Response, Segment, Settings
from tests.sheets import OFFERS, RESPONSES, SEGMENTS, read


def dicts(rows: list[list[object]]) -> list[dict[str, object]]:
    """Return a sheet as dicts."""
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def frame(rows: list[list[object]]) -> pd.DataFrame:
    """Return a sheet as a DataFrame."""
    return pd.DataFrame(rows[1:], columns=rows[0])


def test_dicts_frames_and_sheets_make_the_same_problem():
    """A data team has frames, an analyst a workbook; the answer must not depend on it."""
    tables = {"segments": SEGMENTS, "offers": OFFERS, "responses": RESPONSES}
    from_dicts = Problem(**{n: dicts(rows) for n, rows in tables.items()}, title="plan")
    from_frames = Problem(**{n: frame(rows) for n, rows in tables.items()}, title="plan")
    assert from_dicts == from_frames == read()


def test_records_are_taken_as_they_are():
    """Code that makes records has checked them already."""
    segment = Segment(segment="new", users=10, retention=0.5, retained_value=40)
    offer, known = Offer(offer="card"), Response(segment="new", offer="card", retention=0.6)
    problem = Problem(segments=[segment], offers=[offer], responses=[known])
    assert problem.segments == (segment,)
    assert problem.responses == (known,)


@pytest.mark.parametrize("blank", [None, np.nan, pd.NA, pd.NaT])
def test_every_blank_of_pandas_is_a_blank_cell(blank):
    """An empty cell of a frame has four faces."""
    segments = frame(SEGMENTS).assign(loss=pd.Series([blank, blank], dtype=object))
    problem = Problem(segments=segments, offers=dicts(OFFERS), responses=dicts(RESPONSES))
    assert [s.loss for s in problem.segments] == [None, None]


def test_numpy_scalars_and_pandas_types_are_read_as_plain_values():
    """Whole numbers of a frame are numpy.int64, texts may be Arrow's."""
    segments = frame(SEGMENTS).convert_dtypes().astype({"users": "int32"})
    segments["since"] = pd.to_datetime(["2007-08-18", "2006-01-01"])
    problem = Problem(segments=segments, offers=frame(OFFERS), responses=frame(RESPONSES))
    assert type(problem.segments[0].users) is int
    assert problem.segments[0].tags["since"].isoformat() == "2007-08-18"


def test_a_wrong_cell_of_a_frame_is_told_by_its_label():
    """A frame has no A1; it has loc."""
    segments = frame(SEGMENTS).set_index(pd.Index(["x", "y"])).assign(users=[10, -2])
    with pytest.raises(InputError) as caught:
        Problem(segments=segments, offers=dicts(OFFERS), responses=dicts(RESPONSES))
    assert str(caught.value) == (
        "problem has 1 problem:\n"
        "  segments.loc['y', 'users']: expected a whole number of at least 0, found -2"
    )


def test_a_wrong_value_of_a_dict_is_told_by_its_position():
    """As one would write it to reach it."""
    rows = dicts(OFFERS)
    rows[1]["face_value"] = "six"
    with pytest.raises(InputError) as caught:
        Problem(segments=dicts(SEGMENTS), offers=rows, responses=dicts(RESPONSES))
    assert str(caught.value) == (
        "problem has 1 problem:\n  offers[1]['face_value']: expected a number, found 'six'"
    )


def test_settings_by_name_replace_those_of_the_record():
    """A record for all of them, a keyword for the one that differs."""
    base = Settings(budget=5, currency="EUR")
    problem = Problem(
        segments=dicts(SEGMENTS),
        offers=dicts(OFFERS),
        responses=dicts(RESPONSES),
        settings=base,
        budget=7,
    )
    assert (problem.settings.budget, problem.settings.currency) == (7, "EUR")


def test_a_wrong_setting_by_name_is_told_by_its_name():
    """The keyword is its address."""
    with pytest.raises(InputError) as caught:
        Problem(
            segments=dicts(SEGMENTS), offers=dicts(OFFERS), responses=dicts(RESPONSES), budget=-1
        )
    assert str(caught.value) == (
        "problem has 1 problem:\n"
        "  settings.budget: expected an amount of money of at least 0, found -1"
    )


def test_a_problem_says_how_large_it_is():
    """Its tables are too long to print."""
    assert repr(read()) == "Problem('plan': 2 segments, 2 offers, 4 responses, 0 limits)"


def test_no_segments_and_no_offers_are_refused_in_memory_too():
    """The same check, another door."""
    with pytest.raises(InputError) as caught:
        Problem(segments=[], offers=[])
    assert [issue.found for issue in caught.value.issues] == ["no rows", "no rows"]
