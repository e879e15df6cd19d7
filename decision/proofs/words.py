"""The deep check's result as plain text, for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from decision.proofs.health import DecisionHealth, Health

_UNKNOWN = "not worked out"


def health_text(health: Health) -> str:
    """All of it but the problems, which have places of their own."""
    parts = (_summary, _decisions, _questions, _rules, _scenarios)
    return "\n".join(line for part in parts for line in (*part(health), ""))


def _summary(health: Health) -> Iterator[str]:
    ways = _UNKNOWN if health.completions is None else f"{health.completions:,}"
    yield f"{health.tree} {health.version}: ways to answer: {ways}"
    proved = [list(health.claims.values()).count(one) for one in (True, False, None)]
    yield f"Claims: {proved[0]} proved, {proved[1]} refuted, {proved[2]} not worked out"


def _decisions(health: Health) -> Iterator[str]:
    yield "Decisions, and in how many of the ways to answer each outcome is possible (counts, not likelihoods)"
    for decision in health.decisions:
        states = _UNKNOWN if decision.states is None else f"{decision.states:,}"
        yield f"  {decision.id}{'' if decision.shown else ', intermediate'}: cells {decision.cells:,}, states {states}"
        yield from _aligned(_wins(decision, health.completions), "    ")


def _wins(decision: DecisionHealth, completions: int | None) -> Iterator[Sequence[str]]:
    for outcome, count in (decision.wins or {}).items():
        yield outcome, f"{count:,}", share(count, completions)
    for what, often in (("(tied)", decision.tied), ("(impossible)", decision.impossible)):
        if often:
            yield what, f"{often:,}", share(often, completions)


def share(count: int, of: int | None) -> str:
    """A share of which none is rounded to nothing, nor to all."""
    if not of:
        return ""
    if count in (0, of):
        return "0%" if count == 0 else "100%"
    return "<0.1%" if count / of < 0.001 else ">99.9%" if count / of > 0.999 else f"{count / of:.1%}"


def _questions(health: Health) -> Iterator[str]:
    yield (
        f"Questions, by how much they decide: in how many of the {health.all_ways:,} ways to answer all of them, "
        "another answer to the one alone changes a decision"
    )
    decisions = [decision.id for decision in health.decisions if decision.shown]
    rows = [["", *decisions]]
    for question in health.questions:
        counts = (question.decides[name] for name in decisions)
        rows.append([question.id, *(_UNKNOWN if count is None else share(count, health.all_ways) for count in counts)])
    yield from _aligned(rows, "  ")


def _rules(health: Health) -> Iterator[str]:
    yield "Rules, by how often they fire: ways to answer, scenarios"
    rows = []
    for rule in health.rules:
        fires = _UNKNOWN if rule.fires is None else f"{rule.fires:,}"
        part = "" if rule.fires is None else share(rule.fires, health.completions)
        rows.append([f"{rule.decision}.{rule.rule}", fires, part, str(rule.scenarios)])
    yield from _aligned(rows, "  ")


def _scenarios(health: Health) -> Iterator[str]:
    yield f"Scenarios: {health.scenarios}. Rules that fire in one: {health.covered} of {len(health.rules)}"
    if health.left_out:
        yield f"Too much is open to try changes of rules against: {', '.join(health.left_out)}"
    if health.share_noticed is not None:
        share = f"{health.share_noticed:.1%}"
        yield f"Changes of rules that a scenario notices: {health.noticed} of {health.noticeable} ({share})"
    fates = Counter(mutation.fate for mutation in health.mutations)
    if fates["without effect"]:
        yield f"Others that no scenario could notice, as nothing comes out otherwise: {fates['without effect']}"
    if fates["not worked out"]:
        yield f"Of those not noticed, not known whether a scenario could: {fates['not worked out']}"


def _aligned(rows: Iterable[Sequence[str]], indent: str) -> Iterator[str]:
    """Rows in columns, the first to the left and the others to the right."""
    cells = list(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for first, *others in cells:
        right = "".join(f"  {cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True))
        yield f"{indent}{first:<{widths[0]}}{right}".rstrip()
