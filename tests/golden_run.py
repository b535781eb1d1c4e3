"""Every example by every command in every medium: recorded once, and compared from then on.

``python tests/golden_run.py --compare`` prints what differs from ``tests/golden/answers`` and leaves with 1;
``--write`` records anew. A word after it narrows either to the cases whose name has it: ``--write skype``.
"""

import contextlib
import io
import os
import shlex
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)] if str(ROOT) not in sys.path else []

import compensator as cp  # noqa: E402 - a script finds its checkout first
from compensator.cli.main import run  # noqa: E402
from tests.golden_cases import STARTER, Case, cases  # noqa: E402
from tests.golden_match import difference  # noqa: E402
from tests.golden_media import (  # noqa: E402
    folder_of,
    masked,
    page_text,
    plain_text,
    workbook_text,
)

ANSWERS = Path(__file__).parent / "golden" / "answers"
READERS = {"xlsx": workbook_text, "html": page_text}
SHOWN = {"xlsx": "xlsx.txt", "html": "html.txt", "book": "xlsx.txt"}


@contextlib.contextmanager
def desk() -> Iterator[None]:
    """Work in a folder with a copy of every example, on a terminal of 80 columns without colors."""
    before, environment = Path.cwd(), dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        try:
            os.environ.update(NO_COLOR="1", COLUMNS="80")
            os.chdir(folder)
            _lay_out()
            yield
        finally:
            os.chdir(before)
            os.environ.clear()
            os.environ.update(environment)


def _lay_out() -> None:
    for book in ROOT.glob("examples/*/*.xlsx"):
        shutil.copy(book, book.name)
        folder_of(Path(book.name), Path(f"{book.stem}-folder"))
    said("init", f"{STARTER}.xlsx")


def said(*arguments: str) -> tuple[str, str]:
    """Run a command; return its stdout, and all of it as a terminal shows it."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(list(arguments))
    printed, told = (_content(stream) for stream in (out, err))
    command = shlex.join(["compensator", *arguments])
    return printed, f"$ {command}\n{printed}{told}exit code {code}\n"


def _content(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return masked(stream.buffer.getvalue().decode("utf-8"))


def answers(case: Case) -> dict[str, str]:
    """Run one case at the desk; return its answers by the name of their file."""
    if case.name == "python":
        return {f"{case.where}.txt": _python(case.example)}
    if "earlier.json" in case.arguments:
        arguments = (case.command[1], "--set", "budget*=0.8", "-o", "earlier.json", "--force")
        said("solve", *arguments)
    text, found = "", {}
    for medium, arguments in _runs(case):
        printed, terminal = said(*case.command, *arguments)
        if medium == "json":
            found[f"{case.where}.json"] = printed
            terminal = terminal.replace(printed, "") if printed else terminal
        text += terminal
    if case.wide:
        os.environ["COLUMNS"] = "120"
        text += said(*case.command)[1]
        os.environ["COLUMNS"] = "80"
    files = {f"{case.where}.{SHOWN.get(each, each)}": _written(case, each) for each in case.files}
    found.update({name: content for name, content in files.items() if content is not None})
    return {
        f"{case.where}.txt": text,
        **{name: content for name, content in found.items() if content},
    }


def _runs(case: Case) -> list[tuple[str, list[str]]]:
    """Return what is run: as few commands as there can be, each with a file beside its text."""
    if case.files in {("lp",), ("mps",)}:
        return [
            (mode, ["-o", f"answer.{case.files[0]}", "--force", *more]) for mode, more in _MODES
        ]
    if case.files == ("book",):
        return [(mode, ["--force", *more]) for mode, more in _MODES]
    runs = [("text", []), ("json", ["--json"]), ("page", ["-q", "-o", "answer.html"])]
    written = {"text": "xlsx", "json": "csv", "page": "html"}
    _clear()
    return [
        (mode, [*arguments, *(["-o", f"answer.{written[mode]}"] if mode != "page" else [])])
        if written[mode] in case.files
        else (mode, arguments)
        for mode, arguments in runs
        if mode != "page" or "html" in case.files
    ]


_MODES = (("text", []), ("json", ["--json"]))


def _clear() -> None:
    for file in Path().glob("answer.*"):
        file.unlink()


def _written(case: Case, medium: str) -> str | None:
    if medium == "book":
        return workbook_text(Path(case.source))
    path = Path(f"answer.{medium}")
    return READERS.get(medium, plain_text)(path) if path.exists() else None


def _python(example: str) -> str:
    """Ask each question from Python: what its answer says of itself, and its table."""
    problem = cp.read_workbook(f"{example}.xlsx")
    budget = problem.settings.budget
    asked = {
        "solve": cp.solve(problem),
        "frontier": cp.frontier(problem, budgets=[budget / 2, budget], roi_floor=0.5),
        "explore": cp.explore(problem, {"delay_days": [0, 7]}),
        "compare": cp.compare(problem),
        "infeasible": cp.solve(cp.changed(problem, ["budget=1000"])),
    }
    sweep = cp.sweep(problem, {"delay_days": [0, 7]})
    told = [
        f"== {name}\n{answer.summary()}\n{_table(answer.to_frame())}"
        for name, answer in asked.items()
    ]
    return masked("\n".join([*told, f"== sweep {sweep.attrs}\n{_table(sweep)}"]))


def _table(frame) -> str:
    kinds = " ".join(f"{name}:{kind}" for name, kind in frame.dtypes.items())
    return f"{len(frame)} rows of {kinds}\n{frame.head(6).to_csv(index=False)}"


def recorded(case: Case) -> dict[str, str]:
    """Return the answers of one case as they were recorded."""
    kept = [p for p in ANSWERS.glob(f"{case.where}.*") if p.name.split(".")[0] == case.name]
    return {f"{case.example}/{path.name}": plain_text(path) for path in kept}


def differences(case: Case) -> list[str]:
    """Return what is not as it was recorded, as lines of diffs."""
    before, now = recorded(case), answers(case)
    return [
        line
        for name in sorted(before | now)
        for line in difference(before.get(name, ""), now.get(name, ""), name)
    ]


def write(case: Case) -> list[str]:
    """Record one case; an answer that is the same keeps the digits it had."""
    before, now = recorded(case), answers(case)
    changed = {n for n in before | now if difference(before.get(n, ""), now.get(n, ""), n)}
    for name in changed:
        path = ANSWERS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name in now:
            path.write_bytes(now[name].encode("utf-8"))
        else:
            path.unlink()
    return [f"wrote {name}" for name in sorted(changed)]


def _silence() -> None:
    """Let no library of a worker print beside the report."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _share(work: tuple[bool, list[Case]]) -> list[str]:
    """Do some of the cases in one process."""
    anew, share = work
    with desk():
        return [line for case in share for line in _told(write if anew else differences, case)]


def _told(step: Callable[[Case], list[str]], case: Case) -> list[str]:
    """Do one case; where it fails, that is a difference, and the others go on."""
    try:
        return step(case)
    except Exception:  # noqa: BLE001 - whatever it is
        return [f"{case.where} failed:", *traceback.format_exc().splitlines()[-6:]]


def orphans() -> list[str]:
    """Return recorded files that belong to no case."""
    known = {case.where for case in cases()}
    names = sorted(p.relative_to(ANSWERS).as_posix() for p in ANSWERS.rglob("*") if p.is_file())
    return [name for name in names if name.split(".")[0] not in known]


def main(arguments: list[str]) -> int:
    """Write or compare, in two processes."""
    if not arguments or arguments[0] not in {"--write", "--compare"}:
        print(__doc__)  # noqa: T201 - a script
        return 2
    anew, wanted = arguments[0] == "--write", arguments[1:]
    chosen = [case for case in cases() if all(word in case.where for word in wanted)]
    heavy = sorted(chosen, key=lambda case: ("tornado" not in case.name, case.where))
    with ProcessPoolExecutor(2, initializer=_silence) as pool:
        found = pool.map(_share, [(anew, heavy[i::4]) for i in range(4)])
        lines = [line for share in found for line in share]
    lines += [f"belongs to no case: {name}" for name in orphans()]
    print("\n".join([*lines, f"{len(chosen)} cases, {len(lines)} lines of differences"]))  # noqa: T201
    return 1 if lines and not anew else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
