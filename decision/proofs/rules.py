"""Rules that do nothing, and outcomes that nothing leads to."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations

import numpy as np

from decision.proofs.findings import Findings, of_ways
from decision.proofs.firing import Firings
from decision.proofs.watch import Watch, rule_of, rules_of
from decision.reading.text import Path


def check_rules(findings: Findings, watch: Watch, found: Firings) -> None:
    """Rules that never fire, that change nothing where they do, and that could be one."""
    at: Path = ("decisions", found.name, "rules")
    for place, rule in enumerate(watch.tree.decisions[found.name].rules):
        rows = found.fires[:, place]
        if not rows.any():
            _never_fires(findings, found.name, rule)
        elif not _has_effect(found, place):
            often = of_ways(found.often(rows), found.completions)
            example = watch.example(rules_of(found.name), found.ways_of(rows))
            message = (
                f'Rule "{rule}" of "{found.name}" fires {often} and changes nothing: no outcome, no order of the outcomes '
                f"left, nothing ruled out. Delete it, or give it something to say. {example}"
            )
            findings.note((*at, rule), "without-effect", message)
    _check_together(findings, watch, found)


def _never_fires(findings: Findings, decision: str, rule: str) -> None:
    message = f'Rule "{rule}" of "{decision}" fires in no completion. Correct its condition, or delete it.'
    findings.note(("decisions", decision, "rules", rule), "never-fires", message)


def _has_effect(found: Firings, place: int) -> bool:
    """Whether dropping a rule changes anything in the decision, somewhere."""
    rows = np.flatnonzero(found.fires[:, place])
    without = found.verdicts.changed(rows, -found.effects.gains[place], -found.effects.outs[place])
    return bool(found.verdicts.of(rows).differ(without).any())


def _check_together(findings: Findings, watch: Watch, found: Firings) -> None:
    """Rules for one outcome that always fire together, each told with the first of them."""
    rules = list(watch.tree.decisions[found.name].rules)
    alike: dict[bytes, list[int]] = defaultdict(list)
    for place in np.flatnonzero(found.fires.any(axis=0)).tolist():
        alike[found.fires[:, place].tobytes()].append(place)
    for group in alike.values():
        for first, second in combinations(group, 2):
            outcomes = _both(found, first, second)
            if outcomes:
                rows = found.fires[:, first]
                message = (
                    f'Rules "{rules[first]}" and "{rules[second]}" of "{found.name}" always fire together, '
                    f"{of_ways(found.often(rows), found.completions)}, and speak alike of {' and '.join(outcomes)}. "
                    f"Merge them. {watch.example(rules_of(found.name), found.ways_of(rows))}"
                )
                findings.note(("decisions", found.name, "rules", rules[second]), "fire-together", message)


def _both(found: Firings, first: int, second: int) -> list[str]:
    """The outcomes that two rules both argue for, both argue against, or both rule out."""
    gains, outs = np.sign(found.effects.gains), found.effects.outs
    alike = (gains[first] * gains[second] > 0) | (outs[first] * outs[second] > 0)
    return [one for one, both in zip(found.effects.decision.outcomes, alike.tolist(), strict=True) if both]


def check_each_rule(findings: Findings, watch: Watch, decision: str) -> dict[str, int | None]:
    """Rule by rule, where together they are past the limit: in how many completions each fires, None if not worked out."""
    found = {rule: watch.often(rule_of(decision, rule)) for rule in watch.tree.decisions[decision].rules}
    for rule, often in found.items():
        if often == 0:
            _never_fires(findings, decision, rule)
    return found


def check_outcomes(findings: Findings, watch: Watch, found: Firings) -> None:
    """Outcomes that never win, and ties that nobody declared."""
    decision = watch.tree.decisions[found.name]
    for outcome, wins in found.wins.items():
        if wins == 0:
            message = f'Outcome "{outcome}" of "{found.name}" never wins, whatever is answered. Write the rule that is missing, or delete it.'
            findings.note(("decisions", found.name, "outcomes", outcome), "never-wins", message)
    if decision.tie_break is None and found.tied.any():
        _undeclared_tie(findings, watch, found)


def _undeclared_tie(findings: Findings, watch: Watch, found: Firings) -> None:
    outcomes = list(found.effects.decision.outcomes)
    often: Counter[bytes] = Counter()
    for row in np.flatnonzero(found.tied).tolist():
        often[found.verdicts.best[row].tobytes()] += found.counts[row]
    best = np.frombuffer(max(often, key=often.__getitem__), bool)
    rows = (found.verdicts.best == best).all(axis=1)
    tied = [one for one, wins in zip(outcomes, best.tolist(), strict=True) if wins]
    message = (
        f'Outcomes of "{found.name}" have equal scores {of_ways(sum(often.values()), found.completions)}, and no tie_break says '
        f"which comes first: the order of the file decides. Most often {' and '.join(tied)}, "
        f"{of_ways(found.often(rows), found.completions)}. Add a tie_break with its reason. "
        f"{watch.example(rules_of(found.name), found.ways_of(rows))}"
    )
    findings.note(("decisions", found.name), "undeclared-tie", message)
