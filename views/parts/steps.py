"""How far one is: the dimensions of the tree, and the heading of a question."""

from decision.recommendation import QuestionState
from views.parts.markup import esc
from views.session import Here


def row(here: Here, now: str | None) -> str:
    """The dimensions in a row: done, the present one, still to come."""
    asked = here.recommendation.asked
    items = []
    for name, title in here.file.tree.dimensions.items():
        inside = [question for question in asked if question.dimension == name]
        done = bool(inside) and not any(question.pending for question in inside)
        state = "now" if name == now else "done" if done else "not_asked" if not inside else "open"
        said = {"now": "you are here", "done": "answered", "not_asked": "nothing to ask", "open": "to come"}[state]
        current = ' aria-current="step"' if state == "now" else ""
        items.append(f'<li class="{state}"{current}><span>{esc(title)}</span><span class="hidden">: {said}</span></li>')
    return f'<ol class="steps" aria-label="Progress">{"".join(items)}</ol>'


def heading(here: Here, state: QuestionState) -> str:
    """Where the question stands, what is asked and why."""
    tree = here.file.tree
    asked = [question.id for question in here.recommendation.asked]
    where = f"question {asked.index(state.id) + 1} of at most {len(asked)}" if state.id in asked else "not asked now"
    return (
        f'<p class="muted small kicker">{esc(tree.dimensions[state.dimension])} · {where}</p>'
        f"<h1>{esc(state.ask)}</h1>"
        f'<p class="muted lead">{esc(tree.questions[state.id].why)}</p>'
    )
