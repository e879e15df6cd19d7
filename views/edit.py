"""Edit a tree as YAML, with what the edit does beside it."""

import datetime

import streamlit as st

from decision.answers import fitting, ticking
from decision.editing.additions import add_scenario
from decision.editing.edit import Edit
from decision.editing.rename import rename
from decision.problems import Problem
from decision.reading.read import TreeFile
from decision.reading.text import decode, read_document
from decision.reports.words import counted
from decision.schema import Schema, schema_of, tree_schema
from decision.store.faults import StoreError
from decision.store.look import Look
from decision.tree import IMPOSSIBLE
from views import desk, keeping, session, visitor
from views.desk import Desk
from views.parts import diagram, health, others, save_version, versions, workbench
from views.parts.editor import Ask, Editor, Edits, Mark
from views.parts.live import VOICE, Event, Live
from views.parts.markup import action, block, esc, link

_SOON, _LATER = 200, 1_000  # milliseconds without a change until scenarios are run, and the whole tree is checked
_OLDER = '<p class="small muted">Of an earlier text. Is worked out anew when you pause.</p>'
_FEW = 300  # saved assessments that are tried on each text without being asked for
_EDITOR = Editor("tree_editor")
_HEAD = Live("edit_head", '<div data-part="head"></div><div data-part="note" role="alert"></div>')
_SIDE = Live(
    "edit_side",
    """
    <div class="beside_editor">
      <section class="card"><h2>Problems</h2><div data-part="problems"></div></section>
      <section class="card"><h2>Against the saved version</h2><div data-part="against"></div></section>
      <section class="card"><h2>Scenarios</h2><div data-part="scenarios"></div></section>
      <section class="card"><h2>Try it</h2><div data-part="trial"></div></section>
      <section class="card"><h2>Deep check</h2><div data-part="proofs"></div></section>
    </div>
    """,
)


def _wanted() -> str:
    """The tree to edit: that of the address, else the one in use."""
    return st.query_params.get("edit") or session.here().file.tree.id


def _typed() -> None:
    typed = _EDITOR.typed()
    now = desk.of(typed.base) if typed else None  # what is typed last before one leaves comes from another place
    if typed and now:
        changed = now.text != typed.text
        desk.keep(now, typed.text, typed.number)
        if changed:
            st.session_state["stage"] = 0
            st.session_state.pop("edit_saved", None)


def _asked(ask: Ask) -> None:
    now = desk.at(_wanted())
    if now is None or now.barred:
        return
    if ask.do == "rename":
        _edit(now, rename(now.text, ask.at, ask.to))
    elif ask.do == "save":
        st.session_state[save_version.OPEN] = True
    else:
        desk.take_back(now, ask.at)
        st.session_state["edit_note"] = "The text changed meanwhile, so that was not done. Try it again."


def _edit(now: Desk, edits: tuple[Edit, ...] | Problem) -> None:
    """Let the editor make edits, or say why there are none."""
    if isinstance(edits, Problem):
        st.session_state["edit_note"] = edits.message
    else:
        desk.put(now, edits)


def _hear(event: Event) -> None:
    now = desk.at(_wanted())
    if now is None:
        return
    if event.do == "later":  # nobody did anything, so what was said still stands
        st.session_state["stage"] = st.session_state.get("stage", 0) + 1
        return
    st.session_state["edit_note"] = ""
    if event.do == "goto":
        line, _, column = event.to.partition(".")
        if line.isdecimal() and column.isdecimal():
            st.session_state["edit_goto"] = int(line), int(column)
    elif event.do == "save":
        st.session_state[save_version.OPEN] = True
    elif event.do == "count":
        st.session_state["count_saved"] = event.to
    elif event.do == "add":
        _add(now)
    else:
        _try(now, event)


def _try(now: Desk, event: Event) -> None:
    """Answer a question of the tree as a user would, or take all answers back."""
    if event.do == "forget":
        now.tried = {}
    name, _, option = event.to.partition(".")
    if event.do != "try" or now.good is None or name not in now.good.tree.questions:
        return
    question, said = now.good.tree.questions[name], now.tried.get(name)
    chosen = {said} if isinstance(said, str) else set(said or ())
    chosen = {option} if question.choose == "one" else chosen ^ {option}
    answer = ticking(question, said, sorted(chosen))
    now.tried.pop(name, None)
    if answer is not None:
        now.tried[name] = answer


def _add(now: Desk) -> None:
    """Add what was tried as a scenario, with what it comes to."""
    if now.good is None or now.file is None:
        st.session_state["edit_note"] = "Mend the problems first: a scenario says what the tree comes to."
        return
    tree = now.good.tree
    answers = fitting(tree, now.tried)
    found = session.recommended(now.good, answers)
    expect = {one.id: one.possible or [IMPOSSIBLE] for one in found.shown if one.possible is not None}
    if not expect:
        st.session_state["edit_note"] = (
            "Nothing is worked out for these answers, so there is nothing to expect. Add some."
        )
        return
    name = next(name for n in range(1, 1_000) if (name := f"tried_{n}") not in tree.scenarios)
    _edit(now, add_scenario(now.text, name, answers, {key: _short(said) for key, said in expect.items()}))


def _short(outcomes: tuple[str, ...] | list[str]) -> str | list[str]:
    return outcomes[0] if len(outcomes) == 1 else list(outcomes)


def _marks(problems: tuple[Problem, ...]) -> list[Mark]:
    return [Mark(one.line, one.column, one.message, blocks=one.blocks) for one in problems]


def _schema(now: Desk, stage: int) -> Schema:
    """What completes ids and says what they mean: of the newest text, once one pauses, as far as it can be read."""
    kept: dict[str, tuple[str, Schema]] = st.session_state.setdefault("edit_schema", {})
    if now.tree not in kept or (stage and kept[now.tree][0] != now.text):
        text = decode(now.text.encode(errors="surrogatepass"), now.path)  # what is too long is not read at each pause
        data = None if isinstance(text, Problem) else read_document(text, now.path).data
        kept[now.tree] = now.text, schema_of(data) if isinstance(data, dict) else tree_schema()
    return kept[now.tree][1]


def _head(now: Desk, problems: tuple[Problem, ...], tests: workbench.Tests | None, query: dict[str, str]) -> str:
    title = now.good.tree.title if now.good else "a new tree"
    kept = "" if now.trouble or not now.revision else '<span class="muted small">✓ draft kept</span>'
    save = "" if now.barred else _HEAD_SAVE
    return (
        f'<p class="small muted">{link("trees", query, "Trees")} / {esc(title)}</p><div class="heading wide"><h1 id="edit_title" tabindex="-1">{esc(now.path)}</h1>'
        f'<span class="chips">{kept}{workbench.problems_chip(problems)}{workbench.tests_chip(tests)}{save}</span></div>'
    )


_HEAD_SAVE = '<button type="button" class="button primary" data-do="save">Save version</button>'


def _side(now: Desk, problems: tuple[Problem, ...], stage: int) -> dict[str, str]:
    """The cards beside the editor. What takes long stands there as it was, until it is worked out anew."""
    good, listed = now.good, {"problems": workbench.problem_list(problems)}
    if good is None:
        nothing = '<p class="small muted">As soon as the text can be read as a tree.</p>'
        return listed | dict.fromkeys(("against", "scenarios", "trial", "proofs"), nothing)
    answers = fitting(good.tree, now.tried)
    found = session.recommended(good, answers)
    fresh = {"trial": workbench.trial(good.tree, answers, found, may_add=not now.barred)}
    if stage:
        fresh["scenarios"] = workbench.scenario_list(good, workbench.tested(good))
        fresh["against"] = _against(now, good) + (_saved_ones(good) if stage > 1 else "")
    if proved := health.known(good):
        fresh["proofs"] = workbench.proofs(proved)
    kept: dict[str, str] = st.session_state.setdefault(f"edit_parts_{now.tree}", {})
    waiting = '<p class="small muted">Is worked out when you pause.</p>'
    before = {name: _OLDER + kept[name] if name in kept else waiting for name in ("against", "scenarios", "proofs")}
    kept |= fresh
    broken = "" if now.file else '<p class="small muted">Of the last text that could be read as a tree.</p>'
    return listed | before | {name: broken + part for name, part in fresh.items()}


def _against(now: Desk, good: TreeFile) -> str:
    if now.old is None:
        return '<p class="small">This tree is new: nothing to compare it with.</p>'
    if now.old.text == good.text:
        return '<p class="small">The same text.</p>'
    return workbench.against(good, now.base, versions.compared(now.old, good))


def _check(now: Desk) -> None:
    """Check the whole tree, then try what is saved on it, with progress; whoever types on ends that."""
    if now.good is None:
        return
    found = health.known(now.good) is None
    health.proved(now.good)
    look = _look(now.good)
    wanted = look and (look.total <= _FEW or st.session_state.get("count_saved") == now.good.digest)
    if look and wanted and not look.finished:
        bar = st.progress(0.0)
        while not look.finished:
            bar.progress(min(1.0, look.done / max(1, look.total)), f"{look.done:,} saved assessments tried")
            look.step()
        found = True
    if found:
        st.rerun()


def _look(file: TreeFile) -> Look | None:
    """What the text does to the saved assessments of this tree. None where they cannot be reached."""
    try:
        return keeping.look({file.tree.id: file}, datetime.date.today())
    except StoreError:
        return None


def _saved_ones(file: TreeFile) -> str:
    """How many saved assessments the text would change."""
    look = _look(file)
    if look is None or not look.total:
        return ""
    if not look.finished:
        return action("count", f"Try {look.total:,} saved assessments on it", file.digest) if look.total > _FEW else ""
    many = sum(one.entry.tree == file.tree.id and one.gist.effect == "outcome" for one in look.found)
    of = keeping.shelf().used(file.tree.id)
    said = f"{many:,} of {counted(of, 'saved assessment')} of this tree would get another recommendation." if of else ""
    return f'<p class="small">{said}</p>'


def _editor(now: Desk, problems: tuple[Problem, ...], stage: int) -> None:
    typed = _EDITOR.typed()
    if st.session_state.get("edit_document") != now.document:
        st.session_state["edit_document"] = now.document
        desk.given(now, typed.number if typed and typed.base == now.document else 0)
    _EDITOR.show(
        document=now.document,
        copies=now.tree,
        text=now.text,
        marks=_marks(problems),
        schema=_schema(now, stage),
        edits=Edits(now.order, now.on, now.edits) if now.order else None,
        label=f"{now.path}, YAML",
        read_only=bool(now.barred),
        goto=st.session_state.pop("edit_goto", None),
        kept=now.kept,
        on_typed=_typed,
        on_ask=_asked,
    )


def _show(now: Desk, query: dict[str, str]) -> None:
    problems = now.problems()
    stage = st.session_state.setdefault("stage", 0)
    tests = workbench.tested(now.good) if now.good and stage else None
    parts = {"head": _head(now, problems, tests, query), "note": esc(st.session_state.get("edit_note", ""))}
    # First, as it takes the focus to the heading of a new page, from where nobody types yet.
    _HEAD.show(f"edit {now.tree}", f"Edit {now.path}", query, parts=parts, on_event=_hear)
    others.show(now)
    left, right = st.columns([11, 6], gap="medium")
    with left:
        _editor(now, problems, stage)
    with right:
        with st.container(key="edit_under_way"):  # what takes long says so here, and moves nothing below it
            parts = _side(now, problems, stage)
        ask = 0 if st.session_state.get(save_version.OPEN) else {0: _SOON, 1: _LATER}.get(stage, 0)
        _SIDE.show(f"edit {now.tree}", f"Edit {now.path}", query, parts=parts, on_event=_hear, ask_after=ask)
    if now.good:
        box = st.expander("Who reads what", key="edit_requirements", on_change="rerun")
        if box.open:
            with box:
                diagram.show(now.good.tree)
    if st.session_state.get(save_version.OPEN):  # it stays open through a run that something else asks for
        save_version.dialog(now)
    elif stage >= 2:
        _check(now)


def _arrive(tree: str) -> None:
    """What was said and asked is over for who comes from another tree or another page, which lets go of the head."""
    if st.session_state.get("edit_tree") != tree or "edit_head" not in st.session_state:
        st.session_state["edit_tree"] = tree
        for name in ("stage", "edit_note", "edit_saved", "edit_goto", save_version.OPEN):
            st.session_state.pop(name, None)


def page() -> None:
    """Show the page."""
    tree = _wanted()
    _arrive(tree)
    query = session.here().query(session.here().place) | {"edit": tree}
    try:
        now = desk.at(tree)
    except StoreError as error:
        now = None
        block(f'<h1>Edit a tree</h1><p class="note">Trees cannot be edited here now. {esc(keeping.trouble(error))}</p>')
    else:
        if now is None:
            block(f'<h1>Edit a tree</h1><p class="note">There is no tree “{esc(tree[:64])}” here.</p>')
    if now is None:
        VOICE.show("edit", "Edit a tree", query)
        return
    now.barred = visitor.person().barred
    _show(now, query)


page()
