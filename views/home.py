"""Where one begins: what this is and is not, a tree, an example, a saved file."""

import datetime

import streamlit as st

from decision.assessment import Assessment, bind, read_assessment
from decision.problems import AnswerError, Problem
from decision.reports.report import make_report
from decision.tree import name_of
from views import session
from views.parts import notices, summary
from views.parts.live import VOICE
from views.parts.markup import UPLOAD, block, esc, link, plain
from views.session import Here


def _begin(tree: str, assessment: Assessment, page: str) -> None:
    """Open an assessment and go to a page with its address."""
    session.open_assessment(tree, assessment)
    _go_on(tree, page)


def _go_on(tree: str, page: str) -> None:
    """Go to a page with what this visitor has of a tree."""
    now = session.turn_to(tree)
    st.switch_page(page, query_params=now.query(now.place))


def _intro(here: Here) -> None:
    block(
        "<h1>Decide how to source a language model</h1>"
        '<p class="lead">Answer a few questions about privacy, latency, hardware, customization and where it should run. '
        "You get a recommendation: a small or a large model, how to source it, where to deploy it and what serves it, with the reasons for and against, their sources, and a PDF for the board.</p>"
        '<p class="lead muted">A starting point for a decision, not the decision. It knows the rules in its tree and what you answer, and nothing else about your case. '
        "Where you are not sure of an answer, say so: you see what hangs on it.</p>"
    )


def _choose_tree(here: Here) -> str:
    trees = here.library.trees
    if len(trees) == 1:
        return next(iter(trees))
    return st.selectbox(
        "Which decision?",
        list(trees),
        index=list(trees).index(here.file.tree.id) if here.file.tree.id in trees else 0,
        format_func=lambda name: trees[name].tree.title,
        key="tree_choice",
    )


def _start(here: Here, tree: str) -> None:
    under_way = tree == here.file.tree.id and bool(here.assessment.answers)
    with st.container(key="start", horizontal=True, vertical_alignment="center"):
        if tree == here.file.tree.id:
            label = "Go on with your answers" if under_way else "Start"
            block(link("assess", here.query(here.place), label, kind="button primary"), width="content")
        elsewhere = session.under_way(tree) if tree != here.file.tree.id else None
        if elsewhere and st.button("Go on with your answers", key="go_on_with", type="primary"):
            _go_on(tree, "question.py")
        anew = under_way or elsewhere
        if (anew or tree != here.file.tree.id) and st.button("Start anew" if anew else "Start", key="begin"):
            _begin(tree, Assessment(answers={}), "question.py")
        earlier = session.replaced(tree)
        if earlier and st.button("Bring back the earlier answers", key="bring_back"):
            _begin(tree, earlier, "question.py")
    about = here.library.trees[tree].tree
    block(
        f'<p class="muted small lead">{esc(about.summary)} Version {esc(about.version)}, {len(about.questions)} questions at most.</p>'
    )


def _example(here: Here, tree: str) -> None:
    """What comes out, shown by a scenario of the tree, and the way to open it."""
    file = here.library.trees[tree]
    scenarios = file.tree.scenarios
    if not scenarios:
        return
    block("<h2>What comes out</h2>")
    left, right = st.columns([1, 2], gap="large", vertical_alignment="bottom")
    with left:
        name = st.selectbox("An example", list(scenarios), format_func=name_of, key="example")
    scenario = scenarios[name]
    with right:
        block(f'<p class="muted lead">{esc(scenario.about)}</p>')
    assessment = Assessment(title=name_of(name), answers=scenario.answers)
    report = make_report(file, assessment, datetime.date.today())
    block(summary.cards(report))
    if st.button("Open this example", key="open_example"):
        _begin(tree, assessment, "recommendation.py")


def _saved(here: Here) -> None:
    st.header("Open a saved answers file")
    upload = st.file_uploader(
        "A JSON file that this app wrote, or answers in YAML",
        type=["json", "yaml", "yml"],
        key="saved",
        max_upload_size=UPLOAD,
    )
    if upload is None:
        return
    try:
        assessment, tree, notes = _read(here, upload.getvalue(), upload.name)
    except AnswerError as error:
        st.error(
            "The file cannot be opened; nothing was changed.\n\n"
            + "\n\n".join(plain(str(problem)) for problem in error.problems[:20])
        )
        return
    for note in notes:
        st.warning(plain(note.message))
    if st.button("Open these answers", type="primary", key="open_saved"):
        _begin(tree, assessment, "review.py")


def _read(here: Here, raw: bytes, name: str) -> tuple[Assessment, str, tuple[Problem, ...]]:
    assessment = read_assessment(raw, name)
    tree = assessment.tree.id if assessment.tree else here.file.tree.id
    if tree not in here.library.trees:
        message = f'These are answers to the tree "{tree}", which this server does not offer.'
        raise AnswerError([Problem(name, 0, 0, "another-tree", message)])
    notes = bind(assessment, here.library.trees[tree], name)
    return assessment, tree, notes


def page() -> None:
    """Show the page."""
    here = session.here()
    left, right = st.columns([2, 1], gap="large")
    with left:
        _intro(here)
        tree = _choose_tree(here)
        _start(here, tree)
    with right, st.container(key="doors"):
        _saved(here)
    _example(here, tree)
    broken = {name: found for name, found in here.library.problems.items() if any(p.blocks for p in found)}
    if broken:
        st.header("Files that cannot be used")
        notices.broken(broken)
    VOICE.show("home", "Home", here.query(here.place))


page()
