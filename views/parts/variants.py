"""The table of a comparison: a column a variant, the first as it stands, the others with every answer to be changed."""

from collections.abc import Callable, Mapping, Sequence

from decision.answers import Answer, Answers, value
from decision.compare import FEWEST, MOST, Cell, Comparison, Row
from decision.reports.words import listed
from decision.tree import UNSURE, Question, Tree
from views.parts.markup import action, esc, switch
from views.parts.standing import CHIPS

PRESENT = "Present answers"
OPEN = ""  # no option has this id
_NONE = {UNSURE: "Not sure yet", OPEN: "Not answered"}
_DIFFERS = '<p class="mark small"><span aria-hidden="true">≠ </span>differs</p>'


def name(number: int) -> str:
    """What a variant is called, by its number from 0."""
    return f"Variant {number + 1}" if number else PRESENT


def table(tree: Tree, variants: Sequence[Answers], found: Comparison, *, only: bool) -> str:
    """The decisions, and what was answered. With `only`, rows in which nothing differs are left out."""
    heads = "".join(_head(number, len(variants), found) for number in range(len(variants)))
    decisions = "".join(_decision(row) for row in found.decisions if row.differs or not only)
    answers = "".join(_question(tree, row, variants) for row in found.questions if row.differs or not only)
    nothing = f'<tr role="row"><td role="cell" colspan="{len(variants) + 1}" class="muted">Nothing differs.</td></tr>'
    groups = {"What it comes to": decisions or nothing, "Answers": answers or nothing}
    return frame(heads, groups, len(variants))


def frame(heads: str, groups: Mapping[str, str], columns: int) -> str:
    """A table with a head for each column, and rows in groups by their title."""
    bodies = "".join(_group(title, rows, columns) for title, rows in groups.items())
    return (
        '<table class="plain variants" role="table"><thead role="rowgroup"><tr role="row">'
        f'<td role="cell"></td>{heads}</tr></thead>{bodies}</table>'
    )


def _group(title: str, rows: str, variants: int) -> str:
    head = f'<tr role="row"><th role="columnheader" scope="rowgroup" colspan="{variants + 1}" class="group">{title}</th></tr>'
    return f'<tbody role="rowgroup">{head}{rows}</tbody>'


def _head(number: int, variants: int, found: Comparison) -> str:
    """The name of a variant, how much of the recommendation differs, and what can be done with it."""
    if not number:
        return f'<th role="columnheader" scope="col"><b>{PRESENT}</b></th>'
    differing = sum(row.cells[number].differs for row in found.decisions)
    said = f"≠ {differing} of {len(found.decisions)} decisions" if differing else "No decision differs"
    remove = action("remove", "Remove", str(number), kind="as_link") if variants > FEWEST else ""
    take = action("take", "Open as the assessment", str(number), kind="as_link")
    return (
        f'<th role="columnheader" scope="col"><b>{name(number)}</b>'
        f'<p class="small muted">{said}</p><p class="small under">{take}{remove}</p></th>'
    )


def show(row: Row, cells: Sequence[str], whose: Callable[[int], str] = name) -> str:
    """A row whose cells say on a narrow screen, where they stand below each other, whose they are."""
    body = "".join(
        f'<td role="cell" class="{"differs" if cell.differs else ""}"><span class="whose small muted">{esc(whose(number))}</span>'
        f"{shown}{_DIFFERS if cell.differs else ''}</td>"
        for number, (cell, shown) in enumerate(zip(row.cells, cells, strict=True))
    )
    return f'<tr role="row"><th role="rowheader" scope="row">{esc(row.name)}</th>{body}</tr>'


def _decision(row: Row) -> str:
    return show(row, [outcomes(cell) for cell in row.cells])


def outcomes(cell: Cell) -> str:
    """What a decision comes to in one column."""
    kind, text = CHIPS.get(cell.status, ("open", f"○ {len(cell.labels)} possible"))
    labels = esc(listed(cell.labels, "or"))
    said = f'<p class="verdict">{labels}</p>' if labels else ""
    return f'{said}<p><span class="chip {kind}">{text}</span></p>'


def _question(tree: Tree, row: Row, variants: Sequence[Answers]) -> str:
    question = tree.questions[row.id]
    cells = []
    for number, (cell, answers) in enumerate(zip(row.cells, variants, strict=True)):
        if not number or cell.status == "not asked":
            said = ", ".join(cell.labels) or _NONE.get(cell.status, "Not asked")
            cells.append(f"<p>{esc(said)}</p>")
        else:
            at = f"{number}.{list(tree.questions).index(row.id)}"
            box = _choice(question, answers.get(row.id), at, f"{name(number)}: {question.ask}")
            whole = f'<p class="small">{esc(", ".join(cell.labels))}</p>' if cell.differs and cell.labels else ""
            cells.append(box + whole)  # a select box may cut its text off
    return show(row, cells)


def _choice(question: Question, said: Answer | None, at: str, label: str) -> str:
    """A select box, or checkboxes that fold away where many can be chosen."""
    chosen = value(said) if said else frozenset((OPEN,))
    if question.choose == "one":
        names = {**{one: option.label for one, option in question.options.items()}, **_NONE}
        options = "".join(
            f'<option value="{at}.{one}"{" selected" if one in chosen else ""}>{esc(text)}</option>'
            for one, text in names.items()
        )
        return f'<select id="{_id(at)}" data-do="set" aria-label="{esc(label)}">{options}</select>'
    names = {**{one: option.label for one, option in question.options.items()}, UNSURE: _NONE[UNSURE]}
    boxes = "".join(
        f'<label><input type="checkbox" id="{_id(at)}-{one}" data-do="tick" value="{at}.{one}"{" checked" if one in chosen else ""}> {esc(text)}</label>'
        for one, text in names.items()
    )
    shown = ", ".join(text for one, text in {**names, **_NONE}.items() if one in chosen)
    return (
        f'<details id="{_id(at)}" class="ticked"><summary>{esc(shown)}</summary>'
        f'<fieldset><legend class="hidden">{esc(label)}</legend>{boxes}</fieldset></details>'
    )


def _id(at: str) -> str:
    return f"at-{at.replace('.', '-')}"


def tools(variants: int, *, only: bool) -> str:
    """A switch for what differs, and the way to one more variant."""
    more = action("add", "Add a variant") if variants < MOST else f'<p class="muted small">At most {MOST} variants.</p>'
    return switch("only", "Only what differs", on=only) + more
