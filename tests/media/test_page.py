"""Any view as a page that opens offline."""

import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

from compensator.media.page.writing import page
from tests.views import BARS, CHINESE, CURVE, HEAT, LADDER, LONG, NONE, SCRIPT, TWO_WAY, make_view


class Reader(HTMLParser):
    """Keeps each element's tag, attributes and text; knows where one was left open."""

    VOID = frozenset({"meta", "br", "link"})

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.found, self.open = [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs), []))
        if tag not in self.VOID:
            self.open.append(self.found[-1])

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        for _, _, texts in self.open:
            texts.append(data)

    def all(self, tag):
        """Return attributes and text of each element of a tag."""
        return [(attrs, "".join(texts)) for name, attrs, texts in self.found if name == tag]

    def texts(self, tag):
        return [text for _, text in self.all(tag)]


@pytest.fixture(scope="module")
def text():
    return page(make_view())


@pytest.fixture(scope="module")
def read(text):
    reader = Reader(text)
    assert reader.open == []
    return reader


def test_the_answer_comes_before_pictures_tables_and_notes(text):
    """Who opens the page reads the answer first; where it comes from stands below."""
    order = ["<h1>", "The first $1,000,000", "<figure>", "<table>", "Notes</h2>", "<footer>"]
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    assert "input 3f5a3f5a3f5a" in text


def test_the_page_is_told_apart_by_language_title_and_width(read):
    """Screen readers, tabs and phones need them."""
    assert read.all("html")[0][0] == {"lang": "en"}
    assert read.texts("title") == [f"Outage {SCRIPT}"]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in [
        attrs for attrs, _ in read.all("meta")
    ]


def test_tables_name_their_rows_and_columns(read):
    """A table is read by its headers; sizes are told where rows are left out."""
    heads = [text for attrs, text in read.all("th") if attrs["scope"] == "col"]
    assert heads[:3] == ["segment", "to", "users"]
    assert heads[5:8] == ["value per cost", "changes", "cumulative cost"]
    names = [text for attrs, text in read.all("th") if attrs["scope"] == "row"]
    assert names[:3] == [row[0] for row in LADDER.rows]
    assert read.texts("caption") == [
        "3 rows",
        "The first 5 of 61 rows; a .csv, .xlsx or .json file holds all",
    ]
    assert "No rows." in read.texts("p")


def test_figures_are_written_with_their_units(read):
    """Money bears its sign, rates are percentages, what is absent is a dash."""
    assert read.texts("td")[7 : 2 * 7] == [
        "apology",
        "90,000",
        "$22,500",
        "100%",
        "3.6",
        "no",
        "$22,500",
    ]


def test_only_our_scripts_run_and_nothing_is_ever_fetched(read, text):
    """The policy names each script by its digest; the user's text is not among them."""
    (policy,) = [attrs["content"] for attrs, _ in read.all("meta") if "http-equiv" in attrs]
    scripts = [body for attrs, body in read.all("script") if "type" not in attrs]
    digests = [
        base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in scripts
    ]
    assert policy.startswith("default-src 'none';")
    assert re.findall(r"'sha256-(.+?)'", policy) == digests
    assert len(scripts) == 2
    assert not [attrs for _, attrs, _ in read.found if {"src", "href"} & attrs.keys()]
    assert "url(" not in "".join(read.texts("style"))
    assert "alert(" in "".join(read.texts("td") + read.texts("th"))  # as text
    assert "<script>alert" not in text


def test_the_users_text_is_text_in_pictures_too(read):
    """Plotly reads tags in labels; those of a name must not be any."""
    drawn = [body for attrs, body in read.all("script") if "type" in attrs]
    labels = "\n".join(drawn)
    assert "<" not in labels
    names = [trace["name"] for trace in json.loads(drawn[1])["data"]]
    assert names == ["best plan", html.escape(SCRIPT)]


def test_marks_are_told_in_words_below_their_picture(read):
    """A number on the line, its words in a list: they never overlap."""
    assert read.texts("li")[0] == "today's budget: budget $2,000,000, value $4,000,000"


def test_a_page_without_pictures_needs_no_scripts():
    """An answer of words is a page of a few kilobytes."""
    text = page(make_view(charts=()))
    assert "<script>" not in text
    assert "script-src 'none'" in text
    assert len(text) < 20_000


@pytest.mark.browser
@pytest.mark.skipif(not shutil.which("chromium"), reason="needs a browser")
def test_a_browser_draws_every_picture_and_refuses_nothing(tmp_path):
    """A digest that is one letter off would leave the page without pictures."""
    view = make_view(charts=(CURVE, HEAT, BARS), tables=(LADDER, LONG, NONE), title=CHINESE)
    path = tmp_path / "page.html"
    path.write_text(page(view), encoding="utf-8", newline="\n")
    command = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
        f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=5000", "--dump-dom",
    ]  # fmt: skip
    done = subprocess.run(
        [*command, path.as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    assert "CONSOLE" not in done.stderr
    assert done.stdout.count('class="plot-container') == 3


def test_the_figures_of_a_shaded_table_are_colored_in_fifths():
    """From the lowest to the highest of the whole table; the input and what has no plan are not."""
    read = Reader(page(make_view(charts=(), tables=(TWO_WAY,))))
    looks = [attrs.get("class") for attrs, _ in read.all("td")]
    assert looks == ["figure", "figure shade0", "figure shade4", "figure shade3"]
    assert [attrs.get("class") for attrs, _ in read.all("th")][3:] == ["figure", "figure"]
