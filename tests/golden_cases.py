"""What is recorded: for each example, the commands and the media in which they answer."""

from collections.abc import Iterator
from dataclasses import dataclass

FILES = ("xlsx", "csv")
ALL = ("xlsx", "csv", "html")
STARTER = "starter"


@dataclass(frozen=True)
class Case:
    """A command on an example. Its text and its JSON are always recorded."""

    example: str
    name: str
    arguments: tuple[str, ...]
    files: tuple[str, ...] = ()
    source: str = ""
    json: bool = True
    wide: bool = False

    @property
    def where(self) -> str:
        """Where its answers are, under ``tests/golden/answers``; without an ending."""
        return f"{self.example}/{self.name}"

    @property
    def command(self) -> tuple[str, ...]:
        """The arguments of the command line."""
        return (self.arguments[0], self.source or f"{self.example}.xlsx", *self.arguments[1:])


@dataclass(frozen=True)
class Asked:
    """What is asked of one example."""

    name: str
    target: str
    pairs: tuple[str, str]
    budgets: str


EXAMPLES = (
    Asked(
        "norton-2007",
        "retained=60%",
        ("company,license-auto", "small-office,half-the-loss"),
        "7e5,1e6",
    ),
    Asked(
        "sk-ii-2006",
        "retained=62%",
        ("receipt-mostly-full,exchange", "no-receipt-mostly-used,voucher-200"),
        "2e6,4e6",
    ),
    Asked(
        "o2-2012",
        "retained=86%",
        ("spared-contract,voucher-10", "hit-prepay,three-days-data"),
        "1e7,2e7",
    ),
    Asked(
        "skype-2007",
        "reconverted=0.5%",
        ("world-subscribers,credit-1", "world-free,credit-1"),
        "1e6,2e6",
    ),
)


def cases() -> list[Case]:
    """Return every case."""
    found = [case for asked in EXAMPLES for case in _of(asked)]
    return [*found, *_starter(), *_folder("norton-2007"), *_folder("skype-2007")]


def _of(asked: Asked) -> Iterator[Case]:
    """Give the cases of one example."""
    for name, arguments, files in (*_plans(asked), *_curves(asked), *_what_ifs(asked)):
        yield Case(asked.name, name, tuple(arguments), files, wide=name in {"solve", "compare"})
    yield Case(asked.name, "export", ("export",), ("lp",))
    wrong = ("--set", "budgt=1", "--set", "delay_days=soon", "--set", "offers[nobody].unit_cost=2")
    yield Case(asked.name, "check-wrong", ("check", *wrong))
    yield Case(asked.name, "python", ("python",))


def _plans(asked: Asked):
    return (
        ("check", ["check"], ()),
        ("pairs", ["pairs"], ALL),
        ("solve", ["solve"], FILES),
        ("solve-infeasible", ["solve", "--set", "budget=1000"], FILES),
        ("solve-whole-segments", ["solve", "--set", "whole_segments=yes"], FILES),
        ("solve-two-offers", ["solve", "--set", "max_offers=2"], FILES),
        ("solve-net-value", ["solve", "--set", "maximize=net_value"], ("csv",)),
        ("solve-frozen", ["solve", "--freeze", "earlier.json"], FILES),
        ("target", ["target", "--at-least", asked.target], FILES),
        ("target-roi", ["target", "--at-least", asked.target, "--at-least", "roi=1%"], ("csv",)),
        ("target-far", ["target", "--at-least", "retained=99.9%"], FILES),
        ("target-wrong", ["target", "--at-least", "smiles=3"], ()),
    )


def _curves(asked: Asked):
    budgets = ["--budgets", asked.budgets]
    return (
        ("frontier", ["frontier", *(budgets if asked.name == "o2-2012" else [])], ALL),
        (
            "frontier-floor",
            ["frontier", "--roi-floor", "50%", *(budgets if asked.name == "o2-2012" else [])],
            ALL,
        ),
        ("frontier-whole", ["frontier", "--set", "whole_segments=yes", *budgets], ALL),
        ("frontier-frozen", ["frontier", "--freeze", "earlier.json", *budgets], ("csv",)),
    )


def _what_ifs(asked: Asked):
    delays, budgets = ["--vary", "delay_days=0:20:3"], ["--vary", f"budget={asked.budgets}"]
    yield "sweep-one", ["sweep", *delays], ALL
    yield "sweep-two", ["sweep", *budgets, *delays], ALL
    yield "sweep-plans", ["sweep", *budgets, "--plans"], ALL
    yield "compare", ["compare"], ALL
    yield "tornado", ["tornado"], FILES if asked.name == "o2-2012" else ALL
    for number, pair in enumerate(asked.pairs, 1):
        yield f"break-even-{number}", ["tornado", "--break-even", pair], ALL if number == 1 else ()


def _starter() -> Iterator[Case]:
    """Give the cases of the workbook that ``init`` writes."""
    yield Case(STARTER, "init", ("init",), ("book",), source="new.xlsx")
    yield Case(STARTER, "check", ("check",))
    yield Case(STARTER, "pairs", ("pairs",), FILES)
    yield Case(STARTER, "solve", ("solve",), FILES)
    yield Case(STARTER, "frontier", ("frontier",), ALL)
    yield Case(STARTER, "sweep", ("sweep", "--vary", "offers[week-free].unit_cost*=0.8:1.2:3"), ALL)
    yield Case(STARTER, "tornado", ("tornado", "--by", "10%"), ("csv",))
    yield Case(STARTER, "export-mps", ("export",), ("mps",))


def _folder(example: str) -> Iterator[Case]:
    """Give the cases whose input is a folder of CSV files."""
    for command in ("check", "solve"):
        yield Case(example, f"{command}-folder", (command,), source=f"{example}-folder")
