"""Run again: what a newer version of its tree makes of a saved assessment, or which of all that are saved it changes."""

import datetime
from dataclasses import dataclass

import streamlit as st

from decision import address
from decision.again.again import run_again
from decision.assessment import Assessment, refitted
from decision.problems import DecisionError
from decision.reading.read import TreeFile
from decision.reports.look_words import groups
from decision.store.faults import BarredError, StoreError
from decision.store.look import Look
from decision.store.saved import Saved
from views import keeping, offered, session, visitor
from views.keeping import Held
from views.parts import again, again_list
from views.parts.live import Event, Live
from views.parts.markup import action, block, esc, plain
from views.session import Here

NAMED = "again_on"  # which saved assessment is looked at: its id, EVERY for all, None for the one that is open
EVERY = ""
_PAGE = Live(
    "again", '<div role="status" data-part="note"></div><div data-part="result"></div><div data-part="list"></div>'
)


@dataclass(frozen=True)
class _Subject:
    """What is run again. `held` is None where it is no saved one, or one that this visitor goes on with as a copy."""

    assessment: Assessment
    old: TreeFile
    held: Held | None


class _NotThereError(Exception):
    """Why what was named cannot be run again, as a sentence."""


def _subject(here: Here) -> _Subject | None:
    """What is to be run again, None for a look at all. Raises `StoreError` or `_NotThereError`."""
    named, held = st.session_state.get(NAMED), session.held()
    if named == EVERY or (named is None and not here.as_it_was):
        return None
    if named is None or (held and held.id == named):
        return _Subject(here.assessment, here.file, held)
    saved = keeping.store().get(named)
    if saved is None:
        raise _NotThereError("This assessment is not saved any more: somebody deleted it.")
    old = keeping.tree_of(saved.entry.digest, saved.text)
    if old is None:
        said = "This version of the program cannot read the tree of this assessment. Export it, and use an earlier one."
        raise _NotThereError(said)
    return _Subject(saved.assessment, old, Held(saved.entry.id, saved.entry.revision))


def _hear(event: Event) -> None:
    """Do what was pressed. What another one changed meanwhile is told, and left alone."""
    st.session_state["again_note"] = ""
    match event.do:
        case "every" | "show":
            st.session_state[NAMED] = event.to if event.do == "show" else EVERY
        case "more":
            limits = st.session_state.setdefault("again_limits", {})
            limits[event.to] = limits.get(event.to, again_list.FIRST) + again_list.MORE
        case "go_on":
            st.session_state.pop("again_stopped", None)
        case "leave":
            st.session_state.pop(NAMED, None)
            here = session.here()
            st.session_state["again_leave"] = "saved", here.query(here.place)
        case "over" | "beside":
            try:
                _go_on(event.do, event.to)
            except (DecisionError, _NotThereError) as error:
                said = keeping.trouble(error) if isinstance(error, DecisionError) else str(error)
                st.session_state["again_note"] = f"<b>Not done.</b> {esc(said)}"


def _go_on(do: str, at: str) -> None:
    """Take it over, or save it as a new one, on the version in use, and go on with that."""
    found = _subject(session.here())
    file = found and offered.library().trees.get(found.old.tree.id)
    if found is None or file is None:
        return
    if _at(found) != at:
        raise _NotThereError("Somebody else changed this assessment since it was shown. What is shown now is theirs.")
    if barred := visitor.person().barred:  # whose present answers are then not replaced either
        raise BarredError(barred)
    if do == "over":
        session.run_on(file.tree.id, found.assessment, found.held)
    elif saved := _save_beside(found, file):
        session.open_saved(saved, file)
    st.session_state.pop(NAMED, None)
    taken = refitted(found.assessment, file.tree)[0].answers
    asks = session.recommended(file, taken).next_question
    query = address.write(file.tree.id, file.stamp, taken, asks.id if asks else None)
    st.session_state["again_leave"] = "assess" if asks else "recommendation", query


def _save_beside(found: _Subject, file: TreeFile) -> Saved | None:
    title = f"{(found.assessment.title or 'Without a title')[:150]}, on version {file.tree.version}"[:200]
    said = refitted(found.assessment, file.tree)[0].model_copy(update={"title": title})
    held = keeping.save_new(visitor.person(), file, said, session.recommended(file, said.answers))
    return keeping.store().get(held.id)


def _at(found: _Subject) -> str:
    """Which saved one at which revision, as a button hands it back."""
    return f"{found.held.id}.{found.held.revision}" if found.held else ""


def _result(here: Here, found: _Subject) -> str:
    """What the version in use makes of it."""
    every = f"<p>{action('every', 'What newer trees change among all that is saved', kind='as_link')}</p>"
    new = here.library.trees.get(found.old.tree.id)
    if new is None:
        return f'<p class="note">This server does not offer that tree any more, so it cannot be run again.</p>{every}'
    today = datetime.date.today()
    ran = run_again(found.old, new, found.assessment, today)
    barred = visitor.person().barred
    choices = ""
    if found.held and not barred and new.digest != found.old.digest:
        choices = again.choices(_at(found), new)
    elif barred:
        choices = f'<p class="note">{esc(barred)}</p>'
    head = again.head(found.assessment.title, found.old, new, ran)
    return head + choices + again.result(ran, found.old.tree, new.tree, today) + every


def _look(here: Here) -> Look:
    """Look through all that is saved, with progress and a way to stop."""
    look = keeping.look(here.library.trees, datetime.date.today())
    if look.finished or st.session_state.get("again_stopped") is look:
        return look
    under_way = st.empty()
    with under_way.container():
        bar = st.progress(0.0, "Looking through all that is saved")
        st.button("Stop", on_click=_stop, args=(look,), key="again_stop")
    try:
        while not look.finished:  # a press of Stop ends this run where it tells the browser how far it is
            bar.progress(min(1.0, look.done / max(1, look.total)), f"{look.done:,} of {look.total:,} looked through")
            look.step()
    except StoreError:
        under_way.empty()
        raise
    under_way.empty()
    return look


def _stop(look: Look) -> None:
    st.session_state["again_stopped"] = look


def _every(here: Here) -> str:
    """All saved ones that the versions in use change."""
    block(
        '<p class="lead muted">Every saved assessment that is not archived, held against the version of its tree that is in '
        "use, and its sources against their age. Nothing is changed by that.</p>"
    )
    trees = here.library.trees
    tree = st.selectbox(
        "Tree",
        list(trees),
        None,
        format_func=lambda one: plain(trees[one].tree.title),
        key="again_tree",
        placeholder="All",
    )
    look = _look(here)
    return again_list.show(look, groups(look, tree), here.library, st.session_state.get("again_limits", {}))


def page() -> None:
    """Show the page."""
    here = session.here()
    parts = {"note": st.session_state.pop("again_note", "")}
    try:
        found = _subject(here)
        title = "Run again" if found else "What newer trees change"
        block(f"<h1>{title}</h1>")
        parts |= {"result": _result(here, found)} if found else {"list": _every(here)}
    except StoreError as error:
        block("<h1>Run again</h1>")
        parts["note"] = f"Nothing that is saved can be read here now. {esc(keeping.trouble(error))}"
    except _NotThereError as error:
        block("<h1>Run again</h1>")
        parts |= {"note": esc(error), "result": action("every", "What newer trees change", kind="as_link")}
    if parts["note"]:
        parts["note"] = f'<p class="note">{parts["note"]}</p>'
    leave, query = st.session_state.pop("again_leave", (None, here.query(here.place)))
    _PAGE.show("again", "Run again", query, parts=parts, on_event=_hear, leave_for=leave)


page()
