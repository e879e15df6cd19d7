"""What if: the present answers and up to three variants of them side by side, with only what differs marked."""

import streamlit as st

from decision.answers import Answer, Answers, fitting, ticking, value
from decision.compare import MOST, side_by_side
from decision.tree import UNSURE, Tree
from views import session
from views.parts import variants as parts
from views.parts.live import Event, Live
from views.session import Here

_PAGE = Live(
    "what_if",
    """
    <h1>What if?</h1>
    <p class="lead muted">Change an answer in a variant and see beside it what becomes of the recommendation. Your present
    answers stay as they are. The variants are kept in this browser session; the address holds the present answers.</p>
    <div class="tools" data-part="tools"></div>
    <div class="card wide" data-part="table"></div>
    """,
)


def _variants(here: Here) -> list[Answers]:
    """The answers of each variant, the present ones first. There are at least two, alike until one is changed."""
    kept = st.session_state.get("variants", {}).get(here.file.tree.id) or [here.assessment.answers]
    return [here.assessment.answers, *(fitting(here.file.tree, answers) for answers in kept)]


def _keep(here: Here, variants: list[Answers]) -> None:
    kept = st.session_state.setdefault("variants", {})
    kept[here.file.tree.id] = [dict(answers) for answers in variants[1:]]


def _hear(event: Event) -> None:
    """Change a variant, add or remove one, make one the assessment, or show less."""
    here = session.here()
    variants = _variants(here)
    if event.do == "only":
        st.session_state["only_differs"] = not st.session_state.get("only_differs", False)
    elif event.do == "add" and len(variants) < MOST:
        _keep(here, [*variants, variants[-1]])
    elif event.do in ("remove", "take"):
        _remove_or_take(here, variants, event)
    elif event.do in ("set", "tick"):
        _keep(here, _changed(here.file.tree, variants, event))


def _remove_or_take(here: Here, variants: list[Answers], event: Event) -> None:
    """Remove a variant, or go on with it as the assessment."""
    number = int(event.to) if event.to in map(str, range(1, len(variants))) else None
    if number is None:
        return
    if event.do == "remove":
        _keep(here, [one for place, one in enumerate(variants) if place != number])
        return
    session.take(variants[number])
    st.session_state["leave_for"] = "recommendation"


def _changed(tree: Tree, variants: list[Answers], event: Event) -> list[Answers]:
    """The variants after one answer was set. What names no variant, question or option changes nothing."""
    number, question, option = (*event.to.split("."), "", "")[:3]
    places, names = (
        [str(place) for place in range(1, len(variants))],
        dict(zip(map(str, range(len(tree.questions))), tree.questions, strict=True)),
    )
    if number not in places or question not in names:
        return variants
    asked = tree.questions[names[question]]
    before = variants[int(number)].get(names[question])
    said: Answer | None = None
    if option in (*asked.options, UNSURE):
        ticked = {option} if event.do == "set" else value(before or ()) ^ {option}
        said = ticking(asked, before, ticked)
    elif option != parts.OPEN:
        return variants
    now = {**variants[int(number)], names[question]: said}
    answers = {name: now[name] for name in tree.questions if now.get(name) is not None}
    return [answers if place == int(number) else one for place, one in enumerate(variants)]


@st.fragment
def page() -> None:
    """Show the variants. A fragment, so that a change costs no more than what it changes."""
    here = session.here()
    variants = _variants(here)
    only = st.session_state.get("only_differs", False)
    found = side_by_side([session.recommended(here.file, answers) for answers in variants])
    _PAGE.show(
        "what if",
        "What if",
        here.query(here.place),
        parts={
            "tools": parts.tools(len(variants), only=only),
            "table": parts.table(here.file.tree, variants, found, only=only),
        },
        on_event=_hear,
        leave_for=st.session_state.pop("leave_for", None),
    )


page()
