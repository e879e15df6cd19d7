"""One decision three ways: by our tree, by zen-engine, and by a Python function generated for it. All three agree.

Twenty rules over five questions of four options, the first that holds decides. Ours says the same by strengths that
fall from rule to rule. All do the same cases in one run; ours with every reason does the
first 2,000 of them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import numpy as np
import zen

from decision.evaluate import evaluate
from decision.reading.read import examine
from decision.space.columns import Codes, table
from decision.tree import Tree
from tests.bench.table import Row

QUESTIONS, OPTIONS, RULES, CASES = 5, 4, 20, 20_000

Rule = dict[str, list[str]]


def _rules() -> list[Rule]:
    """For each rule, the options it wants of two or three questions."""
    chance = Random(0)
    found = []
    for _ in range(RULES):
        asked = sorted(chance.sample(range(QUESTIONS), chance.choice((2, 3))))
        found.append({f"q{one}": [f"o{two}" for two in sorted(chance.sample(range(OPTIONS), 2))] for one in asked})
    return found


def _tree(rules: list[Rule]) -> Tree:
    options = ", ".join(f"o{one}: O{one}" for one in range(OPTIONS))
    lines = [
        "format: 1\nid: peers\nversion: 1.0.0\ntitle: Peers\nsummary: Made up for the bench.",
        "strengths: {" + ", ".join(f"s{place}: {RULES + 1 - place}" for place in range(RULES + 1)) + "}",
        "dimensions: {every: Every}\nquestions:",
        *(
            f"  q{one}: {{dimension: every, ask: Q{one}?, why: Why., options: {{{options}}}}}"
            for one in range(QUESTIONS)
        ),
        "decisions:\n  outcome:\n    decide: Which?\n    outcomes: {"
        + ", ".join(f"r{place}: R{place}" for place in range(RULES + 1))
        + "}\n    rules:",
    ]
    otherwise = {"q0": [f"o{one}" for one in range(OPTIONS)]}
    for place, rule in enumerate([*rules, otherwise]):
        when = ", ".join(f"{name}: [{', '.join(wanted)}]" for name, wanted in rule.items())
        lines.append(f"      rule{place}: {{when: {{{when}}}, for: {{r{place}: s{place}}}, because: B., source: [s]}}")
    lines.append("sources: {s: {title: S, url: 'https://example.org', date: 2026-01-01, grade: weak}}")
    found, problems = examine("\n".join(lines).encode(), "peers.yaml")
    assert found, problems
    return found.tree


def _zen(rules: list[Rule]) -> Callable[[dict[str, str]], Any]:
    names = [f"q{one}" for one in range(QUESTIONS)]
    rows = [
        {
            "_id": str(place),
            **{name: ", ".join(f'"{one}"' for one in rule.get(name, [])) for name in names},
            "out": f'"r{place}"',
        }
        for place, rule in enumerate([*rules, {}])
    ]
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in names],
        "outputs": [{"id": "out", "name": "out", "field": "out"}],
        "rules": rows,
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": content},
        {"id": "end", "name": "end", "type": "outputNode"},
    ]
    edges = [
        {"id": f"{a}{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in (("in", "table"), ("table", "end"))
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    return lambda case: decision.evaluate(case)["result"]["out"]


def _generated(rules: list[Rule]) -> Callable[[dict[str, str]], str]:
    lines = ["def decide(case):"]
    for place, rule in enumerate(rules):
        tests = " and ".join(f"case[{name!r}] in {set(wanted)!r}" for name, wanted in rule.items())
        lines.append(f"    if {tests}: return 'r{place}'")
    lines.append(f"    return 'r{len(rules)}'")
    space: dict[str, Any] = {}
    exec(compile("\n".join(lines), "generated", "exec"), space)  # only here, to compare with
    return space["decide"]  # type: ignore[no-any-return]


def _cases() -> list[dict[str, str]]:
    chance = Random(1)
    return [{f"q{one}": f"o{chance.randrange(OPTIONS)}" for one in range(QUESTIONS)} for _ in range(CASES)]


def _speed(work: Callable[[], list[str]], cases: int) -> tuple[float, list[str]]:
    begun = time.perf_counter()
    found = work()
    return cases / (time.perf_counter() - begun), found


def measure() -> Iterator[Row]:
    """Evaluations a second of each beside those of zen-engine, and how many times as many they are."""
    rules, cases = _rules(), _cases()
    tree, by_zen, generated = _tree(rules), _zen(rules), _generated(rules)
    codes = Codes(tree)
    columns = {name: np.array([codes.code(name, case[name]) for case in cases], np.int16) for name in tree.questions}
    outcomes = list(tree.decisions["outcome"].outcomes)
    few = cases[:2_000]

    def explained() -> list[str]:
        return [evaluate(tree, case).decision("outcome").outcome or "" for case in few]

    def at_once() -> list[str]:
        return [outcomes[code] for code in table(tree, columns)[1]["outcome"].chosen.tolist()]

    zens, by_theirs = _speed(lambda: [by_zen(case) for case in cases], len(cases))
    ours, by_ours = _speed(explained, len(few))
    plain, by_function = _speed(lambda: [generated(case) for case in cases], len(cases))
    many, by_table = _speed(at_once, len(cases))
    assert by_theirs == by_function == by_table, "they do not agree"
    assert by_ours == by_theirs[: len(few)], "they do not agree"
    for name, runs, speed, note in (
        ("evaluate, with every reason", len(few), ours, "explained"),
        ("a table of use cases at once", len(cases), many, "outcomes only"),
        ("a generated Python function", len(cases), plain, "outcomes only"),
    ):
        yield Row(name, runs, "/s", speed, zens, "", f"beside it zen-engine; {note}")
