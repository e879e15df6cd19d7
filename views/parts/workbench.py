"""What stands beside the editor of a tree, as HTML: problems, what the edit changes, scenarios, proofs, a try."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from decision.answers import Answer
from decision.difference.result import Difference
from decision.problems import Problem
from decision.proofs.cases import Cases
from decision.proofs.health import Health
from decision.reading.read import TreeFile
from decision.recommendation import QuestionState, Recommendation
from decision.reports.difference_words import answers_in_words, decision_verdict, number_verdict, verdict
from decision.reports.words import counted
from decision.scenarios import unexpected
from decision.tree import UNSURE, Question, Tree, name_of
from views.parts.markup import action, esc, fold, folded
from views.parts.standing import chip

_MOST = 60  # problems that are listed
_FIRST = 5


@dataclass(frozen=True, slots=True)
class Tests:
    """What the scenarios of a tree come to: those that fail, each with why, and how many rules some scenario reaches."""

    failing: Mapping[str, tuple[str, ...]]
    total: int
    covered: int
    rules: int

    @property
    def passed(self) -> int:
        return self.total - len(self.failing)


@lru_cache(maxsize=32)
def tested(file: TreeFile) -> Tests:
    """The scenarios of a tree, run."""
    tree = file.tree
    said = {name: tuple(unexpected(tree, one).values()) for name, one in tree.scenarios.items()}
    cases = Cases(tree)
    often = [many for decision in tree.decisions for many in cases.often(decision)]
    failing = {name: messages for name, messages in said.items() if messages}
    return Tests(failing, len(tree.scenarios), sum(many > 0 for many in often), len(often))


def problems_chip(problems: Sequence[Problem]) -> str:
    """How many problems there are, and whether any of them is in the way."""
    if not problems:
        return '<span class="chip settled">● no problem</span>'
    kind = "out" if any(problem.blocks for problem in problems) else "close"
    return f'<span class="chip {kind}">{"×" if kind == "out" else "!"} {counted(len(problems), "problem")}</span>'


def tests_chip(tests: Tests | None) -> str:
    """How many scenarios come out as they should."""
    if tests is None or not tests.total:
        return ""
    kind, sign = ("out", "×") if tests.failing else ("settled", "●")
    return f'<span class="chip {kind}">{sign} {tests.passed} of {counted(tests.total, "scenario")}</span>'


def problem_list(problems: Sequence[Problem]) -> str:
    """Every problem; a press goes to its line."""
    if not problems:
        return '<p class="small">None: the text can be read as a tree.</p>'
    items = [_problem(problem) for problem in problems[:_MOST]]
    more = f'<p class="small muted">{len(problems) - _MOST} more.</p>' if problems[_MOST:] else ""
    return folded(items, _FIRST, "listed small") + more


def _problem(problem: Problem) -> str:
    sign, look = ("×", "out") if problem.blocks else ("!", "against")
    where = _jump(problem.line, problem.column) if problem.line else "In the whole text"
    return (
        f'<li><span class="sign {look}" aria-hidden="true">{sign}</span><div>{where}: {esc(problem.message)}</div></li>'
    )


def _jump(line: int, column: int) -> str:
    return action("goto", f"line {line}", f"{line}.{column}", kind="as_link")


def scenario_list(file: TreeFile, tests: Tests) -> str:
    """The scenarios that fail, and how many others there are."""
    items = []
    for name, messages in tests.failing.items():
        line, column = file.places.get(("scenarios", name), (1, 1))
        said = "".join(f'<p class="small">{esc(message)}</p>' for message in messages)
        where = action("goto", name, f"{line}.{column}", kind="as_link")
        items.append(f'<li><span class="sign out" aria-hidden="true">×</span><div>{where}{said}</div></li>')
    passing = (
        f"{counted(tests.passed, 'other' if items else 'scenario')} {'comes' if tests.passed == 1 else 'come'} out as "
        f"expected; {tests.covered} of {tests.rules} rules are reached by one."
    )
    if not tests.total:
        passing = "None yet. Try the tree below, and add your answers as one."
    return folded(items, _FIRST, "listed small") + f'<p class="small">{passing}</p>'


def against(file: TreeFile, base: int, found: Difference) -> str:
    """What the edit changes, over all ways to answer."""
    items = [
        f'<li class="small"><b>{esc(name_of(one.id))}</b>: {esc(decision_verdict(one, found.ways))}</li>'
        for one in found.decisions
        if one.changed != 0
    ]
    example = ""
    if found.example is not None:
        said = answers_in_words(file.tree, found.example)
        example = f'<p class="small muted">Smallest example: {esc(said)}.</p>'
    return (
        f'<p class="small muted">Version {base} is number {esc(found.old.version)}.</p>'
        f'<p class="small"><b>{esc(verdict(found))}</b></p>{folded(items, _FIRST, "small")}{example}'
        f'<p class="small">{esc(number_verdict(found))}</p>'
    )


def proofs(health: Health) -> str:
    """What the deep check found."""
    proved = sum(found is True for found in health.claims.values())
    noticed = (
        f"; the scenarios notice {health.noticed} of {health.noticeable} changes of rules" if health.mutations else ""
    )
    said = f'<p class="small">{proved} of {counted(len(health.claims), "claim")} proved{noticed}.</p>'
    return said + (problem_list(health.problems) if health.problems else '<p class="small">Nothing is idle.</p>')


def trial(tree: Tree, answers: Mapping[str, Answer], found: Recommendation, *, may_add: bool) -> str:
    """The questionnaire as a user would meet it, all on one page, and what the answers come to."""
    asked = "".join(_asked(tree.questions[state.id], state, answers.get(state.id)) for state in found.asked)
    outcomes = "".join(
        f'<div class="row"><span class="small">{esc(name_of(one.id))}: <b>{_outcome(one.possible, tree, one.id)}</b></span>{chip(one)}</div>'
        for one in found.shown
    )
    add = action("add", "Add as a scenario") if may_add else ""
    moves = f'<div class="moves">{add}{action("forget", "Start anew")}</div>'
    return outcomes + fold(f"{counted(len(found.asked), 'question')} asked", asked) + moves


def _outcome(possible: Sequence[str] | None, tree: Tree, decision: str) -> str:
    if possible is None:
        return "not worked out"
    labels = [tree.decisions[decision].outcomes[one].label for one in possible[:3]]
    more = f" and {len(possible) - 3} more" if possible[3:] else ""
    return esc(" or ".join(labels) or "impossible") + more


def _asked(question: Question, state: QuestionState, said: Answer | None) -> str:
    chosen = (said,) if isinstance(said, str) else said or ()
    if question.choose == "many":
        return f'<fieldset class="try"><legend class="small">{esc(question.ask)}</legend>{_boxes(question, state.id, chosen)}</fieldset>'
    options = [("", "Not answered"), *((one, text.label) for one, text in question.options.items())]
    options.append((UNSURE, "Not sure yet"))
    items = "".join(
        f'<option value="{state.id}.{one}"{" selected" if one in chosen else ""}>{esc(label)}</option>'
        for one, label in options
    )
    return f'<label class="try small">{esc(question.ask)}<select id="try_{state.id}" data-do="try">{items}</select></label>'


def _boxes(question: Question, name: str, chosen: Sequence[str]) -> str:
    options = [*((one, text.label) for one, text in question.options.items()), (UNSURE, "Not sure yet")]
    return "".join(
        f'<label class="small"><input type="checkbox" id="try_{name}_{one}" data-do="try" value="{name}.{one}"'
        f"{' checked' if one in chosen else ''}> {esc(label)}</label>"
        for one, label in options
    )
