"""What this visitor said, and where: the address is the state, the session keeps what is newer or longer than it.

A fresh session takes all from the address. Later the session's answers hold, so that the browser's Back moves the
position and loses nothing; they are written to the address again with the next change.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import streamlit as st

from decision import address
from decision.answers import Answer, Answers
from decision.assessment import Assessment, refitted
from decision.evaluate import evaluate
from decision.library import Library
from decision.path import Step, path
from decision.paths import MAIN_TREE
from decision.problems import DecisionError
from decision.reading.read import TreeFile
from decision.recommendation import Recommendation
from decision.store.faults import StoreError
from decision.store.saved import Saved
from views import keeping, offered, visitor
from views.keeping import Held

_STATE = "session"


@dataclass
class _Kept:
    """What lasts between reruns: an assessment for each tree, and what the address said that meant nothing.

    `held` are those that are saved, and `files` the trees that those were made with, whatever is in use meanwhile;
    `missed` are ids of saved ones that could not be reached: they stay in the address, so that a reload finds them;
    `lost` is the tree in the address that is not here, as far as the visitor was told.
    """

    assessments: dict[str, Assessment] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    files: dict[str, TreeFile] = field(default_factory=dict)
    missed: dict[str, str] = field(default_factory=dict)
    before: dict[str, Assessment] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    lost: str | None = None
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
    saved: str | None = None

    @property
    def as_it_was(self) -> bool:
        """Whether this is a saved assessment, shown on another version of its tree than the one in use."""
        present = self.library.trees.get(self.file.tree.id)
        return present is None or present.digest != self.file.digest

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
        return address.write(self.file.tree.id, self.stamp, self.assessment.answers, at, self.saved)


# A recommendation is frozen, so all sessions may share it. Streamlit's caches would hash or pickle it on each rerun.
@lru_cache(maxsize=500)
def _recommendation(file: TreeFile, answers: tuple[tuple[str, Answer], ...]) -> Recommendation:
    return evaluate(file.tree, dict(answers))


@lru_cache(maxsize=500)
def _steps(file: TreeFile, answers: tuple[tuple[str, Answer], ...]) -> tuple[Step, ...]:
    return path(file.tree, dict(answers), _recommendation(file, answers))


def recommended(file: TreeFile, answers: Answers) -> Recommendation:
    """What some answers come to, which need not be those of this visitor."""
    return _recommendation(file, tuple(answers.items()))


def begin() -> Here | None:
    """Take the address and what is kept together; None if there is no usable tree."""
    kept: _Kept = st.session_state.setdefault(_STATE, _Kept())
    trees = offered.library()
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    asked_for = query.get("tree", [None])[0]
    saved, told = _named(kept, asked_for or "", query.get("saved", [""])[0])
    usable = {**trees.trees, **kept.files}
    if not usable:
        return None
    unknown = asked_for is not None and asked_for not in usable
    first = MAIN_TREE if MAIN_TREE in usable else next(iter(usable))
    tree = asked_for if asked_for and not unknown else kept.tree if kept.tree in usable else first
    file = usable[tree]
    said = address.read(file, query if not unknown else {})
    lost = asked_for if unknown else None
    newly_lost, kept.lost = lost != kept.lost, lost
    if newly_lost:  # told once, and no longer when the file is mended
        kept.unread = ()
    if tree not in kept.assessments:
        kept.assessments[tree] = Assessment(answers=said.answers)
        if saved:
            kept.assessments[tree], kept.held[tree] = keeping.taken_up(saved, said.answers)
        kept.unread = (*told, *said.unread)
    elif kept.digests.get(tree) != file.digest:  # the file was changed meanwhile
        kept.assessments[tree], gone = refitted(kept.assessments[tree], file.tree)
        kept.unread = gone or kept.unread
    kept.digests[tree] = file.digest
    if lost is not None and newly_lost:
        kept.unread = (_lost(lost, trees, kept.assessments.get(lost)),)
    kept.tree = tree
    here = Here(trees, file, kept.assessments[tree], said.at, said.stamp or file.stamp, kept.unread, _saved(kept, tree))
    st.session_state["here"] = here
    return here


def _named(kept: _Kept, tree: str, name: str) -> tuple[Saved | None, tuple[str, ...]]:
    """The saved assessment that the address of a fresh session names, or why one cannot go on with it."""
    if not name or tree in kept.assessments:
        return None, ()
    try:
        saved, file = keeping.reopen(visitor.person(), name, tree)
    except DecisionError as error:
        if isinstance(error, StoreError):
            kept.missed[tree] = name
        why = f"The saved assessment that the address names is not open here. {keeping.trouble(error)}"
        return None, (f"{why} Your answers are those of the address.",)
    kept.files[tree] = _in_use(file)
    return saved, ()


def _saved(kept: _Kept, tree: str) -> str | None:
    """The id of the saved assessment that belongs into the address."""
    held = kept.held.get(tree)
    return held.id if held else kept.missed.get(tree)


def _in_use(file: TreeFile) -> TreeFile:
    """The tree that this server offers where it has the same text, as much is worked out for that one already."""
    present = offered.library().trees.get(file.tree.id)
    return present if present and present.digest == file.digest else file


def _lost(tree: str, trees: Library, said: Assessment | None) -> str:
    """What to tell a visitor whose tree is not here, or not now."""
    why = f'There is no tree "{tree[:40]}" here.'
    if trees.problems.get(f"{tree}.yaml"):
        why = f'The file of the tree "{tree[:40]}" has problems; it can be used again when they are mended.'
    kept = " Your answers to it are kept." if said is not None and said.answers else ""
    return f"{why}{kept} Choose another on the home page."


def here() -> Here:
    """What `begin` found in this run, with the assessment as it is now."""
    found: Here = st.session_state["here"]
    kept: _Kept = st.session_state[_STATE]
    tree = found.file.tree.id
    now, saved = kept.assessments[tree], _saved(kept, tree)
    if now is found.assessment and (kept.unread, saved) == (found.unread, found.saved):
        return found
    return Here(found.library, found.file, now, found.at, found.stamp, kept.unread, saved)


def change(**parts: object) -> None:
    """Replace parts of the assessment. If it is a saved one, that is saved too."""
    kept: _Kept = st.session_state[_STATE]
    tree = here().file.tree.id
    kept.assessments[tree] = kept.assessments[tree].model_copy(update=parts)
    save()


def save() -> None:
    """Save the assessment over the saved one that is open, if one is."""
    kept: _Kept = st.session_state[_STATE]
    now = here()
    held = kept.held.get(now.file.tree.id)
    if held:
        kept.held[now.file.tree.id] = keeping.save_over(
            visitor.person(), held, now.file, now.assessment, now.recommendation
        )


def held() -> Held | None:
    """The saved assessment that is open."""
    return st.session_state[_STATE].held.get(here().file.tree.id)


def hold(now: Held) -> None:
    """Go on with the assessment as a saved one."""
    kept: _Kept = st.session_state[_STATE]
    tree = here().file.tree.id
    kept.missed.pop(tree, None)
    kept.held[tree] = now
    kept.files[tree] = here().file


def let_go(name: str) -> None:
    """Go on with a saved assessment as one that is not, on the version of the tree that it was made with."""
    kept: _Kept = st.session_state[_STATE]
    kept.held = {tree: one for tree, one in kept.held.items() if one.id != name}


def take_back(saved: Saved) -> None:
    """Go on saving over what was deleted and is back, where the visitor still has it as it was."""
    kept: _Kept = st.session_state[_STATE]
    tree = saved.entry.tree
    file, now = kept.files.get(tree), kept.assessments.get(tree)
    if file is None or now is None or file.digest != saved.entry.digest or tree in kept.held:
        return
    if now.model_copy(update={"tree": saved.assessment.tree}) == saved.assessment:
        kept.held[tree] = Held(saved.entry.id, saved.entry.revision)


def moved_on(name: str, before: int, revision: int) -> None:
    """What this visitor archived has another revision now. Where another one changed it first, it stays at the older one."""
    kept: _Kept = st.session_state[_STATE]
    for tree, one in kept.held.items():
        if (one.id, one.revision) == (name, before):
            kept.held[tree] = replace(one, revision=revision)


def answer(question: str, said: Answer | None) -> None:
    """Set or take back one answer; all others stay."""
    answers = {name: value for name, value in here().assessment.answers.items() if name != question}
    if said is not None:
        answers[question] = said
    order = list(here().file.tree.questions)
    change(answers=dict(sorted(answers.items(), key=lambda item: order.index(item[0]))))


def open_assessment(tree: str, assessment: Assessment) -> None:
    """Begin with another assessment of a tree. The one that it replaces can be brought back once."""
    _remember(tree)
    _open(tree, assessment)


def open_saved(saved: Saved, file: TreeFile) -> None:
    """Go on with a saved assessment, on the tree that it was made with. Who may change nothing goes on with a copy."""
    tree = saved.entry.tree
    _remember(tree)
    kept = _open(tree, saved.assessment)
    if not visitor.person().barred:
        kept.held[tree] = Held(saved.entry.id, saved.entry.revision)
    kept.files[tree] = _in_use(file)


def open_copy(file: TreeFile, answers: Answers) -> None:
    """Go on with a copy of somebody's answers, on the tree that they were given to."""
    tree = file.tree.id
    st.session_state.setdefault(_STATE, _Kept())  # who came by a link has none yet
    _remember(tree)
    _open(tree, Assessment(answers=answers)).files[tree] = _in_use(file)


def renew() -> None:
    """Take what still fits over to the version of the tree that is in use. What is saved stays as it is."""
    now = here()
    go(stamp=run_on(now.file.tree.id, now.assessment, None).stamp)


def run_on(tree: str, assessment: Assessment, held: Held | None) -> TreeFile:
    """Go on with what still fits of an assessment, on the version of its tree that is in use, which is returned.

    If it is a saved one, it is saved over, so the visitor must have said so.
    """
    file = offered.library().trees[tree]
    fitting_still = refitted(assessment, file.tree)[0].model_copy(update={"tree": None})
    _remember(tree)
    kept = _open(tree, fitting_still)
    if held:
        found = recommended(file, fitting_still.answers)
        kept.held[tree] = keeping.save_over(visitor.person(), held, file, fitting_still, found)
        kept.files[tree] = file
    return file


def turn_to(tree: str) -> Here:
    """Go on with what this visitor has of a tree, saved or not, on the version that it is on."""
    kept: _Kept = st.session_state[_STATE]
    trees = offered.library()
    file = kept.files.get(tree) or trees.trees[tree]
    found = Here(trees, file, kept.assessments[tree], None, file.stamp, (), _saved(kept, tree))
    st.session_state["here"] = found
    return found


def take(answers: Answers) -> None:
    """Go on with other answers to the same tree. Those that they replace can be brought back once."""
    _remember(here().file.tree.id)
    change(answers=answers)


def _remember(tree: str) -> None:
    """Keep what is to be replaced, unless it belongs to another version of the tree; then it is saved anyway."""
    kept: _Kept = st.session_state[_STATE]
    earlier = kept.assessments.get(tree)
    present = offered.library().trees.get(tree)
    fits = kept.files.get(tree, present) is present
    if fits and earlier is not None and (earlier.answers or earlier.title or earlier.notes):
        kept.before[tree] = earlier


def _open(tree: str, assessment: Assessment) -> _Kept:
    kept: _Kept = st.session_state[_STATE]
    kept.assessments[tree] = assessment
    kept.tree = tree
    kept.unread = ()
    for known in (kept.held, kept.files, kept.missed):
        known.pop(tree, None)
    for field_of_the_one_before in [key for key in st.session_state if str(key).startswith("about_")]:
        del st.session_state[field_of_the_one_before]
    return kept


def under_way(tree: str) -> Assessment | None:
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
    query = address.write(now.file.tree.id, stamp or now.stamp, now.assessment.answers, at, now.saved)
    if dict(st.query_params) != query:
        st.query_params.from_dict(query)
