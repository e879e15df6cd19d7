"""What is saved and what a visitor has of one assessment, as HTML: only what differs, all that a person said."""

from collections.abc import Iterator

from decision.answers import Answer, value
from decision.assessment import Assessment, Evidence
from decision.reading.read import TreeFile
from decision.tree import UNSURE, Question, name_of
from views.parts.markup import esc, table

_TEXTS = ("title", "author", "organization", "status", "notes")
_NAMES = {"deciders": "Who decides", "consulted": "Who was consulted"}
_Line = tuple[str, str]  # what it is about, and what is said


def differences(saved: tuple[TreeFile, Assessment], mine: tuple[TreeFile, Assessment]) -> str:
    """A table of what differs, each side in the words of its own version of the tree."""
    theirs, ours = (dict(_said(*side)) for side in (saved, mine))
    rows = "".join(
        f"<tr><th scope='row'>{esc((ours.get(part) or theirs[part])[0])}</th>{_cell(theirs.get(part))}{_cell(ours.get(part))}</tr>"
        for part in {**ours, **theirs}
        if theirs.get(part, ("", ""))[1] != ours.get(part, ("", ""))[1]
    )
    if not rows:
        return '<p class="muted">Both say the same.</p>'
    return f'<div class="both">{table(("What", "Saved", "Yours"), rows)}</div>'


def _cell(line: _Line | None) -> str:
    return f"<td>{esc(line[1]) if line and line[1] else '–'}</td>"


def _said(file: TreeFile, one: Assessment) -> Iterator[tuple[str, _Line]]:
    """All that an assessment says, by a key that both sides have in common."""
    tree = file.tree
    yield "version", ("Version of the tree", file.stamp)
    for name, question in tree.questions.items():
        if name in one.answers:
            yield f"answer {name}", (question.ask, _answer(question, one.answers[name]))
    for name, choice in one.recorded.items():
        label = tree.decisions[name].outcomes[choice.outcome].label
        yield f"recorded {name}", (f"Recorded for {name_of(name)}", f"{label}: {choice.reason}")
    for name, noted in one.evidence.items():
        yield f"evidence {name}", (f"Evidence: {tree.questions[name].ask}", _evidence(noted))
    for name in _TEXTS:
        yield name, (name_of(name), getattr(one, name).strip())
    for name, label in _NAMES.items():
        yield name, (label, "; ".join(getattr(one, name)))
    yield "logo", ("Logo", f"A picture of {len(one.logo) * 3 // 4:,} bytes" if one.logo else "")


def _answer(question: Question, said: Answer) -> str:
    chosen = value(said)
    if UNSURE in chosen:
        return "Not sure yet"
    return ", ".join(option.label for one, option in question.options.items() if one in chosen)


def _evidence(noted: Evidence) -> str:
    parts = (noted.evidence, noted.owner and f"Owner: {noted.owner}", noted.due and f"Due: {noted.due:%d %b %Y}")
    return " · ".join(part for part in parts if part)
