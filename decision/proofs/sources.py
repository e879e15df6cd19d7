"""What cites no source, and sources that should be looked up again."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from decision.criteria import KINDS
from decision.proofs.findings import Findings
from decision.tree import Option, Outcome, Tree


def check_sources(findings: Findings, day: datetime.date) -> None:
    """A note for each rule, caution and threshold without a source, and for each source that is stale on `day`.

    A threshold is a number that someone must have set: in the label of an option, or in what an option or an outcome
    asks of a model (`assume`).
    """
    tree = findings.file.tree
    for name, decision in tree.decisions.items():
        for kind, parts in (("rule", decision.rules), ("caution", decision.cautions)):
            for part in (part for part, model in parts.items() if not model.source):
                message = f'The {kind} "{part}" of "{name}" cites no source. Name the one it rests on.'
                findings.note(("decisions", name, f"{kind}s", part), "no-source", message)
    for at, threshold in _thresholds(tree):
        if not threshold.source:
            message = f'"{at[3]}" of "{at[1]}" sets a threshold and cites no source. Name where the number comes from.'
            findings.note(at, "no-source", message)
    _check_age(findings, day)


def _thresholds(tree: Tree) -> Iterator[tuple[tuple[str, str, str, str], Option | Outcome]]:
    for name, question in tree.questions.items():
        for option, model in question.options.items():
            if _has_number(model) or re.search(r"\d", model.label):
                yield ("questions", name, "options", option), model
    for name, decision in tree.decisions.items():
        for outcome, text in decision.outcomes.items():
            if _has_number(text):
                yield ("decisions", name, "outcomes", outcome), text


def _has_number(part: Option | Outcome) -> bool:
    return any(not KINDS[name].flag for name in part.assume or ())


def _check_age(findings: Findings, day: datetime.date) -> None:
    for name, source in findings.file.tree.sources.items():
        if source.stale_on(day):
            message = (
                f'Source "{name}" of {source.date} is older than {source.stale_after} months. '
                "Look it up again, and set its date, or replace it."
            )
            findings.note(("sources", name), "stale-source", message)
