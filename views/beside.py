"""Two to four saved assessments side by side, each as it was. Nothing of it touches what the visitor has open."""

import streamlit as st

from decision.compare import FEWEST, recorded_beside, side_by_side
from decision.reading.read import TreeFile
from decision.store.faults import StoreError
from decision.store.saved import Saved
from views import keeping, session
from views.parts import beside
from views.parts.live import Event, Live
from views.parts.markup import esc, link, switch
from views.session import Here

TICKED = "saved_ticked"  # the ids that were ticked on the page Saved, in that order
_PAGE = Live(
    "beside",
    """
    <h1>Saved assessments side by side</h1>
    <p class="lead muted">Each as it was, on the version of the tree that it was made with. What differs from the first is marked.</p>
    <div class="tools" data-part="tools"></div>
    <div data-part="note"></div>
    <div class="card wide beside" data-part="table"></div>
    """,
)


def _read(names: list[str]) -> tuple[list[tuple[Saved, TreeFile]], list[str]]:
    """Those that are there and can be read, and a sentence about each that is not."""
    found, told = [], []
    for name in names:
        saved = keeping.store().get(name)
        file = keeping.tree_of(saved.entry.digest, saved.text) if saved else None
        if saved is None:
            told.append("One of those that you ticked is not saved any more: somebody deleted it.")
        elif file is None:
            title = saved.entry.title or "Without a title"
            told.append(f"“{title}” is left out: this version of the program cannot read its tree any more.")
        else:
            found.append((saved, file))
    return found, told


def _parts(here: Here) -> dict[str, str]:
    only = st.session_state.get("beside_only", True)
    back = link("saved", here.query(here.place), "Back to what is saved")
    try:
        found, told = _read(st.session_state.get(TICKED, []))
    except StoreError as error:
        found, told = [], [f"Nothing that is saved can be read here now. {keeping.trouble(error)}"]
    if len(found) < FEWEST:
        told.append("Tick two to four on the page Saved to see them side by side.")
        return {"tools": back, "note": _note(told)}
    saved, files = ([pair[side] for pair in found] for side in (0, 1))
    compared = side_by_side([session.recommended(file, one.assessment.answers) for one, file in found])
    recorded = recorded_beside([one.assessment for one in saved], [file.tree for file in files])
    if len({file.tree.id for file in files}) > 1:
        told.append("They were made with different trees. Questions and decisions of the same id stand in one row.")
    elif len({file.digest for file in files}) > 1:
        told.append(
            "They were made with different versions of the tree, so the same answers can come to something else."
        )
    tools = switch("only", "Only what differs", on=only) + back
    return {"tools": tools, "note": _note(told), "table": beside.table(saved, files, compared, recorded, only=only)}


def _note(told: list[str]) -> str:
    return f'<div class="note">{"".join(f"<p>{esc(one)}</p>" for one in told)}</div>' if told else ""


def _hear(event: Event) -> None:
    if event.do == "only":
        st.session_state["beside_only"] = not st.session_state.get("beside_only", True)


def page() -> None:
    """Show the page."""
    here = session.here()
    _PAGE.show("beside", "Saved assessments side by side", here.query(here.place), parts=_parts(here), on_event=_hear)


page()
