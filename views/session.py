"""What this visitor said, and where: the address is the state, the session keeps what is newer or longer than it.

A fresh session takes all from the address. Later the session's answers hold, so that the browser's Back moves the
position and loses nothing; they are written to the address again with the next change.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import streamlit as st

from decision import address
from decision.answers import Answer, Answers
from decision.assessment import Assessment, refitted
from decision.evaluate import evaluate
from decision.library import Library, read_library
from decision.path import Step, path
from decision.paths import MAIN_TREE, TREES, TREES_VARIABLE
from decision.reading.read import TreeFile
from decision.recommendation import Recommendation

_STATE = "session"


@dataclass
class _Kept:
    """What lasts between reruns: an assessment for each tree, and what the address said that meant nothing."""

    assessments: dict[str, Assessment] = field(default_factory=dict)
    before: dict[str, Assessment] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    tree: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class Here:
    """The tree in use with this visitor's assessment, and the place in the questionnaire."""

    library: Library
    file: TreeFile
    assessment: Assessment
    at: str | None
    stamp: str
    unread: tuple[str, ...]

    @cached_property
    def recommendation(self) -> Recommendation:
        """What the answers come to."""
        return _recommendation(self.file, tuple(self.assessment.answers.items()))

    @property
    def steps(self) -> tuple[Step, ...]:
        """The path through the tree, with what every branch not taken would have led to."""
        return _steps(self.file, tuple(self.assessment.answers.items()))

    @property
    def place(self) -> str:
        """The question where the visitor is: that of the address, else the next to be answered, else the first."""
        following = self.at or self.recommendation.next_question
        return following if isinstance(following, str) else (following or self.recommendation.asked[0]).id

    @property
    def other_version(self) -> bool:
        """Whether the address was made with another version of the tree than the one in use."""
        return self.stamp != self.file.stamp

    def query(self, at: str | None = None) -> dict[str, str]:
        """The address of this assessment, at a question if one is named. It keeps the version it was made with."""
        return address.write(self.file.tree.id, self.stamp, self.assessment.answers, at)


# A recommendation is frozen, so all sessions may share it. Streamlit's caches would hash or pickle it on each rerun.
@lru_cache(maxsize=2_000)
def _recommendation(file: TreeFile, answers: tuple[tuple[str, Answer], ...]) -> Recommendation:
    return evaluate(file.tree, dict(answers))


@lru_cache(maxsize=500)
def _steps(file: TreeFile, answers: tuple[tuple[str, Answer], ...]) -> tuple[Step, ...]:
    return path(file.tree, dict(answers), _recommendation(file, answers))


def recommended(file: TreeFile, answers: Answers) -> Recommendation:
    """What some answers come to, which need not be those of this visitor."""
    return _recommendation(file, tuple(answers.items()))


def library() -> Library:
    """The trees that this server offers."""
    return read_library(Path(os.environ.get(TREES_VARIABLE, TREES)))


def begin() -> Here | None:
    """Take the address and what is kept together; None if there is no usable tree."""
    kept: _Kept = st.session_state.setdefault(_STATE, _Kept())
    trees = library()
    if not trees.trees:
        return None
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    asked_for = query.get("tree", [None])[0]
    unknown = asked_for is not None and asked_for not in trees.trees
    first = MAIN_TREE if MAIN_TREE in trees.trees else next(iter(trees.trees))
    tree = asked_for if asked_for and not unknown else kept.tree if kept.tree in trees.trees else first
    file = trees.trees[tree]
    said = address.read(file, query if not unknown else {})
    if tree not in kept.assessments:
        kept.assessments[tree] = Assessment(answers=said.answers)
        kept.unread = said.unread
    elif kept.digests.get(tree) != file.digest:  # the file was changed meanwhile
        kept.assessments[tree], kept.unread = refitted(kept.assessments[tree], file.tree)
    kept.digests[tree] = file.digest
    if unknown:
        kept.unread = (f'There is no tree "{asked_for[:40]}" here. Choose one on the home page.',)
    kept.tree = tree
    here = Here(trees, file, kept.assessments[tree], said.at, said.stamp or file.stamp, kept.unread)
    st.session_state["here"] = here
    return here


def here() -> Here:
    """What `begin` found in this run, with the assessment as it is now."""
    found: Here = st.session_state["here"]
    kept: _Kept = st.session_state[_STATE]
    now = kept.assessments[found.file.tree.id]
    if now is found.assessment and kept.unread == found.unread:
        return found
    return Here(found.library, found.file, now, found.at, found.stamp, kept.unread)


def change(**parts: object) -> None:
    """Replace parts of the assessment."""
    kept: _Kept = st.session_state[_STATE]
    tree = here().file.tree.id
    kept.assessments[tree] = kept.assessments[tree].model_copy(update=parts)


def answer(question: str, said: Answer | None) -> None:
    """Set or take back one answer; all others stay."""
    answers = {name: value for name, value in here().assessment.answers.items() if name != question}
    if said is not None:
        answers[question] = said
    order = list(here().file.tree.questions)
    change(answers=dict(sorted(answers.items(), key=lambda item: order.index(item[0]))))


def open_assessment(tree: str, assessment: Assessment) -> None:
    """Begin with another assessment of a tree. The one that it replaces can be brought back once."""
    kept: _Kept = st.session_state[_STATE]
    earlier = kept.assessments.get(tree)
    if earlier is not None and (earlier.answers or earlier.title or earlier.notes):
        kept.before[tree] = earlier
    kept.assessments[tree] = assessment
    kept.tree = tree
    kept.unread = ()


def kept(tree: str) -> Assessment | None:
    """What this visitor has answered of a tree in this session, where that is anything."""
    found = st.session_state[_STATE].assessments.get(tree)
    return found if found is not None and found.answers else None


def replaced(tree: str) -> Assessment | None:
    """The assessment that was last replaced."""
    kept: _Kept = st.session_state[_STATE]
    return kept.before.get(tree)


def stay(here: Here) -> str:
    """The question to show. An address without one must not move on with each choice, so the first place is kept."""
    kept: _Kept = st.session_state[_STATE]
    if here.at or kept.place not in here.file.tree.questions:
        kept.place = here.place
    return kept.place or here.place


def dismiss() -> None:
    """The visitor has read what could not be taken from the address."""
    st.session_state[_STATE].unread = ()


def go(at: str | None = None, *, stamp: str | None = None) -> None:
    """Write the address, at a question if one is named: one change, one entry in the browser's history."""
    now = here()
    query = address.write(now.file.tree.id, stamp or now.stamp, now.assessment.answers, at)
    if dict(st.query_params) != query:
        st.query_params.from_dict(query)
