"""What is worked out over the ways to answer the rest, and what is certain without working them out."""

from __future__ import annotations

from typing import Any

import pytest

from decision.completions import can_hold, completions, open_values, survey
from decision.conditions import NOTHING, All, Condition, Not
from decision.conditions import Test as IsOneOf
from decision.deciding import bounds
from decision.evaluate import evaluate
from decision.tree import Tree
from tests.test_evaluate import FULL, ONE_DECISION, QUESTIONS, of, ruled_out_by, rules_of, server, tree

PLAIN = server("a: {when: {gpu: one}, for: {large: strong}, because: A.}")
HAS_ONE = IsOneOf("gpu", frozenset({"one"}))


def test_the_completions_follow_the_questions_that_are_asked() -> None:
    found = [tuple(next(iter(domain)) for domain in way.values()) for way in completions(PLAIN, {"needs": ("tools",)})]
    tools = frozenset({"tools"})
    house, cloud = frozenset({"house"}), frozenset({"cloud"})
    assert found == [
        (cloud, NOTHING, tools),
        (house, frozenset({"none"}), tools),
        (house, frozenset({"one"}), tools),
    ]


@pytest.mark.parametrize(
    ("answers", "when", "limit", "holds"),
    [
        ({}, HAS_ONE, 3, True),
        ({"place": "cloud"}, HAS_ONE, 3, False),
        ({"gpu": "one"}, All((HAS_ONE, IsOneOf("place", frozenset({"cloud"})))), 3, False),
        ({}, All((HAS_ONE, Not(HAS_ONE))), 3, False),
        ({}, All((HAS_ONE, Not(HAS_ONE))), 2, True),
    ],
)
def test_a_condition_is_tried_on_the_questions_that_bear_on_it(
    answers: dict[str, Any], when: Condition, limit: int, holds: bool
) -> None:
    """Of three completions of the place and the GPU, whatever the needs are. Past the limit nothing is excluded."""
    assert can_hold(PLAIN, answers, when, limit=limit) is holds


GATED = (
    QUESTIONS
    + """\
  extra:
    dimension: all_of_it
    ask: What else?
    why: It matters.
    when: {gpu: one}
    choose: many
    options: {a: A, b: B, c: C}
"""
)
GATED_TREE = tree(
    ONE_DECISION
    + "      a: {when: {extra: a}, for: {small: slight, large: slight, none: slight}, because: A.}\n"
    + "      b: {when: {needs: search}, for: {large: slight}, because: B.}\n",
    GATED,
)


def test_a_question_that_is_not_asked_makes_no_more_completions() -> None:
    found = survey(GATED_TREE, {"place": "cloud"}, limit=4)
    assert found is not None
    assert found.completions == 4
    assert survey(GATED_TREE, {"place": "cloud"}, limit=3) is None


def test_as_many_completions_as_the_limit_are_worked_out() -> None:
    questions = "questions:\n  only: {dimension: all_of_it, ask: Which?, why: It matters., options: {a: A, b: B}}\n"
    rules = "      a: {when: {only: a}, for: {small: strong, large: slight, none: slight}, because: A.}\n"
    made = tree(ONE_DECISION + rules, questions)
    assert evaluate(made, {}, limit=2).completions == 2
    assert evaluate(made, {}, limit=1).completions is None


def test_complete_answers_are_evaluated_whatever_the_limit() -> None:
    found = evaluate(PLAIN, FULL, limit=0)
    assert (found.completions, found.decision("server").standing) == (1, "settled")
    assert found == evaluate(PLAIN, FULL)
    assert [state.matters for state in found.questions] == [None] * 3


def test_only_open_questions_matter() -> None:
    found = survey(PLAIN, {"place": "house"})
    assert found is not None
    assert found.matters == {"gpu"}


def test_a_question_of_which_one_is_unsure_can_matter() -> None:
    states = evaluate(PLAIN, {"place": "house", "gpu": "unsure"}).questions
    assert [(state.id, state.matters) for state in states] == [("place", None), ("gpu", True), ("needs", False)]


CHAIN = """\
decisions:
  first:
    decide: Which first?
    outcomes: {a: A, b: B, c: C}
    rules:
      house: {when: {place: house}, for: {a: strong, b: strong, c: slight}, because: Two are equal.}
  second:
    decide: Which second?
    outcomes: {x: X, y: Y}
    rules:
      after_a: {when: {first: a}, for: {x: strong}, because: A came first.}
      after_b: {when: {first: b}, for: {y: major}, because: B came first.}
"""


@pytest.mark.parametrize(("more", "ways"), [({}, 8), ({"gpu": "one", "needs": "tools"}, 1)])
def test_in_a_tie_a_later_decision_sees_the_chosen_outcome_alone(more: dict[str, str], ways: int) -> None:
    found = evaluate(tree(CHAIN), {"place": "house", **more})
    first, second = found.decisions
    assert found.completions == ways
    assert (first.tied, first.possible, first.outcome) == ("in all", ("a", "b"), "a")
    assert (second.tied, second.possible, second.outcome) == ("never", ("x",), "x")
    assert rules_of(second, "x") == ["after_a"]


def test_a_decision_can_be_impossible_however_the_rest_is_answered() -> None:
    made = server("""
a: {when: {place: house}, require: small, because: A., source: [paper], disputed: Some say no.}
b: {when: {gpu: [none, one]}, require: large, because: B.}""")
    result = of(made, {"place": "house"})
    assert (result.impossible, result.tied, result.standing) == ("in all", "never", "impossible")
    (reason,) = [reason for reason in result.result("large").ruled_out_by if reason.rule == "a"]
    assert (reason.because, reason.disputed, reason.sources) == ("A.", "Some say no.", (made.sources["paper"],))
    assert (reason.points, reason.strength) == (0, None)


ALWAYS_SMALL = """\
decisions:
  size:
    decide: Which size?
    outcomes: {large: Large, small: Small}
    rules:
      with_one: {when: {gpu: one}, for: {small: strong}, because: It is small.}
      with_none: {when: {gpu: none}, for: {small: strong}, because: It is smaller.}
      without: {when: {place: cloud}, for: {small: slight, large: slight}, because: It may be either.}
  rack:
    decide: Which rack?
    outcomes: {wide: Wide, narrow: Narrow}
    rules:
      fits: {when: {size: small}, for: {narrow: strong}, because: A small one fits.}
      does_not: {when: {size: large}, for: {wide: strong}, because: A large one does not.}
"""


def test_a_later_decision_sees_what_the_completions_leave_of_an_earlier_one() -> None:
    found = evaluate(tree(ALWAYS_SMALL), {"place": "house"})
    assert (found.decision("size").possible, rules_of(found.decision("size"), "small")) == (("small",), [])
    assert rules_of(found.decision("rack"), "narrow") == ["fits"]
    past = evaluate(tree(ALWAYS_SMALL), {"place": "house"}, limit=0)
    assert rules_of(past.decision("rack"), "narrow") == []


def test_a_question_that_may_not_be_asked_makes_no_reason_certain() -> None:
    made = server("a: {when: {gpu: [none, one]}, for: {large: strong}, because: A.}")
    assert rules_of(of(made, {}), "large") == []
    assert rules_of(of(made, {"place": "house"}), "large") == ["a"]


def test_past_the_limit_what_hangs_on_nothing_open_is_known() -> None:
    made = server("a: {when: {place: house}, for: {large: strong}, because: A.}")
    result = evaluate(made, {"place": "house", "gpu": "none"}, limit=0).decision("server")
    assert (result.standing, result.outcome, result.tied, result.impossible) == ("settled", "large", "never", "never")
    tied = server("a: {when: {place: house}, for: {large: strong, small: strong}, because: A.}")
    result = evaluate(tied, {"place": "house", "gpu": "none"}, limit=0).decision("server")
    assert (result.standing, result.possible, result.tied) == ("open", ("small", "large"), "in all")


def test_past_the_limit_it_is_not_known_whether_a_decision_is_impossible() -> None:
    made = server("a: {when: {needs: search}, rule_out: [small, large, none], because: A.}")
    result = evaluate(made, {"place": "house", "gpu": "none"}, limit=0).decision("server")
    assert (result.standing, result.impossible, result.possible) == ("not worked out", None, None)


def test_what_was_asked_and_decided_is_told_in_the_words_of_the_tree() -> None:
    found = evaluate(PLAIN, FULL)
    assert [(state.ask, state.dimension) for state in found.questions] == [
        ("Where?", "all_of_it"),
        ("Which GPU?", "all_of_it"),
        ("Which needs?", "all_of_it"),
    ]
    result = found.decision("server")
    assert result.decide == "Which server?"
    assert [outcome.text.label for outcome in result.outcomes] == ["Small", "Large", "No server"]
    assert ruled_out_by(result, "small") == []


def can_be(rules: str) -> frozenset[str]:
    """The outcomes that nothing excludes when the house is known and the rest is open."""
    made: Tree = server(f"{rules}\nno_third: {{when: {{place: house}}, rule_out: none, because: Two are left.}}")
    answers = {"place": "house"}
    domains = {name: frozenset(open_values(question, answers.get(name))) for name, question in made.questions.items()}
    return bounds(made, made.decisions["server"], domains).can_be


CERTAIN = "when: {place: house}"
OPEN = "when: {gpu: one}"
EITHER = frozenset({"small", "large"})


@pytest.mark.parametrize(
    ("rules", "left"),
    [
        (f"o: {{{OPEN}, for: {{small: slight}}, because: O.}}", EITHER),
        (f"o: {{{OPEN}, against: {{small: slight}}, because: O.}}", EITHER),
        (f"o: {{{OPEN}, rule_out: small, because: O.}}", EITHER),
        (f"o: {{{OPEN}, rule_out: [small, large], because: O.}}", EITHER),
        (f"c: {{{CERTAIN}, for: {{small: slight}}, because: C.}}\no: {{{OPEN}, rule_out: small, because: O.}}", EITHER),
        (
            f"c: {{{CERTAIN}, for: {{small: strong}}, because: C.}}\n"
            f"o: {{{OPEN}, for: {{large: slight}}, because: O.}}",
            {"small"},
        ),
        (
            f"c: {{{CERTAIN}, for: {{small: slight}}, because: C.}}\n"
            f"d: {{{CERTAIN}, for: {{small: slight}}, because: D.}}\n"
            f"o: {{{OPEN}, for: {{large: slight}}, because: O.}}",
            {"small"},
        ),
        (
            f"c: {{{CERTAIN}, for: {{small: strong}}, because: C.}}\n"
            f"d: {{{CERTAIN}, for: {{large: slight}}, because: D.}}\n"
            f"o: {{{OPEN}, for: {{large: slight}}, because: O.}}",
            EITHER,
        ),
        (
            f"c: {{{CERTAIN}, against: {{large: slight}}, because: C.}}\n"
            f"o: {{{OPEN}, against: {{large: slight}}, because: O.}}",
            {"small"},
        ),
        (
            f"c: {{{CERTAIN}, for: {{small: slight}}, because: C.}}\n"
            f"o: {{{OPEN}, against: {{large: slight}}, because: O.}}",
            {"small"},
        ),
        (
            f"c: {{{CERTAIN}, for: {{small: strong, large: slight}}, because: C.}}\n"
            f"o: {{{OPEN}, against: {{small: slight}}, because: O.}}",
            EITHER,
        ),
        (
            f"c: {{{CERTAIN}, rule_out: large, because: C.}}\no: {{{OPEN}, for: {{large: major}}, because: O.}}",
            {"small"},
        ),
    ],
)
def test_an_outcome_can_be_unless_another_is_surely_ahead(rules: str, left: frozenset[str]) -> None:
    assert can_be(rules) == left
