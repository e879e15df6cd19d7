"""One question a page, with where one stands beside it."""

import streamlit as st

from decision.answers import ticking
from decision.recommendation import QuestionState, Recommendation
from decision.tree import UNSURE, Question
from views import session
from views.parts import standing, steps, unsaved
from views.parts.live import Event, Live
from views.parts.markup import esc, rich
from views.session import Here

_MISSING = "Choose an answer first. If you do not know, choose “Not sure yet”: nothing is lost by it."
_UNSURE = ("Not sure yet", "Nothing is lost: every option stays possible, and you see what hangs on it.")
_PAGE = Live(
    "questionnaire",
    """
    <div data-part="steps"></div>
    <div class="questionnaire">
      <div class="asked">
        <div data-part="heading"></div>
        <div data-part="problem" role="alert"></div>
        <div data-part="options"></div>
        <div data-part="help"></div>
        <div class="moves">
          <button type="button" class="button" data-do="back">Back</button>
          <button type="button" class="button primary" data-do="next">Next</button>
          <p class="muted small" data-part="kept"></p>
        </div>
        <details class="fold"><summary>All questions, and what you said</summary><div data-part="all"></div></details>
      </div>
      <div class="beside" data-part="standing"></div>
    </div>
    """,
)


def _walk(recommendation: Recommendation) -> list[str]:
    """The questions that Back and Next go through: asked, and not known to make no difference."""
    return [question.id for question in recommendation.asked if question.status != "open" or question.pending]


def _hear(event: Event) -> None:
    """Take in what was chosen, then go where the visitor wants to."""
    questions = session.here().file.tree.questions
    if event.at not in questions:
        return
    before = session.here().assessment.answers.get(event.at)
    now = ticking(questions[event.at], before, event.chosen)
    if now != before:
        session.answer(event.at, now)
    if event.do == "next" and event.at not in session.here().assessment.answers:
        st.session_state["missing"] = event.at
    elif event.do == "go" and event.to in questions:
        session.go(event.to)
    elif event.do in ("next", "back"):
        _move(event.at, +1 if event.do == "next" else -1)


def _move(name: str, step: int) -> None:
    """Go to the question after or before this one; past the ends, to the review or home."""
    here = session.here()
    order = list(here.file.tree.questions)
    beyond = [one for one in _walk(here.recommendation) if (order.index(one) - order.index(name)) * step > 0]
    if beyond:
        session.go(beyond[0] if step > 0 else beyond[-1])
    elif step > 0 and (left := here.recommendation.next_question):
        session.go(left.id)
    else:
        st.session_state["leave_for"] = "review" if step > 0 else ""


def _option(kind: str, name: str, label: str, note: str | None) -> str:
    small = f"<small>{esc(note)}</small>" if note else ""
    return (
        f'<label class="option{" not_sure" if name == UNSURE else ""}"><input type="{kind}" name="answer" value="{esc(name)}">'
        f"<span><b>{esc(label)}</b>{small}</span></label>"
    )


def _options(question: Question) -> str:
    """Real radio buttons or checkboxes, so that the keyboard and a screen reader know them."""
    kind = "radio" if question.choose == "one" else "checkbox"
    options = "".join(_option(kind, name, option.label, option.help) for name, option in question.options.items())
    hint = '<p class="muted small">Choose all that apply.</p>' if question.choose == "many" else ""
    return (
        f'<fieldset class="options"><legend class="hidden">{esc(question.ask)}</legend>{hint}'
        f"{options}{_option(kind, UNSURE, *_UNSURE)}</fieldset>"
    )


def _help(question: Question) -> str:
    if not question.help:
        return ""
    return f'<details class="fold"><summary>How do I find out?</summary>{rich(question.help)}</details>'


def _heading(here: Here, state: QuestionState) -> str:
    note = ""
    if not state.asked:
        note = "This question is not asked with your other answers. What you say here is kept, and ignored until it is."
    elif state.matters is False and state.status == "open":
        note = "With your other answers, no answer here changes a decision any more. You may still give one."
    return steps.heading(here, state) + (f'<p class="note">{note}</p>' if note else "")


def _all_questions(here: Here, name: str) -> str:
    rows = ""
    for state in here.recommendation.questions:
        if state.asked:
            sign = "●" if state.status == "answered" else "○"
            said = ", ".join(state.labels) or ("Not sure yet" if state.status == "unsure" else "Not answered")
            now = ' aria-current="step"' if state.id == name else ""
            ask = f'<button type="button" class="as_link" data-do="go" data-to="{state.id}"{now}>{esc(state.ask)}</button>'
            rows += (
                f'<li><span aria-hidden="true">{sign}</span><div>{ask}<p class="muted small">{esc(said)}</p></div></li>'
            )
    return f'<ol class="bare listed">{rows}</ol>'


@st.fragment
def page() -> None:
    """Show the question. A fragment, so that a click costs no more than what it changes."""
    here = session.begin()
    if here is None or unsaved.news():  # the tree was spoiled since the page was opened, or saving is in trouble
        st.rerun()
    name = session.stay(here)
    question = here.file.tree.questions[name]
    state = here.recommendation.question(name)
    said = here.assessment.answers.get(name, ())
    _PAGE.show(
        name,
        f"Question: {question.ask}",
        here.query(name),
        parts={
            "steps": steps.row(here, state.dimension),
            "heading": _heading(here, state),
            "problem": _MISSING if st.session_state.pop("missing", None) == name else "",
            "options": _options(question),
            "help": _help(question),
            "kept": unsaved.line(here),
            "all": _all_questions(here, name),
            "standing": standing.column(here) + standing.advice(here),
        },
        chosen=(said,) if isinstance(said, str) else said,
        on_event=_hear,
        leave_for=st.session_state.pop("leave_for", None),
    )


page()
