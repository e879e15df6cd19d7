"""The heart and the reports: what they cost without a page around them."""

from __future__ import annotations

import datetime
import statistics
import time
from collections.abc import Callable

import numpy as np

from decision.answers import Answers, fit
from decision.assessment import Assessment
from decision.evaluate import evaluate
from decision.library import read_library
from decision.path import path
from decision.paths import TREES
from decision.proofs.deep import deep_check
from decision.reading.read import examine
from decision.reports.json_report import to_json
from decision.reports.markdown import to_markdown
from decision.reports.pdf import to_pdf
from decision.reports.report import make_report
from decision.space.columns import Codes, table
from decision.space.flips import robustness
from decision.space.standing import survey, whole
from decision.tree import Tree
from tests.bench.table import Row, row
from tests.hard_trees import HARD, answered

TREE = "slm_sourcing"
DAY = datetime.date(2026, 1, 1)


def beginning() -> str:
    """The query of the first question, before anything is answered."""
    return f"tree={TREE}&at={next(iter(read_library(TREES).trees[TREE].tree.questions))}"


def milliseconds(work: Callable[[], object], runs: int) -> list[float]:
    """How long each run takes, after one that is not counted."""
    work()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def along(tree: Tree, work: Callable[[Answers], object]) -> list[float]:
    """How long it takes at each point of the way through each scenario, from nothing answered to all."""
    taken = []
    for scenario in tree.scenarios.values():
        given = list(fit(tree, scenario.answers).items())
        for known in range(len(given) + 1):
            some = dict(given[:known])
            taken += milliseconds(lambda some=some: work(some), 1)  # type: ignore[misc]
    return taken


def rows_a_second(tree: Tree, rows: int = 1_000_000) -> list[float]:
    """Millions of rows of a table of use cases, decided a second."""
    codes = Codes(tree)
    numbers = np.arange(rows)
    columns = {
        name: (numbers * (2 * place + 3) // 7 % (len(codes.values[name]) - 1)).astype(np.int16)
        for place, name in enumerate(tree.questions)
    }
    return [rows / taken / 1000 for taken in milliseconds(lambda: table(tree, columns), 5)]


def measure() -> list[Row]:
    """All figures of this part."""
    raw = (TREES / f"{TREE}.yaml").read_bytes()
    file = read_library(TREES).trees[TREE]
    tree = file.tree
    full = next(iter(tree.scenarios.values())).answers
    early = dict(list(full.items())[:8])
    recommendation = evaluate(tree, full)
    report = make_report(file, Assessment(title="Bench", answers=full), DAY, read_library(TREES).catalogues.models)
    work: list[tuple[str, int, str, Callable[[], object]]] = [
        ("tree read and checked", 20, "100 ms", lambda: examine(raw, f"{TREE}.yaml")),
        ("tree from the cache", 200, "", lambda: read_library(TREES)),
        ("evaluate, all answered", 200, "1 ms", lambda: evaluate(tree, full)),
        ("evaluate, nothing answered", 50, "", lambda: evaluate(tree, {})),
        ("evaluate, half answered", 20, "", lambda: evaluate(tree, early)),
        ("evaluate, worst tree, nothing answered", 20, "150 ms", lambda: evaluate(HARD, {})),
        ("evaluate, worst tree, half answered", 20, "100 ms", lambda: evaluate(HARD, answered(20))),
        ("answer space built", 10, "1,000 ms", lambda: whole(tree)),
        ("all flips, all answered", 20, "50 ms", lambda: robustness(tree, fit(tree, full), recommendation)),
        ("deep check without changes of rules", 3, "5,000 ms", lambda: deep_check(file, TREE, DAY, mutations=False)),
        ("deep check with all changes of rules", 3, "", lambda: deep_check(file, TREE, DAY)),
        ("path with every branch", 20, "", lambda: path(tree, full, recommendation)),
        ("PDF, warm", 20, "150 ms", lambda: to_pdf(report)),
        ("decision record", 50, "", lambda: to_markdown(report)),
        ("JSON", 50, "", lambda: to_json(report)),
    ]
    at_each: list[tuple[str, str, Callable[[Answers], object]]] = [
        ("standing", "1 ms", lambda some: survey(tree, some)),
        ("evaluate", "a few ms", lambda some: evaluate(tree, some)),
        ("evaluate and all flips", "", lambda some: robustness(tree, some, evaluate(tree, some))),
    ]
    speed = rows_a_second(tree)
    return [
        *(row(name, milliseconds(one, runs), asked=asked) for name, runs, asked, one in work),
        *(row(f"{name}, along all scenarios", along(tree, one), asked=asked) for name, asked, one in at_each),
        Row("million rows of a table a second", 5, "", statistics.median(speed), asked="5 or more"),
    ]
