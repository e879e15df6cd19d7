"""Compare versions: what another version of a tree would recommend, and what is said otherwise in it."""

from functools import lru_cache

import streamlit as st

from decision import address
from decision.answers import fitting
from decision.assessment import Assessment
from decision.difference.result import DecisionChange, Difference
from decision.problems import Problem
from decision.reading.read import TreeFile, examine
from decision.store.faults import StoreError
from decision.store.shelf import Version
from decision.tree import name_of
from views import keeping, offered, session
from views.parts import flows, notices, versions
from views.parts.live import Event, Live
from views.parts.markup import UPLOAD, block, plain
from views.session import Here

_PAGE = Live(
    "versions",
    """
    <div data-part="flows"></div>
    <div data-part="fewest"></div>
    <div data-part="scenarios"></div>
    <div data-part="changes"></div>
    """,
)


@lru_cache(maxsize=8)
def _examined(raw: bytes, name: str) -> tuple[TreeFile | None, tuple[Problem, ...]]:
    return examine(raw, name, any_name=True)


def _choose(here: Here, title: str, key: str, first: str | None) -> TreeFile | None:
    """A tree of this server, or a file handed in, which counts before it."""
    known = _known(here)
    name = st.selectbox(
        title,
        list(known),
        index=list(known).index(first) if first in known else None,
        format_func=known.get,
        key=f"{key}_version",
        placeholder="Choose a tree of this server",
    )
    upload = st.file_uploader(
        f"{title} from a YAML file", type=["yaml", "yml"], key=f"{key}_upload", max_upload_size=UPLOAD
    )
    if upload is None:
        return _version(here, name) if name else None
    found, problems = _examined(upload.getvalue(), upload.name)
    if found is None:
        st.error(plain(f"{upload.name} cannot be compared: it has problems."))
        notices.broken({upload.name: problems})
    return found


def _known(here: Here) -> dict[str, str]:
    """What can be compared, by a name, in words: the trees in use, and the earlier versions and the file of each.

    `framework 2` is the second version of a tree, `framework 0` the file of the folder that it stands before.
    """
    known = {name: f"{file.tree.title}, {file.tree.version}" for name, file in here.library.trees.items()}
    for name, latest in offered.own().latest.items():
        for one in _history(name, latest.number):
            if one.digest and one.number != latest.number:
                known[f"{name} {one.number}"] = f"{one.title}, {one.version}: version {one.number}"
        file = offered.folder().trees.get(name)
        if file and file.digest != latest.digest:
            known[f"{name} 0"] = f"{file.tree.title}, {file.tree.version}: the file in the folder"
    return known


def _history(tree: str, latest: int) -> tuple[Version, ...]:
    """The versions of a tree, read again when there is a newer one."""
    kept: dict[str, tuple[int, tuple[Version, ...]]] = st.session_state.setdefault("histories", {})
    if kept.get(tree, (0, ()))[0] != latest:
        try:
            kept[tree] = latest, keeping.shelf().history(tree)
        except StoreError:
            return ()
    return kept[tree][1]


def _version(here: Here, name: str) -> TreeFile | None:
    """What was chosen by its name."""
    tree, _, number = name.partition(" ")
    if not number:
        return here.library.trees.get(tree)
    if number == "0":
        return offered.folder().trees.get(tree)
    history = _history(tree, offered.own().latest[tree].number)
    digest = next((one.digest for one in history if str(one.number) == number), None)
    try:
        return keeping.tree_at(digest) if digest else None
    except StoreError as error:
        st.error(plain(keeping.trouble(error)))
        return None


def _in_use(here: Here, old: TreeFile, new: TreeFile) -> TreeFile | None:
    """Which of the two versions this server offers, the new one before the old one."""
    offered = {file.digest: file for file in here.library.trees.values()}
    return offered.get(new.digest) or offered.get(old.digest)


def _hear(event: Event) -> None:
    """Take in how wide the page is, or open an example as the assessment."""
    if event.do == "painted":
        st.session_state["width"] = event.width
        return
    compared = st.session_state.get("compared")
    if event.do != "open" or compared is None:
        return
    file, example = _in_use(session.here(), *compared), flows.example(versions.compared(*compared), event.to)
    if file is not None and example is not None:
        answers = fitting(file.tree, example)
        session.open_assessment(file.tree.id, Assessment(answers=answers))
        st.session_state["opened"] = file, answers


def _chosen(found: Difference) -> DecisionChange | None:
    """The decision that is looked at closely; at first the one that changes most."""
    worked_out = [one.id for one in found.decisions if one.flows is not None]
    if not worked_out:
        return None
    most = max((one for one in found.decisions if one.flows is not None), key=lambda one: one.changed or 0).id
    name = st.selectbox(
        "From what to what", worked_out, index=worked_out.index(most), format_func=name_of, key="decision_compared"
    )
    return next(one for one in found.decisions if one.id == name)


def _compared(here: Here, old: TreeFile, new: TreeFile) -> dict[str, str]:
    """What both versions come to. Returns the parts of the page that answer."""
    st.session_state["compared"] = old, new
    found = versions.compared(old, new)
    block(versions.head(new, found))
    one = _chosen(found)
    if one and one.flows and "width" in st.session_state:
        flows.show(old.tree, new.tree, one, st.session_state["width"])
    offered = _in_use(here, old, new)
    return {
        "flows": flows.table_of(old.tree, new.tree, one, found.ways, can_open=offered is not None) if one else "",
        "fewest": flows.fewest(new.tree, found, can_open=offered is not None),
        "scenarios": versions.scenarios(old.tree, new.tree, found),
        "changes": versions.changes(found),
    }


def page() -> None:
    """Show the page."""
    here = session.here()
    block(
        "<h1>Compare versions</h1>"
        '<p class="lead muted">Choose an old and a new version of a tree. Every way to answer that both allow is worked out '
        "in both, none is left out and none is drawn by lot. A file that you hand in is read here and kept nowhere.</p>"
    )
    left, right = st.columns(2, gap="large")
    with left:
        old = _choose(here, "Old version", "old", None)
    with right:
        new = _choose(here, "New version", "new", here.file.tree.id)
    parts = {}
    if old and new:
        parts = _compared(here, old, new)
    else:
        block('<p class="note">Choose both versions, and the difference stands here.</p>')
    file, answers = st.session_state.pop("opened", (None, None))
    query = address.write(file.tree.id, file.stamp, answers) if file else here.query(here.place)
    _PAGE.show(
        "versions",
        "Compare versions",
        query,
        parts=parts,
        on_event=_hear,
        leave_for="assess" if file else None,
        ask_width="width" not in st.session_state,
    )


page()
