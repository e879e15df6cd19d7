"""The evaluation on tiny trees: one thing a tree."""

from __future__ import annotations

import copy
import itertools
from typing import Any

import pytest

from decision.answers import fitting
from decision.evaluate import evaluate
from decision.problems import AnswerError
from decision.reading.read import examine
from decision.recommendation import DecisionResult
from decision.tree import Tree

HEAD = """\
format: 1
id: tiny
version: 1.0.0
title: Tiny
summary: Made up.
strengths: {major: 4, strong: 2, slight: 1}
dimensions: {all_of_it: All of it}
sources:
  paper: {title: A paper, url: "https://example.org/paper", date: 2026-01-31, grade: primary}
"""

QUESTIONS = """\
questions:
  place: {dimension: all_of_it, ask: Where?, why: It matters., options: {cloud: Cloud, house: House}}
  gpu:
    dimension: all_of_it
    ask: Which GPU?
    why: It matters.
    when: {place: house}
    options: {none: None, one: One}
  needs:
    dimension: all_of_it
    ask: Which needs?
    why: It matters.
    choose: many
    options: {search: Search, tools: Tools, nothing: {label: Nothing, exclusive: true}}
"""

ONE_DECISION = """\
decisions:
  server:
    decide: Which server?
    outcomes: {small: Small, large: Large, none: No server}
    rules:
"""


def tree(decisions: str, questions: str = QUESTIONS) -> Tree:
    """A tree of these decisions; nothing in it blocks its use."""
    found, problems = examine(HEAD + questions + decisions, "tiny.yaml")
    assert found is not None, problems
    return found.tree


def server(rules: str, more: str = "") -> Tree:
    """A tree with one decision. A rule that never fires argues for every outcome, as one must in a file."""
    never = "{place: cloud, gpu: one}"
    argued = f"      never: {{when: {never}, for: {{small: slight, large: slight, none: slight}}, because: Never.}}\n"
    return tree(ONE_DECISION + argued + "".join(f"      {rule}\n" for rule in rules.strip().split("\n")) + more)


def of(tree: Tree, answers: dict[str, Any], decision: str = "server") -> DecisionResult:
    return evaluate(tree, answers).decision(decision)


def scores(result: DecisionResult) -> dict[str, int]:
    return {outcome.id: outcome.score for outcome in result.outcomes}


def rules_of(result: DecisionResult, outcome: str) -> list[str]:
    return [reason.rule for reason in result.result(outcome).reasons]


def ruled_out_by(result: DecisionResult, outcome: str) -> list[str]:
    return [reason.rule for reason in result.result(outcome).ruled_out_by]


FULL = {"place": "house", "gpu": "one", "needs": ["search"]}


def test_the_highest_score_wins_and_every_reason_is_shown() -> None:
    made = server("""
a: {when: {gpu: one}, for: {large: strong, small: slight}, because: A., source: [paper], disputed: Some say no.}
b: {when: {needs: search}, for: {small: slight}, against: {large: major}, because: B.}
c: {when: {gpu: none}, for: {large: major}, because: C.}""")
    result = of(made, FULL)
    assert scores(result) == {"small": 2, "large": -2, "none": 0}
    assert (result.outcome, result.standing, result.possible) == ("small", "settled", ("small",))
    assert rules_of(result, "small") == ["a", "b"]
    assert rules_of(result, "large") == ["a", "b"]
    for_it, against_it = result.result("large").reasons
    assert (for_it.effect, for_it.strength, for_it.points) == ("for", "strong", 2)
    assert (against_it.effect, against_it.strength, against_it.points) == ("against", "major", -4)
    assert (for_it.because, for_it.disputed) == ("A.", "Some say no.")
    assert for_it.sources == (made.sources["paper"],)
    assert result.result("large").speaking("against") == (against_it,)


def test_the_strongest_reason_speaks_first() -> None:
    made = server("""
a: {when: {gpu: one}, for: {large: slight}, because: A.}
b: {when: {gpu: one}, for: {large: major}, because: B.}""")
    assert [reason.rule for reason in of(made, FULL).result("large").speaking("for")] == ["b", "a"]


def test_what_is_ruled_out_cannot_win() -> None:
    made = server("""
a: {when: {gpu: one}, for: {large: major}, because: A.}
b: {when: {needs: search}, rule_out: [large, none], because: B.}""")
    result = of(made, FULL)
    assert result.outcome == "small"
    assert ruled_out_by(result, "large") == ["b"]
    assert ruled_out_by(result, "none") == ["b"]
    assert ruled_out_by(result, "small") == []
    assert result.result("large").ruled_out_by[0].effect == "rules out"
    assert result.result("large").score == 4


def test_require_rules_out_all_others() -> None:
    made = server("a: {when: {gpu: one}, require: [large, none], because: A.}")
    result = of(made, FULL)
    assert [ruled_out_by(result, one) for one in ("small", "large", "none")] == [["a"], [], []]
    assert result.result("small").ruled_out_by[0].effect == "requires"


def test_two_rules_that_require_different_outcomes_make_it_impossible() -> None:
    made = server("""
a: {when: {gpu: one}, require: large, because: A.}
b: {when: {needs: search}, require: small, because: B.}""")
    result = of(made, FULL)
    assert (result.standing, result.outcome, result.possible, result.impossible) == ("impossible", None, (), "in all")
    assert result.present is None
    assert all(outcome.possible is False for outcome in result.outcomes)
    assert ruled_out_by(result, "none") == ["a", "b"]


def test_a_tie_counts_for_all_tied_unless_its_author_broke_it() -> None:
    rules = "a: {when: {gpu: one}, for: {large: strong, small: strong}, because: A.}"
    result = of(server(rules), FULL)
    assert (result.outcome, result.standing, result.tied) == ("small", "open", "in all")
    assert result.possible == ("small", "large")
    assert [outcome.id for outcome in result.tied_with] == ["large"]
    assert result.tie_break is None
    broken = "    tie_break: {order: [none, large, small], because: It grows.}\n"
    result = of(server(rules, broken), FULL)
    assert (result.outcome, result.standing, result.tied) == ("large", "settled", "in all")
    assert result.possible == ("large",)
    assert [outcome.id for outcome in result.tied_with] == ["small"]
    assert result.tie_break == "It grows."


def test_without_a_reason_all_outcomes_are_tied_and_nothing_leads() -> None:
    result = of(server("a: {when: {gpu: none}, rule_out: small, because: A.}"), FULL)
    assert (result.outcome, result.possible, result.leader) == ("small", ("small", "large", "none"), None)


def test_a_negative_score_can_win() -> None:
    made = server("""
a: {when: {gpu: one}, against: {large: slight, small: strong}, because: A.}
b: {when: {gpu: one}, rule_out: none, because: B.}""")
    result = of(made, FULL)
    assert (result.outcome, scores(result)) == ("large", {"small": -2, "large": -1, "none": 0})


INTERMEDIATE = """\
decisions:
  runs_servers:
    decide: Do we run servers?
    shown: false
    outcomes: {servers: Servers, no_servers: No servers}
    rules:
      bought: {when: {gpu: one}, require: servers, because: It is bought.}
      rented: {when: {place: cloud}, require: no_servers, because: It is rented.}
      neither: {when: {gpu: none}, rule_out: [servers, no_servers], because: It cannot be.}
  server:
    decide: Which server?
    outcomes: {large: Large, small: Small}
    rules:
      ours: {when: {runs_servers: servers}, for: {large: strong}, because: We run it.}
      theirs: {when: {runs_servers: no_servers}, for: {small: strong}, because: They run it.}
      unmade: {when: {not: {runs_servers: [servers, no_servers]}}, for: {small: major}, because: Nobody runs it.}
"""


@pytest.mark.parametrize(
    ("answers", "between", "last"),
    [
        ({"place": "house", "gpu": "one"}, "servers", "large"),
        ({"place": "cloud"}, "no_servers", "small"),
        ({"place": "house", "gpu": "none"}, None, "small"),
    ],
)
def test_a_later_decision_sees_what_an_earlier_one_chose(
    answers: dict[str, str], between: str | None, last: str
) -> None:
    found = evaluate(tree(INTERMEDIATE), {**answers, "needs": "nothing"})
    assert found.decision("runs_servers").outcome == between
    assert found.decision("server").outcome == last
    assert [result.id for result in found.decisions] == ["runs_servers", "server"]
    assert [result.id for result in found.shown] == ["server"]


def test_a_test_of_what_has_no_value_is_false_and_its_opposite_true() -> None:
    made = server("""
a: {when: {not: {gpu: none}}, for: {large: strong}, because: A.}
b: {when: {gpu: [none, one]}, for: {small: major}, because: B.}""")
    result = of(made, {"place": "cloud", "needs": "nothing"})
    assert (rules_of(result, "large"), rules_of(result, "small")) == (["a"], [])


@pytest.mark.parametrize(
    ("chosen", "fires"),
    [
        (["search"], ["any"]),
        (["tools"], ["any"]),
        (["search", "tools"], ["any", "both"]),
        ("nothing", ["none_of_them"]),
    ],
)
def test_of_many_any_that_is_chosen_counts(chosen: Any, fires: list[str]) -> None:
    made = server("""
any: {when: {needs: [search, tools]}, for: {large: slight}, because: A.}
both: {when: {all: [{needs: search}, {needs: tools}]}, for: {large: slight}, because: B.}
none_of_them: {when: {needs: nothing}, for: {large: slight}, because: C.}""")
    assert rules_of(of(made, {**FULL, "needs": chosen}), "large") == fires


def test_a_gated_question_is_asked_set_aside_or_not_asked() -> None:
    made = server("a: {when: {gpu: one}, for: {large: strong}, because: A.}")
    statuses = {
        ("house", None): "open",
        ("house", "unsure"): "unsure",
        ("house", "one"): "answered",
        ("cloud", None): "not asked",
        ("cloud", "unsure"): "not asked",
        ("cloud", "one"): "set aside",
        ("unsure", None): "open",
        ("unsure", "one"): "answered",
        (None, "one"): "answered",
    }
    for (place, gpu), status in statuses.items():
        said = {"place": place, "gpu": gpu}
        found = evaluate(made, {name: answer for name, answer in said.items() if answer})
        state = found.question("gpu")
        assert (state.status, state.asked) == (status, status not in ("set aside", "not asked"))
        assert (state in found.asked) == state.asked
        assert (state in found.set_aside) == (status == "set aside")
        assert (state in found.to_find_out) == (status in ("open", "unsure"))


def test_an_answer_that_is_set_aside_has_no_effect_and_is_kept() -> None:
    made = server("a: {when: {gpu: one}, for: {large: strong}, because: A.}")
    found = evaluate(made, {"place": "cloud", "gpu": "one", "needs": "nothing"})
    assert found.decision("server").result("large").reasons == ()
    assert found.question("gpu").labels == ("One",)


def test_a_question_is_not_asked_if_its_condition_holds_in_no_completion() -> None:
    questions = (
        QUESTIONS
        + """\
  odd:
    dimension: all_of_it
    ask: How so?
    why: It cannot be.
    when: {all: [{place: cloud}, {gpu: [none, one]}]}
    options: {yes: Yes}
"""
    )
    made = tree(
        ONE_DECISION + "      a: {when: {odd: yes}, for: {small: slight, large: slight, none: slight}, because: A.}\n",
        questions,
    )
    assert evaluate(made, {}).question("odd").status == "not asked"


def test_unsure_everywhere_says_only_what_is_certain() -> None:
    made = server("""
a: {when: {gpu: one}, for: {large: strong}, because: A.}
b: {when: {place: [cloud, house]}, for: {small: slight}, because: B.}
c: {when: {place: [cloud, house]}, rule_out: none, because: C.}""")
    found = evaluate(made, dict.fromkeys(["place", "gpu", "needs"], "unsure"))
    result = found.decision("server")
    assert found.completions == 3 * 4
    assert (result.standing, result.possible, result.outcome) == ("open", ("small", "large"), None)
    assert [outcome.completions for outcome in result.outcomes] == [8, 4, 0]
    assert (rules_of(result, "small"), ruled_out_by(result, "none")) == (["b"], ["c"])
    assert [outcome.possible for outcome in result.outcomes] == [True, True, False]
    assert (result.tied, result.impossible) == ("never", "never")
    assert (result.leader, result.leading) == ("small", result.result("small"))


def test_unsure_and_not_answered_leave_the_same_open() -> None:
    made = server("a: {when: {gpu: one}, for: {large: strong}, because: A.}")
    unsure = evaluate(made, dict.fromkeys(made.questions, "unsure"))
    silent = evaluate(made, {})
    assert unsure.decisions == silent.decisions
    assert [state.status for state in unsure.questions] == ["unsure"] * 3
    assert [state.status for state in silent.questions] == ["open"] * 3
    assert unsure.next_question is None


def test_one_is_ahead_on_what_is_known_unless_no_completion_has_it() -> None:
    ahead = "b: {when: {place: house}, for: {small: slight}, because: B.}"
    made = server(f"{ahead}\na: {{when: {{gpu: one}}, for: {{large: strong}}, because: A.}}")
    assert of(made, {"place": "house"}).leader == "small"
    beaten = server(f"{ahead}\na: {{when: {{gpu: [none, one]}}, for: {{large: strong, none: slight}}, because: A.}}")
    assert of(beaten, {"place": "house"}).leader == "large"
    never = server(f"""
{ahead}
c: {{when: {{gpu: one}}, for: {{large: strong}}, because: C.}}
d: {{when: {{gpu: none}}, for: {{none: strong}}, because: D.}}""")
    result = of(never, {"place": "house"})
    assert (result.possible, result.leader) == (("large", "none"), None)


def test_equal_reasons_put_nothing_ahead() -> None:
    made = server("""
a: {when: {place: house}, for: {large: strong, small: strong}, because: A.}
b: {when: {gpu: one}, for: {large: strong}, because: B.}""")
    result = of(made, {"place": "house"})
    assert (result.standing, result.leader, result.leading) == ("open", None, None)


def test_a_decision_settles_before_all_is_answered() -> None:
    made = server("""
a: {when: {place: cloud}, for: {large: major}, because: A.}
b: {when: {needs: search}, for: {small: slight}, because: B.}""")
    found = evaluate(made, {"place": "cloud"})
    result = found.decision("server")
    assert (found.completions, result.standing, result.outcome, result.tied) == (4, "settled", "large", "never")
    assert [outcome.completions for outcome in result.outcomes] == [0, 4, 0]


def test_flags_say_in_how_many_completions() -> None:
    made = server("""
a: {when: {gpu: one}, require: small, because: A.}
b: {when: {needs: search}, require: large, because: B.}""")
    open_gpu = of(made, {"place": "house", "needs": ["search"]})
    assert (open_gpu.impossible, open_gpu.tied, open_gpu.standing) == ("in some", "never", "settled")
    assert (open_gpu.outcome, open_gpu.possible) == ("large", ("large",))
    tied_somewhere = of(made, {"place": "house", "gpu": "none"})
    assert (tied_somewhere.tied, tied_somewhere.impossible) == ("in some", "never")
    assert [outcome.completions for outcome in tied_somewhere.outcomes] == [2, 4, 2]


CAUTIONS = """\
    cautions:
      own: {when: {server: large}, say: Mind the size., source: [paper]}
      both: {when: {server: large, gpu: one}, say: Mind the heat.}
      always: {when: {needs: [search, tools, nothing]}, say: Mind.}
"""


def test_a_caution_goes_with_an_outcome_and_may_test_it() -> None:
    made = server("a: {when: {gpu: one}, for: {large: strong}, because: A.}", CAUTIONS)
    result = of(made, FULL)
    warned = result.result("large").cautions
    assert [caution.caution for caution in warned] == ["own", "both", "always"]
    assert (warned[0].say, warned[0].sources) == ("Mind the size.", (made.sources["paper"],))
    assert result.result("small").cautions == ()


def test_a_caution_of_an_open_decision_is_shown_if_it_holds_whenever_the_outcome_is() -> None:
    made = server("a: {when: {gpu: one}, for: {large: strong}, because: A.}", CAUTIONS)
    result = of(made, {"place": "house", "needs": "nothing"})
    assert result.possible == ("small", "large", "none")
    assert [caution.caution for caution in result.result("large").cautions] == ["own", "always"]
    assert [caution.caution for caution in result.result("small").cautions] == ["always"]


def test_a_question_that_changes_nothing_is_passed_over_and_stays_reachable() -> None:
    made = server("""
a: {when: {place: cloud}, require: large, because: A.}
b: {when: {needs: search}, for: {none: strong}, because: B.}""")
    found = evaluate(made, {"place": "cloud"})
    assert found.next_question is None
    assert (found.question("needs").matters, found.question("needs").status) == (False, "open")
    found = evaluate(made, {"place": "house"})
    assert [(state.id, state.matters) for state in found.questions] == [
        ("place", None),
        ("gpu", False),
        ("needs", True),
    ]
    assert found.next_question == found.question("needs")


def test_a_question_matters_through_what_it_opens() -> None:
    made = server("a: {when: {gpu: one}, for: {large: strong}, because: A.}")
    found = evaluate(made, {})
    assert [state.matters for state in found.questions] == [True, True, False]
    assert found.next_question == found.question("place")


def test_the_only_answer_there_is_changes_nothing() -> None:
    questions = "questions:\n  only: {dimension: all_of_it, ask: Which?, why: It matters., options: {one: One}}\n"
    rules = "      a: {when: {only: one}, for: {small: strong, large: slight, none: slight}, because: A.}\n"
    found = evaluate(tree(ONE_DECISION + rules, questions), {})
    assert (found.completions, found.decision("server").outcome, found.next_question) == (1, "small", None)


RARELY_LARGE = """
a: {when: {gpu: one, all: [{needs: search}, {needs: tools}]}, for: {large: strong}, because: A.}
b: {when: {place: house}, for: {small: slight}, because: B.}"""


def test_a_search_that_stops_early_says_what_is_not_known() -> None:
    found = evaluate(server(RARELY_LARGE), {"place": "house"}, limit=0, steps=1)
    result = found.decision("server")
    assert (found.completions, result.standing, result.possible, result.searched) == (8, "not worked out", None, True)
    assert (result.tied, result.impossible, result.outcome, result.leader) == (None, "never", None, "small")
    assert [outcome.possible for outcome in result.outcomes] == [True, None, False]
    assert [outcome.id for outcome in result.can_happen] == ["small"]
    assert [outcome.completions for outcome in result.outcomes] == [None] * 3
    assert [state.matters for state in found.questions] == [None] * 3
    assert found.next_question == found.question("gpu")


def test_a_search_that_gets_to_its_end_is_exact() -> None:
    found = evaluate(server(RARELY_LARGE), {"place": "house"}, limit=0)
    result = found.decision("server")
    assert (result.standing, result.possible, result.searched) == ("open", ("small", "large"), True)
    assert (result.tied, result.impossible) == ("never", "never")
    assert not evaluate(server(RARELY_LARGE), {"place": "house"}).decision("server").searched


def test_what_is_settled_by_a_search_leaves_nothing_that_matters() -> None:
    """Whatever is needed, the server is small; which place it is in changes nothing."""
    made = server("""
a: {when: {place: house}, for: {small: strong}, because: A.}
b: {when: {place: cloud}, for: {small: slight}, because: B.}
c: {when: {needs: search}, for: {small: slight, large: slight}, because: C.}""")
    found = evaluate(made, {}, limit=0)
    assert (found.decision("server").standing, found.decision("server").outcome) == ("settled", "small")
    assert {state.matters for state in found.questions} == {False}
    assert found.next_question is None


def test_past_the_limit_what_follows_from_certain_rules_is_settled() -> None:
    made = server("""
a: {when: {place: house}, require: large, because: A.}
b: {when: {gpu: one}, for: {small: strong}, because: B.}""")
    result = evaluate(made, {"place": "house"}, limit=0, steps=1).decision("server")
    assert (result.standing, result.outcome, result.possible) == ("settled", "large", ("large",))
    assert (result.tied, result.impossible) == ("never", "never")


@pytest.mark.parametrize("order", list(itertools.permutations(FULL)))
def test_the_order_of_the_answers_changes_nothing(order: tuple[str, ...]) -> None:
    made = server("a: {when: {gpu: one}, for: {large: strong}, because: A.}")
    assert evaluate(made, {name: FULL[name] for name in order}) == evaluate(made, FULL)
    assert [state.id for state in evaluate(made, FULL).questions] == ["place", "gpu", "needs"]


def test_the_order_inside_an_answer_changes_nothing() -> None:
    made = server("a: {when: {needs: tools}, for: {large: strong}, because: A.}")
    one, other = (evaluate(made, {**FULL, "needs": chosen}) for chosen in (["tools", "search"], ("search", "tools")))
    assert one == other
    assert one.question("needs").chosen == ("search", "tools")


def test_nothing_is_changed_and_the_same_answers_give_the_same() -> None:
    made = server("a: {when: {gpu: one}, for: {large: strong}, because: A.}", CAUTIONS)
    before = made.model_dump_json()
    for answers in (FULL, {"needs": ["search", "tools"]}, {}):
        kept = copy.deepcopy(answers)
        assert evaluate(made, answers) == evaluate(made, answers)
        assert answers == kept
    assert made.model_dump_json() == before


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "unknown-question": ({"plase": "house"}, 'There is no question "plase". Did you mean "place"?'),
    "unknown-option": ({"gpu": "two"}, 'Question "gpu" has no option "two". It is one of: none, one, unsure.'),
    "one-answer": ({"gpu": ["one"]}, 'Question "gpu" takes one option, not a list.'),
    "empty-answer": ({"needs": []}, 'The answer to "needs" is an empty list. Choose an option, or say "unsure".'),
    "repeated-option": ({"needs": ["search", "search"]}, 'The answer to "needs" names an option twice.'),
    "exclusive-option": (
        {"needs": ["search", "nothing"]},
        'In "needs" the option "nothing" cannot go with any other.',
    ),
    "misshapen-answer": ({"gpu": 1}, 'The answer to "gpu" is the id of an option, or a list of ids.'),
}


@pytest.mark.parametrize("code", FAULTS)
def test_answers_that_do_not_fit_are_refused(code: str) -> None:
    answers, message = FAULTS[code]
    with pytest.raises(AnswerError) as raised:
        evaluate(server("a: {when: {gpu: one}, for: {large: strong}, because: A.}"), answers)
    assert [(problem.code, problem.message) for problem in raised.value.problems] == [(code, message)]


@pytest.mark.parametrize("answer", [None, True, {"one": "x"}, ["one", 2], [["one"]]])
def test_an_answer_of_another_kind_is_refused(answer: Any) -> None:
    with pytest.raises(AnswerError, match="misshapen-answer"):
        evaluate(server("a: {when: {gpu: one}, for: {large: strong}, because: A.}"), {"gpu": answer})


def test_all_faults_of_answers_are_reported_at_once() -> None:
    answers = {"plase": "x", "gpu": ["one", "two"], "needs": ["nothing", "unsure", "nothing"]}
    with pytest.raises(AnswerError) as raised:
        evaluate(server("a: {when: {gpu: one}, for: {large: strong}, because: A.}"), answers)
    assert [problem.code for problem in raised.value.problems] == [
        "exclusive-option",
        "one-answer",
        "repeated-option",
        "unknown-option",
        "unknown-option",
        "unknown-question",
    ]


def test_what_fits_of_the_answers_is_kept_and_the_rest_left_out() -> None:
    made = server("a: {when: {gpu: one}, for: {large: strong}, because: A.}")
    answers = {"plase": "x", "place": "house", "gpu": "two", "needs": ["tools", "search"]}
    assert fitting(made, answers) == {"place": "house", "needs": ("search", "tools")}
