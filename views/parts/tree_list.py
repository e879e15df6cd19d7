"""The list of trees, as HTML: each with its version in use, how it is doing, its history, and what can be done with it."""

from collections.abc import Mapping
from datetime import datetime

from decision.reading.read import TreeFile
from decision.store.shelf import TreeDraft, Version
from decision.tree import name_of
from views import desk, keeping, offered
from views.parts import workbench
from views.parts.markup import action, esc, fold, link
from views.session import Here


def rows(here: Here, drafts: Mapping[str, TreeDraft], *, may_change: bool) -> str:
    """Every tree that anybody can know of: offered, retired, not usable, or begun and not saved yet."""
    saved, folder = offered.own(), offered.folder()
    names = [*here.library.trees, *saved.latest, *folder.trees, *drafts]
    broken = {name.removesuffix(".yaml") for name, found in folder.problems.items() if any(one.blocks for one in found)}
    names += sorted(name for name in broken if "/" not in name)
    return "".join(_card(here, name, drafts.get(name), may_change=may_change) for name in dict.fromkeys(names))


def folder_rows(here: Here) -> str:
    """The trees of the folder alone, where nothing that was saved can be reached."""
    return "".join(
        _article(file.tree.title, _facts(file), _moves(here, file, [])) for file in here.library.trees.values()
    )


def text_of(tree: str, number: int) -> str | None:
    """The text of a version, or of the one in use. Raises `StoreError`."""
    if not number:
        file, _ = desk.latest(tree)
        return file.text if file else None
    found = next((one for one in keeping.shelf().history(tree) if one.number == number), None)
    return keeping.shelf().text(found.digest) if found and found.digest else None


def _card(here: Here, name: str, draft: TreeDraft | None, *, may_change: bool) -> str:
    file, saved = here.library.trees.get(name), offered.own().latest.get(name)
    history = keeping.shelf().history(name) if saved else ()
    title = file.tree.title if file else saved.title if saved else name_of(name)
    about = _facts(file) if file else _why_not(name, saved, draft)
    moves = []
    if may_change:
        moves = [
            link(
                "edit",
                here.query(here.place) | {"edit": name},
                "Go on with the draft" if draft else "Edit",
                kind="button",
            )
        ]
        if draft:
            moves.append(action("drop", "Throw the draft away", name))
        if file:
            moves += [action("duplicate", "Duplicate", name), action("retire", "Retire", name)]
    body = _saved(name, file, saved, draft) + _moves(here, file, moves) + _beside_file(name, saved)
    return _article(title, about, body + _history(history, may_change=may_change))


def _article(title: str, about: str, body: str) -> str:
    return f'<article class="card tree"><div class="heading wide"><h2>{esc(title)}</h2><span class="chips">{about}</span></div>{body}</article>'


def _facts(file: TreeFile) -> str:
    """How a tree is doing."""
    tests = workbench.tested(file)
    covered = f'<span class="muted small">{tests.covered} of {tests.rules} rules reached</span>' if tests.total else ""
    _, problems = desk.examined(file.text, f"{file.tree.id}.yaml")
    return workbench.problems_chip(problems) + workbench.tests_chip(tests) + covered


def _why_not(name: str, saved: Version | None, draft: TreeDraft | None) -> str:
    if saved and saved.retired:
        return '<span class="chip open">○ retired</span>'
    if saved:
        return '<span class="chip out">× cannot be read by this version of the program</span>'
    if draft:
        return '<span class="chip open">○ a draft only</span>'
    problems = offered.folder().problems.get(f"{name}.yaml", ())
    return workbench.problems_chip(problems)


def _saved(name: str, file: TreeFile | None, saved: Version | None, draft: TreeDraft | None) -> str:
    """Which version is in use, since when and by whom."""
    said = [f"<code>{esc(name)}</code>"]
    if file:
        said.append(f"number {esc(file.tree.version)}")
    if saved:
        said.append(f"version {saved.number}, {_by(saved)}")
    elif file:
        said.append("from the folder of trees")
    if draft:
        said.append(f"<b>your draft</b> of {_when(draft.changed)}")
    return f'<p class="small muted">{" · ".join(said)}</p>'


def _by(version: Version) -> str:
    who = f" by {esc(version.author)}" if version.author else ""
    note = f": {esc(version.note)}" if version.note else ""
    return f"saved {_when(version.created)}{who}{note}"


def _when(moment: datetime) -> str:
    return f"{moment:%d %b %Y, %H:%M} UTC"


def _moves(here: Here, file: TreeFile | None, more: list[str]) -> str:
    moves = []
    if file:
        own = {"tree": file.tree.id}
        moves = [link("assess", own, "Answer it", kind="button"), link("tree", own, "Look inside", kind="button")]
        more = [*more, action("download", "Download", file.tree.id)]
    return f'<div class="actions">{"".join((*moves, *more))}</div>'


def _beside_file(name: str, saved: Version | None) -> str:
    """Said where a saved version stands before a file of the folder that is another."""
    file = offered.folder().trees.get(name)
    if saved is None or file is None or saved.digest == file.digest:
        return ""
    return (
        f'<p class="small muted">This stands before the file {esc(name)}.yaml of the folder, number {esc(file.tree.version)}. '
        f"{action('compare', 'Compare with the file', f'{name}.0', kind='as_link')}</p>"
    )


def _history(history: tuple[Version, ...], *, may_change: bool) -> str:
    if not history:
        return ""
    items = "".join(_version(one, one.number == history[0].number, may_change=may_change) for one in history)
    return fold(
        f"{len(history)} version{'' if len(history) == 1 else 's'}", f'<ol class="bare listed history">{items}</ol>'
    )


def _version(one: Version, now: bool, *, may_change: bool) -> str:
    to, moves = f"{one.tree}.{one.number}", []
    if not one.retired:
        moves.append(action("download", "Download", to, kind="as_link"))
        if not now:
            moves.append(action("compare", "Compare with the one in use", to, kind="as_link"))
    if may_change and not now and not one.retired:
        moves.append(action("restore", "Take it up again", to, kind="as_link"))
    what = "retired" if one.retired else f"number {esc(one.version)}"
    return f'<li><b>{one.number}</b><div>{what}, {_by(one)}<div class="under">{"".join(moves)}</div></div></li>'
