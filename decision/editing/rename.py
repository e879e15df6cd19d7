"""An id renamed everywhere it means the same thing, and nowhere else."""

from __future__ import annotations

import re

from decision.editing.edit import Edit, Edits, refused
from decision.editing.places import Mention, places
from decision.problems import Problem
from decision.tree import ID, RESERVED

_CHOOSING = frozenset(["question", "decision", "option", "outcome"])


def rename(text: str, offset: int, new: str) -> Edits | Problem:
    """The edits that rename the id at an offset in the text, or why it cannot have the new id.

    The offset counts characters from 0; just behind an id still means it. An option belongs to its question, an
    outcome, a rule and a caution to their decision.
    """
    found = places(text)
    if isinstance(found, Problem):
        return found
    here = next((one for one in found if one.start <= offset <= one.end), None)
    if here is None:
        return refused("no-id-here", "There is no id here. Put the cursor on one.")
    same = [one for one in found if _meaning(one) == _meaning(here)]
    if not any(one.declares for one in same):
        return refused(
            "not-declared", f'There is no {here.kind} "{here.id}" yet. Declare it, or write one that is there.'
        )
    if new == here.id:
        return ()
    return _not_free(here, new, found) or tuple(Edit(one.start, one.end, new) for one in same)


def _meaning(mention: Mention) -> tuple[str, str, str]:
    return mention.kind, mention.owner, mention.id


def _namespace(mention: Mention) -> tuple[str, str]:
    """Where an id must be the only one of its name: questions and decisions share one."""
    return "decision" if mention.kind == "question" else mention.kind, mention.owner


def _not_free(here: Mention, new: str, found: tuple[Mention, ...]) -> Problem | None:
    if not re.fullmatch(ID, new):
        return refused("bad-id", f'"{new[:80]}" is no id: use a to z, 0 to 9 and _ (at most 64).')
    if new == "null" or (here.kind in _CHOOSING and new in RESERVED):
        return refused("reserved-id", f'The id "{new}" is reserved. Choose another.')
    beside = [one for one in found if _namespace(one) == _namespace(here)]
    if any(one.id == new for one in beside):
        return refused("taken-id", f'The id "{new}" is used already. Choose another.')
    if any(one.id == here.id and one.kind != here.kind for one in beside):
        return refused("two-meanings", f'"{here.id}" is a question and a decision. Rename one by hand.')
    return None
