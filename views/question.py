"""One question a page, with where one stands beside it."""

import streamlit as st

from decision.answers import Answer
from decision.recommendation import QuestionState, Recommendation
from decision.tree import UNSURE, Question
from views import session
from views.parts import standing, steps, voice
from views.parts.markup import plain
from views.session import Here

_MISSING = "Choose an answer first. If you do not know, choose “Not sure yet”: nothing is lost by it."
_UNSURE = ("Not sure yet", "Nothing is lost: every option stays possible, and you see what hangs on it.")


def _walk(recommendation: Recommendation) -> list[str]:
    """The questions that Back and Next go through: asked, and not known to make no difference."""
    return [question.id for question in recommendation.asked if question.status != "open" or question.pending]


def _forward(name: str) -> None:
    if name not in session.here().assessment.answers:
        st.session_state["missing"] = name
        return
    _move(name, +1)


def _move(name: str, step: int) -> None:
    """Go to the question after or before this one; past the ends, to the review or home."""
    here = session.here()
    order = list(here.file.tree.questions)
    walk = _walk(here.recommendation)
    beyond = [one for one in walk if (order.index(one) - order.index(name)) * step > 0]
    if beyond:
        session.go(beyond[0] if step > 0 else beyond[-1])
    elif step > 0 and (left := here.recommendation.next_question):
        session.go(left.id)
    else:
        st.session_state["leave_for"] = "review.py" if step > 0 else "home.py"


def _one(name: str, question: Question, said: Answer | None) -> None:
    key = f"answer_{name}"
    options = [*question.options, UNSURE]
    if key not in st.session_state:
        st.session_state[key] = said
    st.radio(
        plain(question.ask),
        options,
        index=None,
        key=key,
        format_func=lambda option: _UNSURE[0] if option == UNSURE else plain(question.options[option].label),
        captions=[plain(question.options[option].help or "") for option in question.options] + [_UNSURE[1]],
        label_visibility="collapsed",
        width="stretch",
        on_change=lambda: session.answer(name, st.session_state[key]),
    )


def _many(name: str, question: Question, said: Answer | None) -> None:
    st.html('<p class="muted">Choose all that apply.</p>')
    chosen = (said,) if isinstance(said, str) else said or ()
    for option in [*question.options, UNSURE]:
        key = f"answer_{name}_{option}"
        label, note = _UNSURE if option == UNSURE else (question.options[option].label, question.options[option].help)
        st.session_state[key] = option in chosen
        st.checkbox(
            f"{plain(label)}  \n{plain(note)}" if note else plain(label),
            key=key,
            width="stretch",
            on_change=_toggle,
            args=(name, option),
        )


def _toggle(name: str, option: str) -> None:
    """An option that excludes the rest, and “not sure”, stand alone."""
    here = session.here()
    question = here.file.tree.questions[name]
    said = here.assessment.answers.get(name, ())
    chosen = {said} if isinstance(said, str) else set(said)
    alone = {UNSURE} | {one for one, text in question.options.items() if text.exclusive}
    if not st.session_state[f"answer_{name}_{option}"]:
        chosen.discard(option)
    else:
        chosen = {option} if option in alone else (chosen - alone) | {option}
    if chosen == {UNSURE}:
        session.answer(name, UNSURE)
    else:
        session.answer(name, tuple(one for one in question.options if one in chosen) or None)


def _all_questions(here: Here, name: str) -> None:
    box = st.expander("All questions, and what you said", key="all", on_change="rerun")
    if not box.open:  # the browser would build every link, with each Next, for a list that few open
        return
    with box, st.container(key="all_questions"):
        for state in here.recommendation.questions:
            if state.asked:
                mark = "●" if state.status == "answered" else "○"
                said = ", ".join(state.labels) or ("Not sure yet" if state.status == "unsure" else "Not answered")
                text = f"{mark} {plain(state.ask)} {plain(said)}"
                if state.id == name:
                    st.markdown(f"**{text}**")
                else:
                    st.page_link("question.py", label=text, query_params=here.query(state.id))


def _notes(state: QuestionState) -> None:
    if not state.asked:
        st.info(
            "This question is not asked with your other answers. What you say here is kept, and ignored until it is."
        )
    elif state.matters is False and state.status == "open":
        st.info("With your other answers, no answer here changes a decision any more. You may still give one.")


def _buttons(name: str) -> None:
    with st.container(key="buttons", horizontal=True, vertical_alignment="center"):
        st.button("Back", on_click=_move, args=(name, -1), key="back")
        st.button("Next", type="primary", on_click=_forward, args=(name,), key="next")
        st.html('<p class="muted small">Your answers are kept in the address of this page.</p>', width="stretch")


def page() -> None:
    """Show the question."""
    leave_for = st.session_state.pop("leave_for", None)
    here = session.here()
    name = session.stay(here)
    if leave_for:
        st.switch_page(leave_for, query_params=here.query(name))
    question = here.file.tree.questions[name]
    state = here.recommendation.question(name)
    said = here.assessment.answers.get(name)
    steps.show(here, state.dimension)
    left, right = st.columns([2, 1], gap="large")
    with left, st.container(key="question"):
        steps.heading(here, state)
        _notes(state)
        if st.session_state.pop("missing", None) == name:
            st.error(_MISSING)
        with st.container(key=f"options_{question.choose}"):
            (_one if question.choose == "one" else _many)(name, question, said)
        if question.help:
            with st.expander("How do I find out?"):
                st.markdown(question.help)
        _buttons(name)
        _all_questions(here, name)
    with right, st.container(key="standing"):
        standing.show(here)
    voice.say(name, f"Question: {question.ask}", here.query(name))


page()
