"""The pages in ``docs/``: each question has one, such a page has all of its parts, none is lost."""

import re
from pathlib import Path

import pytest

import compensator
from compensator.cli.main import COMMANDS

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = sorted(page.name for page in DOCS.glob("*.md") if page.name != "README.md")
CODE = ["architecture.md"]
"""Pages for who changes the code: they ask nothing of a problem, and have tests of their own."""
QUESTIONS = [page for page in PAGES if page not in CODE]
PARTS = [
    "In one line",
    "In Python",
    "How to read it",
    "What it does not say",
    "The mathematics",
]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def text(page: str) -> str:
    """Return what a page says."""
    return (DOCS / page).read_text("utf-8")


def test_the_index_lists_every_page_and_no_other() -> None:
    """A page that nothing leads to is not found."""
    rows = [line for line in text("README.md").splitlines() if line.startswith("| ")]
    assert sorted(LINK.findall("\n".join(rows))) == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_the_index_asks_the_question_of_the_page(page: str) -> None:
    """Two wordings of one question look like two questions."""
    title = text(page).splitlines()[0].removeprefix("# ")
    row = next(line for line in text("README.md").splitlines() if f"]({page})" in line)
    assert title in row


@pytest.mark.parametrize("page", QUESTIONS)
def test_each_page_has_every_part_in_its_order(page: str) -> None:
    """Who has read one page knows where to look on the next."""
    headings = re.findall(r"^## (.+)$", text(page), flags=re.MULTILINE)
    assert [heading for heading in headings if heading in PARTS] == PARTS


@pytest.mark.parametrize("page", CODE)
def test_a_page_on_the_code_shows_no_command(page: str) -> None:
    """Else a command might be found there alone, where no analyst looks."""
    assert not re.search(r"compensator [a-z]", text(page))
    assert (Path(__file__).parent / f"test_{page.removesuffix('.md')}.py").exists()


@pytest.mark.parametrize("page", QUESTIONS)
def test_each_page_shows_the_command_and_the_python_way_by_running_them(page: str) -> None:
    """Blocks of these two kinds are what the tests run."""
    assert "```console\n$ compensator " in text(page)
    assert "```python\n>>> import compensator as cp\n" in text(page)


@pytest.mark.parametrize(
    "page", [DOCS / "README.md", *(DOCS / p for p in PAGES), DOCS.parent / "README.md"]
)
def test_no_link_leads_nowhere(page: Path) -> None:
    """Files move; pages that point to them should hear of it."""
    targets = LINK.findall(page.read_text("utf-8"))
    assert targets
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize(
    "name",
    [
        "break_even",
        "compare",
        "explore",
        "freeze",
        "frontier",
        "pairs",
        "sweep",
        "target",
        "tornado",
    ],
)
def test_each_what_if_of_the_api_is_on_a_page(name: str) -> None:
    """A function that no page shows is not found."""
    assert callable(getattr(compensator, name))
    assert any(f"cp.{name}(" in text(page) for page in QUESTIONS)


@pytest.mark.parametrize("name", ["frontier", "target", "sweep", "compare", "tornado"])
def test_each_what_if_command_is_on_a_page_and_in_the_readme(name: str) -> None:
    """So for the terminal."""
    assert name in COMMANDS
    shown = f"$ compensator {name} "
    assert any(shown in text(page) for page in QUESTIONS)
    assert shown in (DOCS.parent / "README.md").read_text("utf-8")
