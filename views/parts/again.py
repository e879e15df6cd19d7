"""A saved assessment on another version of its tree, as HTML: what comes out otherwise and why, and what to ask anew."""

import datetime
from collections.abc import Iterable

from decision.again.result import Again, AskAnew, DecisionAgain, RuleChange, Stale, Unfit, Verdict
from decision.difference.result import Field
from decision.reading.read import TreeFile
from decision.reports import again_words as words
from decision.reports.words import counted, listed
from decision.tree import Tree, name_of
from views.parts import sources
from views.parts.markup import action, esc, fold
from views.parts.standing import CHIPS


def head(title: str, old: TreeFile, new: TreeFile, found: Again) -> str:
    """Which assessment and which versions, and the verdict."""
    made = f"“{esc(title or 'Without a title')}” was made with version {esc(old.stamp)} of “{esc(old.tree.title)}”"
    if old.digest == new.digest:
        return f'<p class="lead">{made}, which is the one in use. No newer version changes it.</p>'
    return (
        f'<p class="lead">{made}; version {esc(new.stamp)} is in use. '
        f"Nothing is overwritten until you say so.</p><p><b>{esc(words.verdict(found))}</b></p>"
    )


def choices(at: str, new: TreeFile) -> str:
    """What can be done with it."""
    version = esc(new.tree.version)
    return (
        '<div class="tools">'
        f"{action('over', f'Take it over to version {version}', at, kind='button primary')}"
        f"{action('beside', 'Save as a new one beside it', at)}{action('leave', 'Leave it as it is')}</div>"
    )


def result(found: Again, old: Tree, new: Tree, today: datetime.date) -> str:
    """All that changes, the heaviest first."""
    parts = (
        _section("What comes out otherwise", [_decision(found, one, old, new) for one in found.moving], "moving"),
        _section("What to answer, or to look at again", [_ask(one) for one in found.ask], "bare listed"),
        _section("Recorded choices that are not offered any more", [_unfit(one) for one in found.unfit], "bare listed"),
        _reasons(found, old, new),
        _section("Sources past their age", [_stale(one, today) for one in found.stale], "bare listed"),
    )
    same = [name_of(one.id) for one in found.shown if not (one.moves or one.unknown) and one not in found.reasoned]
    unchanged = f'<p class="muted small">The same in all: {esc(listed(same))}.</p>' if same else ""
    return "".join(parts) + unchanged


def _section(title: str, items: list[str], kind: str) -> str:
    if not items:
        return ""
    body = f'<div class="{kind}">{"".join(items)}</div>' if kind == "moving" else _list(items, kind)
    return f"<section><h2>{title}</h2>{body}</section>"


def _list(items: Iterable[str], kind: str) -> str:
    return f'<ul class="{kind}">{"".join(items)}</ul>'


def _decision(found: Again, one: DecisionAgain, old: Tree, new: Tree) -> str:
    """A decision that comes out otherwise, with its rules, and those of the intermediate decisions behind them."""
    said = "".join(f"<p>{esc(sentence)}</p>" for sentence in words.besides(one))
    rules = _list((_rule(found, change, old, new) for change in one.made_it), "bare listed")
    behind = "".join(_behind(found, earlier, old, new) for earlier in found.through(one))
    others = _list((_rule(found, change, old, new) for change in one.reasons), "bare listed")
    apart = fold(f"{counted(len(one.reasons), 'other reason')} that changed", others) if one.reasons else ""
    return (
        f'<article class="card"><h3>{esc(name_of(one.id))}</h3>'
        f'<p class="verdict">{_chip(one.before)} {esc(words.outcome(one.before))} <span aria-hidden="true">→</span>'
        f'<span class="hidden">becomes</span> {_chip(one.after)} {esc(words.outcome(one.after))}</p>'
        f"{said}{rules if one.made_it else ''}{behind}{apart}</article>"
    )


def _chip(verdict: Verdict | None) -> str:
    if verdict is None:
        return '<span class="chip open">○ not there</span>'
    text = "○ not worked out" if verdict.standing == "not worked out" else f"○ {len(verdict.labels)} possible"
    kind, text = CHIPS.get(verdict.standing, ("open", text))
    return f'<span class="chip {kind}">{text}</span>'


def _behind(found: Again, one: DecisionAgain, old: Tree, new: Tree) -> str:
    rules = _list((_rule(found, change, old, new) for change in one.made_it), "bare listed")
    said = f"{name_of(one.id)}, which is made on the way: {words.from_to(one.before, one.after)}"
    return fold(said, rules)


def _rule(found: Again, change: RuleChange, old: Tree, new: Tree) -> str:
    """A rule: what became of it, what it does, what it says, and why."""
    sign, look = (
        ("+", "for") if change.fires and not change.fired else ("−", "out") if not change.fires else ("≠", "against")
    )
    causes = "".join(f'<p class="small">{esc(one)}</p>' for one in words.causes(found, change, old, new))
    return (
        f"{_sign(sign, look)}<div><b>{esc(name_of(change.id))}</b> "
        f"{esc(words.became(change))}{causes}{_says(change, old, new)}</div></li>"
    )


def _sign(sign: str, look: str) -> str:
    """The beginning of an item, with a sign in front."""
    return f'<li><span class="sign {look}" aria-hidden="true">{sign}</span>'


def _says(change: RuleChange, old: Tree, new: Tree) -> str:
    """What the rule does, and what it says: each once where both versions agree."""
    rules = [(tree, rule) for tree, rule in ((old, change.old), (new, change.new)) if rule]
    does = [f"It {words.effect(tree, change.decision, rule)}." for tree, rule in rules]
    return _both(does, "small muted") + _both([rule.because for _, rule in rules], "small")


def _both(said: list[str], look: str) -> str:
    """What the old and the new version say."""
    if len(set(said)) == 1:
        return f'<p class="{look}">{esc(said[0])}</p>'
    return "".join(
        f'<p class="{look}"><b>{when}:</b> {esc(text)}</p>' for when, text in zip(("Was", "Is"), said, strict=True)
    )


def _ask(one: AskAnew) -> str:
    said = f'<p class="small">Answered: {esc(listed(one.said))}</p>' if one.said else ""
    return f"{_sign('?', 'open')}<div><b>{esc(one.ask)}</b><p>{esc(words.why(one))}</p>{said}{_fields(one.words)}</div></li>"


def _fields(fields: Iterable[Field]) -> str:
    return "".join(
        f'<p class="small"><span class="muted">{esc(name_of(field.name))}:</span> {esc(field.old or "(nothing)")} '
        f'<span aria-hidden="true">→</span><span class="hidden">is now</span> {esc(field.new or "(nothing)")}</p>'
        for field in fields
    )


def _unfit(one: Unfit) -> str:
    return (
        f"{_sign('×', 'out')}<div><b>{esc(name_of(one.decision))}: {esc(one.outcome)}</b>"
        f'<p class="small">{esc(one.reason)}</p></div></li>'
    )


def _reasons(found: Again, old: Tree, new: Tree) -> str:
    """The decisions that come out as they did, for other reasons or in other words, each a click away."""
    folds = ""
    for one in found.reasoned:
        rules = _list((_rule(found, change, old, new) for change in one.reasons), "bare listed") if one.reasons else ""
        what = f"{name_of(one.id)} stays {words.outcome(one.after)}"
        folds += fold(what, rules + _fields(one.words))
    return f"<section><h2>The same outcome, for other reasons or in other words</h2>{folds}</section>" if folds else ""


def _stale(one: Stale, today: datetime.date) -> str:
    return f'{_sign("!", "against")}<div>{sources.short([one.source], today)}<p class="small">{esc(words.age(one))}</p></div></li>'
