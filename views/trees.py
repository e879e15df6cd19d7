"""The trees of this server: which version of each is in use, how it is doing, and what can be done with it."""

import re
from collections.abc import Collection

import streamlit as st

from decision.editing.additions import set_id, set_title
from decision.editing.edit import applied
from decision.library import read_templates
from decision.paths import TREES
from decision.problems import AnswerError, DecisionError, Problem
from decision.reading.read import TreeFile
from decision.reading.text import decode, read_document
from decision.store.faults import DraftConflictError
from decision.store.shelf import MAX_DRAFT_BYTES, TreeDraft
from decision.tree import ID
from views import desk, keeping, offered, session, visitor
from views.parts import tree_list
from views.parts.live import Event, Live
from views.parts.markup import UPLOAD, block, esc, link, plain
from views.session import Here

_PAGE = Live("trees", '<div role="status" data-part="note"></div><div data-part="list"></div>')


def _new_ones() -> None:
    """Begin a tree, or bring one in."""
    if visitor.person().barred:
        return
    box = st.expander("New tree: from a template, or from a file", key="new_tree", on_change="rerun")
    if box.open:
        with box:
            left, right = st.columns(2, gap="large")
            with left:
                _from_template()
            with right:
                _from_file()


def _from_template() -> None:
    templates = read_templates(TREES)
    chosen = st.selectbox(
        "Template", list(templates), format_func=lambda one: templates[one].tree.title, key="template"
    )
    st.caption(plain(templates[chosen].tree.summary) if templates[chosen].tree.summary else "")
    with st.form("template_form", border=False):
        name = st.text_input("Id: small letters, digits and _", key="template_id", max_chars=64)
        if st.form_submit_button("Begin", type="primary"):
            _begin_named(templates[chosen].text, name.strip())


def _from_file() -> None:
    upload = st.file_uploader("A tree as YAML", type=["yaml", "yml"], key="tree_file", max_upload_size=UPLOAD)
    if upload is None:
        return
    text = decode(upload.getvalue(), upload.name, MAX_DRAFT_BYTES)
    if isinstance(text, Problem):
        st.error(plain(f"{upload.name} is not taken. {text.message}"))
        return
    own = _id_in(text, upload.name)
    known = _known(own)
    if known:
        st.warning(plain(f'There is a tree "{own}" here. Take the file as a new version of it, or give it another id.'))
        if st.button(f"Edit it as a new version of {own}", key="file_as_version"):
            _begin(own, text)
    with st.form("file_form", border=False):
        name = st.text_input("Id", _free(own) if known else own, key=f"file_id_{own}", max_chars=64)
        if st.form_submit_button("Edit it as a new tree", type="primary"):
            _begin_named(text, name.strip())


def _id_in(text: str, file: str) -> str:
    """The id that a text says, else one made of the name of its file."""
    data = read_document(text, file).data
    said = data.get("id") if isinstance(data, dict) else None
    if isinstance(said, str) and re.fullmatch(ID, said):
        return said
    made = re.sub(r"[^a-z0-9]+", "_", file.rsplit(".", 1)[0].lower()).strip("_")[:60]
    return made if re.fullmatch(ID, made) else "new_tree"


def _known(tree: str) -> bool:
    return tree in offered.own().latest or tree in offered.folder().trees


def _free(tree: str, taken: Collection[str] = ()) -> str:
    """An id like this one that no tree has, and none of those that are taken."""
    names = (f"{tree[:60]}_{n}" for n in range(2, 1_000))
    return next(name for name in names if name not in taken and not _known(name))


def _begin_named(text: str, name: str) -> None:
    """Begin a new tree of a text, under an id that is free."""
    if not re.fullmatch(ID, name):
        st.error("An id has small letters, digits and _, and at most 64 signs.")
    elif _known(name):
        st.error(plain(f'There is a tree "{name}" here already. Choose another id.'))
    else:
        edits = set_id(text, name)
        _begin(name, text if isinstance(edits, Problem) else applied(text, edits))


def _begin(tree: str, text: str) -> None:
    """Put a text on the desk, and go there. A draft that is there already is never written over."""
    try:
        desk.begin(tree, text)
    except DraftConflictError:
        st.session_state["trees_note"] = (
            f"You have a draft of {esc(tree)} already. Save it or throw it away before another text is taken."
        )
    except DecisionError as error:
        st.session_state["trees_note"] = f"<b>Not done.</b> {esc(keeping.trouble(error))}"
    else:
        st.session_state["to_edit"] = tree
    st.rerun()


def _hear(event: Event) -> None:
    """Do something with one of them."""
    st.session_state["trees_note"] = ""
    tree, _, number = event.to.partition(".")
    try:
        _do(event.do, tree, int(number) if number.isdecimal() else 0)
    except DecisionError as error:
        st.session_state["trees_note"] = f"<b>Not done.</b> {esc(keeping.trouble(error))}"


def _do(do: str, tree: str, number: int) -> None:
    by, shelf, at = visitor.person(), keeping.shelf(), keeping.now()
    if do == "duplicate":
        file, _ = desk.latest(tree)
        if file:
            _duplicate(file)
    elif do in ("retire", "restore"):
        _, base = desk.latest(tree)
        if do == "retire":
            if len(offered.library().trees) == 1:
                raise AnswerError([Problem(tree, 0, 0, "last-tree", "This is the last tree that is offered here.")])
            shelf.retire(by, tree, base, "", at, shipped=offered.folder().trees.get(tree))
        else:
            shelf.restore(by, tree, number, base, f"Version {number} again.", at)
        desk.clear(tree)
        offered.look()
        st.session_state["trees_note"] = _done(do, tree, number)
    elif do == "drop":
        st.session_state["to_drop"] = tree
    elif do in ("download", "compare"):
        st.session_state[f"to_{do}"] = tree, number


def _done(do: str, tree: str, number: int) -> str:
    if do == "retire":
        return f"{esc(tree)} is retired: it is not offered any more, and can be taken up again below. What was saved with it stays."
    return f"{esc(tree)}: version {number} is taken up again, as a version of its own."


def _duplicate(file: TreeFile) -> None:
    """Begin a copy under an id and a title of its own."""
    name, text = _free(file.tree.id, _drafts()), file.text
    for key, said in ((set_id, name), (set_title, f"Copy of {file.tree.title}")):
        edits = key(text, said)
        text = text if isinstance(edits, Problem) else applied(text, edits)
    desk.begin(name, text)
    st.session_state["to_edit"] = name


def _drafts() -> dict[str, TreeDraft]:
    by = visitor.person()
    return {} if by.barred else {draft.tree: draft for draft in keeping.shelf().drafts(by)}


@st.dialog("Throw the draft away")
def _drop(tree: str) -> None:
    st.markdown(plain(f"What you typed of {tree} and did not save as a version is gone then."))
    if st.button("Throw it away", type="primary", key="drop_now"):
        try:
            keeping.shelf().drop_draft(visitor.person(), tree)
        except DecisionError as error:
            st.error(plain(keeping.trouble(error)))
            return
        desk.clear(tree)
        st.session_state["trees_note"] = f"The draft of {esc(tree)} is gone."
        st.rerun()


@st.dialog("Download")
def _download(tree: str, number: int) -> None:
    text = tree_list.text_of(tree, number)
    if text is None:
        st.error("This text is not kept any more.")
        return
    name = f"{tree}.yaml" if not number else f"{tree}-version-{number}.yaml"
    st.markdown(plain(f"{name}, {len(text.encode()):,} bytes, as it was typed."))
    st.download_button("Download", text.encode(), name, "application/yaml", type="primary", key="download_tree")


def _compare(tree: str, number: int) -> None:
    """Set up the page that compares versions: the chosen one as the old one, the one in use as the new one."""
    st.session_state["old_version"] = f"{tree} {number}"
    st.session_state["new_version"] = tree


def page() -> None:
    """Show the page."""
    here: Here = session.here()
    query = here.query(here.place)
    block(
        '<h1>Trees</h1><p class="lead muted">What this server can answer, each tree with the version in use. A version that was '
        "saved is never changed: what you edit becomes the next one, and every earlier one can be taken up again.</p>"
        f"<p>{link('guide', query, 'How to write a tree')} · {link('versions', query, 'Compare two versions')} · "
        f"{link('again', query, 'Saved decisions that newer trees change')}</p>"
    )
    _new_ones()
    parts = {"note": "", "list": ""}
    try:
        parts["list"] = tree_list.rows(here, _drafts(), may_change=not visitor.person().barred)
    except DecisionError as error:
        said = f"Saved versions cannot be reached now, and nothing can be edited. {keeping.trouble(error)}"
        parts["list"] = f'<p class="note">{esc(said)}</p>' + tree_list.folder_rows(here)
    note = st.session_state.get("trees_note", "") or esc(visitor.person().barred)
    parts["note"] = f'<p class="note">{note}</p>' if note else ""
    _leave(query, parts)


def _leave(query: dict[str, str], parts: dict[str, str]) -> None:
    """Fill the page, and go on where something was chosen that lies elsewhere."""
    edit, compare = st.session_state.pop("to_edit", None), st.session_state.pop("to_compare", None)
    if compare:
        _compare(*compare)
    leave = "edit" if edit else "versions" if compare else None
    _PAGE.show("trees", "Trees", query | ({"edit": edit} if edit else {}), parts=parts, on_event=_hear, leave_for=leave)
    if wanted := st.session_state.pop("to_download", None):
        _download(*wanted)
    if dropped := st.session_state.pop("to_drop", None):
        _drop(dropped)


page()
