"""Figures, not tests: `make bench` prints a table with the machine it ran on."""

from __future__ import annotations

import datetime
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable

from decision.reports.pdf import to_pdf

from decision.assessment import Assessment
from decision.evaluate import evaluate
from decision.library import read_library
from decision.path import path
from decision.paths import TREES
from decision.reading.read import examine
from decision.reports.json_report import to_json
from decision.reports.markdown import to_markdown
from decision.reports.report import make_report

TREE = "slm_sourcing"


def milliseconds(work: Callable[[], object], runs: int) -> tuple[float, float, float]:
    """Minimum, median and maximum of some runs after one that is not counted."""
    work()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return min(taken), statistics.median(taken), max(taken)


def measure() -> list[tuple[str, int, str, tuple[float, float, float]]]:
    """What is measured: name, runs, what was asked for, and the figures."""
    raw = (TREES / f"{TREE}.yaml").read_bytes()
    file = read_library(TREES).trees[TREE]
    tree = file.tree
    full = next(iter(tree.scenarios.values())).answers
    early = dict(list(full.items())[:8])
    recommendation = evaluate(tree, full)
    report = make_report(file, Assessment(title="Bench", answers=full), datetime.date(2026, 1, 1))
    rows: list[tuple[str, int, str, Callable[[], object]]] = [
        ("tree read and checked", 20, "100 ms", lambda: examine(raw, f"{TREE}.yaml")),
        ("tree from the cache", 200, "", lambda: read_library(TREES)),
        ("evaluate, all answered", 200, "1 ms", lambda: evaluate(tree, full)),
        ("evaluate, nothing answered", 50, "", lambda: evaluate(tree, {})),
        ("evaluate, half answered", 20, "", lambda: evaluate(tree, early)),
        ("path with every branch", 20, "", lambda: path(tree, full, recommendation)),
        ("PDF, warm", 20, "150 ms", lambda: to_pdf(report)),
        ("decision record", 50, "", lambda: to_markdown(report)),
        ("JSON", 50, "", lambda: to_json(report)),
    ]
    return [(name, runs, asked, milliseconds(work, runs)) for name, runs, asked, work in rows]


def main() -> None:
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, {sys.platform}")
    print(f"{'':30}{'runs':>6}{'min ms':>10}{'median':>10}{'max':>10}   asked for")
    for name, runs, asked, (least, median, most) in measure():
        print(f"{name:30}{runs:>6}{least:>10.2f}{median:>10.2f}{most:>10.2f}   {asked}")


if __name__ == "__main__":
    main()
