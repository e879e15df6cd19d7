"""What is worked out over the ways to answer the rest, and what is certain without working them out."""

from __future__ import annotations

import tracemalloc

import pytest

from decision.answers import allowed_values, value
from decision.deciding import bounds
from decision.evaluate import evaluate
from decision.space.standing import survey
from decision.tree import Tree
from tests.hard_trees import HARD, answered, chain
from tests.random_trees import tree_of
from tests.test_evaluate import FULL, ONE_DECISION, QUESTIONS, of, ruled_out_by, rules_of, server, tree

PLAIN = server("a: {when: {gpu: one}, for: {large: strong}, because: A.}")


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
    assert survey(GATED_TREE, {"place": "cloud"}).completions == 4
    assert survey(GATED_TREE, {"place": "cloud", "gpu": "one"}).completions == 4
    assert survey(GATED_TREE, {"place": "house"}).completions == (1 + 7) * 4


MANY_OF_EIGHT = """\
  q{}: {{dimension: all_of_it, ask: Which?, why: It matters., choose: many, options: {{{}}}}}
"""


@pytest.mark.parametrize("questions", [3, 7, 9])
def test_counts_are_exact_however_large(questions: int) -> None:
    """Past 2**53 a float would round, past 2**63 a machine word would overflow."""
    options = ", ".join(f"o{number}: Option" for number in range(8))
    asked = "questions:\n" + "".join(MANY_OF_EIGHT.format(number, options) for number in range(questions))
    rules = "      a: {when: {q0: o0}, for: {small: strong}, because: A.}\n"
    rules += "      b: {when: {q1: o1}, for: {large: strong, none: slight}, because: B.}\n"
    found = survey(tree(ONE_DECISION + rules, asked), {})
    sets = 2**8 - 1
    tied = (2**7 - 1) ** 2
    rest = sets ** (questions - 2)
    assert found.completions == sets**questions
    counts = found.decisions["server"].possible
    assert counts == {"small": (2**7 * sets + tied) * rest, "large": (2**7 * sets + tied) * rest, "none": tied * rest}


def test_complete_answers_are_evaluated_whatever_the_limit() -> None:
    found = evaluate(PLAIN, FULL, limit=0, steps=1)
    assert (found.completions, found.decision("server").standing) == (1, "settled")
    assert found == evaluate(PLAIN, FULL)
    assert [state.matters for state in found.questions] == [None] * 3


def test_only_open_questions_matter() -> None:
    assert survey(PLAIN, {"place": "house"}).matters == {"gpu": True, "needs": False}


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
    past = evaluate(tree(ALWAYS_SMALL), {"place": "house"}, limit=0, steps=1)
    assert rules_of(past.decision("rack"), "narrow") == []


def test_a_question_that_may_not_be_asked_makes_no_reason_certain() -> None:
    made = server("a: {when: {gpu: [none, one]}, for: {large: strong}, because: A.}")
    assert rules_of(of(made, {}), "large") == []
    assert rules_of(of(made, {"place": "house"}), "large") == ["a"]


def test_past_the_limit_what_hangs_on_nothing_open_is_known() -> None:
    made = server("a: {when: {place: house}, for: {large: strong}, because: A.}")
    result = evaluate(made, {"place": "house", "gpu": "none"}, limit=0, steps=1).decision("server")
    assert (result.standing, result.outcome, result.tied, result.impossible) == ("settled", "large", "never", "never")
    tied = server("a: {when: {place: house}, for: {large: strong, small: strong}, because: A.}")
    result = evaluate(tied, {"place": "house", "gpu": "none"}, limit=0, steps=1).decision("server")
    assert (result.standing, result.possible, result.tied) == ("open", ("small", "large"), "in all")


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
    domains = {
        name: frozenset([value(answers[name])] if name in answers else allowed_values(question))
        for name, question in made.questions.items()
    }
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


def test_the_question_most_worth_settling_is_named() -> None:
    """The GPU decides; the place leaves it open in the house; the needs say nothing."""
    assert evaluate(PLAIN, {}).most_worth == "place"
    assert evaluate(PLAIN, {"place": "house"}).most_worth == "gpu"
    assert evaluate(PLAIN, {"place": "house", "gpu": "one"}).most_worth is None
    assert evaluate(PLAIN, {}, limit=0, steps=1).most_worth is None


def test_what_the_known_answers_exclude_makes_no_question_worth_less() -> None:
    """In the cloud, a tells more than b, which stands before it; in the house, neither tells anything."""
    asked = "questions:\n" + "".join(
        f"  {name}: {{dimension: all_of_it, ask: Which?, why: It matters., options: {{{options}}}}}\n"
        for name, options in {
            "place": "cloud: C, house: H",
            "b": "x: X, y: Y",
            "a": "x: X, y: Y",
            "c": "x: X, y: Y, z: Z",
        }.items()
    )
    rules = """
      first: {when: {place: cloud, a: x}, require: small, because: A.}
      second: {when: {place: cloud, a: y, b: x}, require: large, because: B.}
      third: {when: {place: cloud, a: y, b: y}, require: none, because: C.}
      in_x: {when: {place: house, c: x}, require: small, because: D.}
      in_y: {when: {place: house, c: y}, require: large, because: E.}
      in_z: {when: {place: house, c: z}, require: none, because: F.}
      never: {when: {place: cloud, c: x}, for: {small: slight, large: slight, none: slight}, because: G.}
"""
    assert evaluate(tree(ONE_DECISION + rules, asked), {"place": "cloud"}).most_worth == "a"


def test_the_worst_tree_answers_within_bounds_and_says_that_it_searched() -> None:
    worst = tree_of(chain())  # a new one, so that all that is kept of a tree is measured too
    tracemalloc.start()
    nothing = evaluate(worst, {})
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 64_000_000
    assert nothing.completions == 6**40
    for result in nothing.decisions:
        assert (result.standing, result.searched, result.impossible) == ("open", True, "never")
        assert {outcome.completions for outcome in result.outcomes} == {None}
    assert {state.matters for state in nothing.questions} == {None}


@pytest.mark.parametrize("open_ones", [1, 4, 5])
def test_the_worst_tree_is_counted_when_little_is_open(open_ones: int) -> None:
    found = evaluate(HARD, answered(open_ones))
    assert found.completions == 6**open_ones
    assert not any(result.searched for result in found.decisions)
    assert sum(outcome.completions or 0 for outcome in found.decision("d0").outcomes) >= 6**open_ones
