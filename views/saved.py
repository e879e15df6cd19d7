"""Saved assessments: save the present one, find, open, duplicate, archive and delete; take them along and bring them in."""

import datetime
import re

import streamlit as st

from decision import address
from decision.problems import AnswerError, DecisionError
from decision.store.exchange import MAX_BYTES, read_file, to_file
from decision.store.faults import StoreError
from decision.store.people import allow
from decision.store.saved import Filter, Found, Saved, duplicate
from decision.store.store import PAGE, Store
from decision.tree import name_of
from views import keeping, session, visitor
from views.parts import saved_list, share
from views.parts.live import Event, Live
from views.parts.markup import action, block, esc, plain
from views.session import Here

_UNDO = action("undo", "Undo", kind="as_link")
_ROW = re.compile(r"(?P<id>[0-9a-f]{32})\.(?P<revision>[0-9]{1,9})")  # no database is asked for anything else
_PAGE = Live("saved", '<div role="status" data-part="note"></div><div data-part="list"></div>')


def _save(here: Here) -> None:
    """Save the present assessment, or say that it is saved, or why it cannot be."""
    held = session.held()
    if barred := visitor.person().barred:
        block(f'<p class="note">{esc(barred)}</p>')
        return
    if held:
        title = esc(here.assessment.title or "Without a title")
        said = "its last change is not saved" if held.trouble else "saved with each answer"
        block(f'<p class="note">Open here: <b>{title}</b>, {said}.</p>')
        return
    if not here.assessment.answers:
        block('<p class="note">Nothing is answered yet, so there is nothing to save.</p>')
        return
    with st.form("save_present", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        title = st.text_input(
            "Title of your present assessment", here.assessment.title, max_chars=200, key="save_title"
        )
        if st.form_submit_button("Save it", type="primary"):
            _save_as(here, title.strip())


def _save_as(here: Here, title: str) -> None:
    if not title:
        st.error("Give it a title, so that it can be found again.")
        return
    by = visitor.person()
    named = {"title": title, "author": here.assessment.author or by.name}
    said = here.assessment.model_copy(update=named)
    try:
        held = keeping.save_new(by, here.file, said, here.recommendation)
    except DecisionError as error:
        st.error(plain(f"Not saved. {keeping.trouble(error)}"))
        return
    session.change(**named)
    session.hold(held)
    st.rerun()


def _filter(here: Here) -> Filter:
    """What the visitor looks for."""
    text = st.text_input("Search titles, names and notes", key="saved_text", max_chars=200)
    with st.expander("Filter by tree, outcome, date, archived"):
        return _narrowed(here, text)


def _narrowed(here: Here, text: str) -> Filter:
    trees = here.library.trees
    first, second, third = st.columns([4, 4, 5])
    tree = first.selectbox(
        "Tree", list(trees), None, format_func=lambda one: trees[one].tree.title, key="saved_tree", placeholder="All"
    )
    outcomes = [
        (decision, outcome)
        for file in ([trees[tree]] if tree else trees.values())
        for decision in file.tree.shown
        for outcome in file.tree.decisions[decision].outcomes
    ]
    outcome = second.selectbox(
        "Outcome",
        list(dict.fromkeys(outcomes)),
        None,
        format_func=lambda pair: f"{name_of(pair[0])}: {name_of(pair[1])}",
        key="saved_outcome",
        placeholder="All",
    )
    days = third.date_input("Changed from and to", (), key="saved_days", format="YYYY-MM-DD")
    archived = st.checkbox("Archived ones", key="saved_archived")
    since, until = (*days, None, None)[:2]
    return Filter(text, tree, outcome, since, until, archived)


def _hear(event: Event) -> None:
    """Do something with one of them. What another one changed meanwhile is told and left alone."""
    if event.do == "more":
        st.session_state["saved_limit"] = st.session_state.get("saved_limit", PAGE) + PAGE
        return
    st.session_state["saved_note"] = ""
    if event.do in ("again", "every", "tick", "untick", "compare"):
        _look_at(event.do, event.to.partition(".")[0])
        return
    named = _ROW.fullmatch(event.to)
    try:
        _do(event.do, named["id"] if named else "", int(named["revision"]) if named else 0)
    except DecisionError as error:
        again = f" {_UNDO}" if event.do == "undo" else ""
        st.session_state["saved_note"] = f"<b>Not done.</b> {esc(keeping.trouble(error))}{again}"


def _look_at(do: str, name: str) -> None:
    """Lead to a page that looks at some of them, or tick one for that. Nothing that is saved is changed."""
    ticked = st.session_state.setdefault("saved_ticked", [])
    match do:
        case "tick" if name in ticked:
            ticked.remove(name)
        case "tick":
            ticked.append(name)
        case "untick":
            ticked.clear()
        case "compare":
            st.session_state["saved_leave"] = "side-by-side"
        case _:
            st.session_state["again_on"] = name  # nothing for all of them
            st.session_state["saved_leave"] = "again"


def _do(do: str, name: str, revision: int) -> None:
    store, by = keeping.store(), visitor.person()
    if do == "undo" and "deleted" in st.session_state:
        store.put_back(by, st.session_state["deleted"])
        session.take_back(st.session_state.pop("deleted"))  # not before it is back
        return
    if do == "delete":
        st.session_state["deleted"] = deleted = store.delete(by, name, revision)
        _let_go(name)
        st.session_state["saved_note"] = f"“{_title(deleted)}” was deleted. {_UNDO}"
    elif do in ("archive", "unarchive"):
        session.moved_on(name, revision, store.archive(by, name, revision, archived=do == "archive"))
        st.session_state["saved_note"] = "It was archived." if do == "archive" else "It was taken out of the archive."
    elif saved := store.get(name):
        if do == "duplicate":
            store.add(by, [duplicate(saved)], keeping.now())
            st.session_state["saved_note"] = "A copy was saved."
        elif do == "share":
            allow(by)
            share.begin()
            st.session_state["to_share"] = saved
        elif do in ("open", "export"):
            st.session_state[f"to_{do}"] = saved


def _title(saved: Saved) -> str:
    return esc(saved.entry.title or "Without a title")


def _let_go(name: str) -> None:
    """What is deleted is neither open nor ticked any more."""
    if name in st.session_state.get("saved_ticked", []):
        _look_at("tick", name)
    session.let_go(name)


def _open(saved: Saved) -> dict[str, str] | None:
    """Go on with a saved assessment. Returns its address, None if its tree cannot be read any more."""
    file = keeping.tree_of(saved.entry.digest, saved.text)
    if file is None:
        st.error(
            "This version of the program cannot read the tree of this assessment. Export it, and use an earlier one."
        )
        return None
    session.open_saved(saved, file)
    name = None if visitor.person().barred else saved.entry.id
    return address.write(file.tree.id, file.stamp, saved.assessment.answers, saved=name)


@st.dialog("Export")
def _export(saved: Saved) -> None:
    words = re.sub(r"[^a-z0-9]+", "-", saved.entry.title.lower()).strip("-")[:60] or "assessment"
    st.markdown(plain(f"“{saved.entry.title or 'Without a title'}”, with the tree that it was made with."))
    st.download_button("Download", to_file([saved]), f"{words}.json", "application/json", type="primary")


def _exchange(store: Store) -> None:
    """Take all along, or bring some in."""
    box = st.expander("Export all, or import", key="exchange", on_change="rerun")
    if not box.open:
        return
    with box:
        day = datetime.date.today().isoformat()
        st.download_button(
            "Export all", lambda: to_file(store.every()), f"saved-{day}.json", "application/json", on_click="ignore"
        )
        if visitor.person().barred:
            return
        upload = st.file_uploader(
            "A file that was exported here or elsewhere", type="json", key="import", max_upload_size=MAX_BYTES // 2**20
        )
        if upload is not None:
            _bring_in(store, upload.getvalue(), upload.name)


def _bring_in(store: Store, raw: bytes, name: str) -> None:
    try:
        found = read_file(raw, name)
    except AnswerError as error:
        st.error(plain(f"Nothing was imported. {error.problems[0]}"))
        return
    if found.problems:
        st.error(
            f"{len(found.problems):,} of {len(found.drafts) + len(found.problems):,} entries cannot be imported.\n\n"
            + "\n\n".join(plain(problem.message) for problem in found.problems[:20])
        )
    count = f"{len(found.drafts):,} assessment{'' if len(found.drafts) == 1 else 's'}"
    if found.drafts and st.button(f"Import {count}", type="primary", key="import_now"):
        try:
            store.add(visitor.person(), found.drafts, keeping.now())
        except DecisionError as error:
            st.error(plain(f"Nothing was imported. {keeping.trouble(error)}"))
            return
        st.session_state["saved_note"] = f"Imported: {count}."
        del st.session_state["import"]
        st.rerun()


def _list(here: Here) -> dict[str, str]:
    """Look for what is wanted. Returns the parts of the page that answer."""
    wanted = _filter(here)
    store = keeping.store()
    found: Found = store.find(wanted, limit=st.session_state.get("saved_limit", PAGE))
    held = session.held()
    ticked = st.session_state.get("saved_ticked", [])
    rows = saved_list.rows(found, here.library, held and held.id, ticked, may_change=not visitor.person().barred)
    note = st.session_state.get("saved_note", "")
    return {"note": f'<p class="note">{note}</p>' if note else "", "list": rows}


def page() -> None:
    """Show the page."""
    here = session.here()
    block(
        '<h1>Saved</h1><p class="lead muted">Assessments that are still there tomorrow, each with the version of the tree '
        "that it was made with. One that is open is saved again with each answer.</p>"
    )
    opening = st.session_state.pop("to_open", None)
    query = _open(opening) if opening else None
    parts: dict[str, str] = {}
    try:
        _save(here)
        parts = _list(here)
        _exchange(keeping.store())
    except StoreError as error:
        said = f"Nothing can be saved or opened here now. {keeping.trouble(error)}"
        parts = {
            "note": f'<p class="note">{esc(said)} Your answers, the recommendation and its exports are not touched by this.</p>'
        }
    leave = "review" if query else st.session_state.pop("saved_leave", None)
    _PAGE.show("saved", "Saved", query or here.query(here.place), parts=parts, on_event=_hear, leave_for=leave)
    if exporting := st.session_state.pop("to_export", None):
        _export(exporting)
    elif sharing := st.session_state.pop("to_share", None):
        share.dialog(sharing, "saved", here.query(here.place))


page()
