"""The deep check on a tiny tree without a fault, in which each test plants one."""

from __future__ import annotations

import datetime
import tracemalloc
from typing import Any

import pytest

from decision.problems import Problem
from decision.proofs import examples
from decision.proofs.cases import MOST_ROWS
from decision.proofs.deep import Step, deep_check
from decision.proofs.health import Health
from decision.proofs.words import health_text
from decision.reading.read import TreeFile, examine
from tests.hard_trees import HARD

DAY = datetime.date(2026, 11, 25)

SOUND = """\
format: 1
id: tiny
version: 1.0.0
title: Tiny
summary: Made up.
strengths: {major: 4, strong: 2, slight: 1}
dimensions: {all_of_it: All of it}
sources:
  paper: {title: A paper, url: "https://example.org/paper", date: 2026-01-31, grade: primary, stale_after: 12 months}
questions:
  place: {dimension: all_of_it, ask: Where?, why: It matters., options: {cloud: Cloud, house: House}}
  gpu:
    dimension: all_of_it
    ask: Which GPU?
    why: It matters.
    when: {place: house}
    options: {none: None, one: One}
  needs: {dimension: all_of_it, ask: Which?, why: It matters., choose: many, options: {search: Search, tools: Tools}}
decisions:
  server:
    decide: Which server?
    outcomes: {rented: Rented, own: Our own}
    rules:
      in_the_cloud: {when: {place: cloud}, require: rented, because: A., source: [paper]}
      in_the_house: {when: {place: house}, for: {own: strong}, because: B., source: [paper]}
      no_gpu: {when: {gpu: none}, for: {rented: major}, because: C., source: [paper]}
  software:
    decide: Which software?
    outcomes: {plain: Plain, rich: Rich}
    tie_break: {order: [plain, rich], because: Simpler first.}
    rules:
      finds: {when: {needs: search}, for: {rich: strong}, because: D., source: [paper]}
      calls: {when: {needs: tools}, against: {rich: slight}, because: E., source: [paper]}
      simple: {when: {server: own}, for: {plain: slight}, because: F., source: [paper]}
    cautions:
      mind: {when: {software: rich}, say: Mind., source: [paper]}
claims:
  cloud_is_rented: {always: {server: rented}, when: {place: cloud}, because: It is.}
scenarios:
  cloudy: {about: A., answers: {place: cloud, needs: [search, tools]}, expect: {server: rented, software: rich}}
  own_one: {about: B., answers: {place: house, gpu: one, needs: search}, expect: {server: own, software: rich}}
  own_both: {about: C., answers: {place: house, gpu: one, needs: [search, tools]}, expect: {software: plain}}
  without: {about: D., answers: {place: house, gpu: none, needs: tools}, expect: {server: rented}}
"""


def file_of(text: str) -> TreeFile:
    found, problems = examine(text, "tiny.yaml")
    assert found is not None, problems
    return found


def with_more(section: str, line: str, text: str = SOUND) -> str:
    """The tree with one more line just under the line of a section that is written so."""
    assert text.count(f"\n{section}\n") == 1
    return text.replace(f"\n{section}\n", f"\n{section}\n{line}\n")


def in_server(rule: str) -> str:
    return with_more("    outcomes: {rented: Rented, own: Our own}\n    rules:", f"      {rule}")


def in_software(rule: str) -> str:
    return with_more("    tie_break: {order: [plain, rich], because: Simpler first.}\n    rules:", f"      {rule}")


def instead(old: str, new: str) -> str:
    assert SOUND.count(old) == 1
    return SOUND.replace(old, new)


def check(text: str, **more: Any) -> Health:
    return deep_check(file_of(text), "tiny.yaml", DAY, **more)


def only(text: str, code: str, *beside: str) -> Problem:
    """The one problem of a kind. What is planted may change what scenarios find and notice; else nothing is found `beside`."""
    found = check(text).problems
    (problem,) = [one for one in found if one.code == code]
    assert {one.code for one in found} <= {code, "scenario-fails", "unnoticed-mutation", *beside}
    return problem


def line_of(text: str, problem: Problem) -> str:
    return text.splitlines()[problem.line - 1].strip()


def test_nothing_is_found_in_a_sound_tree() -> None:
    found = check(SOUND)
    assert found.problems == ()
    assert not found.blocks
    assert found.claims == {"cloud_is_rented": True}
    assert (found.completions, found.all_ways) == (9, 12)
    assert (found.covered, len(found.rules), found.noticed, found.noticeable) == (6, 6, 10, 10)


NEVER_OWN = "  never_own: {never: {server: own}, when: {place: house}, because: It must not.}"
NEVER_ANY = "  never_any: {never: {software: [plain, rich]}, because: It must not.}"
NEVER_CALLS = "  never: {never: {software: plain}, when: {needs: tools, place: house, gpu: one}, because: It must not.}"
NEVER_EITHER = "  never: {never: [{place: cloud, needs: search}, {gpu: one}], because: It must not.}"  # each place needs another answer


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (
            NEVER_OWN,
            "fails in 3 of the 9 ways to answer. Correct the rules, or the claim. Smallest example: {place: house, gpu: one}.",
        ),
        (
            NEVER_ANY,
            "fails in every one of the ways to answer. Correct the rules, or the claim. It is so whatever is answered.",
        ),
        (
            NEVER_CALLS,
            "fails in 2 of the 9 ways to answer. Correct the rules, or the claim. Smallest example: {place: house, gpu: one, needs: tools}.",
        ),
        (
            NEVER_EITHER,
            "fails in 5 of the 9 ways to answer. Correct the rules, or the claim. Smallest example: {gpu: one, needs: search}.",
        ),
    ],
)
def test_a_claim_that_fails_is_refuted_with_the_smallest_example(claim: str, said: str) -> None:
    text = with_more("claims:", claim)
    problem = only(text, "claim-fails")
    assert line_of(text, problem) == claim.strip()
    assert problem.blocks
    assert problem.message.endswith(said)


@pytest.mark.parametrize(
    ("claim", "said"),
    [(NEVER_CALLS, "{place: house, gpu: one, needs: tools}"), (NEVER_OWN, "{place: house, gpu: one}")],
)
def test_an_example_that_may_not_be_the_smallest_says_so(
    claim: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search is given up after so many steps. What is told then holds, and none of it can be left out."""
    monkeypatch.setattr(examples, "MOST_STEPS", 0)
    message = only(with_more("claims:", claim), "claim-fails").message
    assert message.endswith(f"An example, perhaps not the smallest: {said}.")


def test_a_scenario_that_fails_is_among_the_problems() -> None:
    found = check(instead("expect: {software: plain}", "expect: {software: rich}"))
    (problem,) = [problem for problem in found.problems if problem.code == "scenario-fails"]
    assert problem.blocks
    assert 'Scenario "own_both": software is plain, expected rich.' in problem.message
    assert found.noticed < 10


@pytest.mark.parametrize(
    ("rule", "code", "said"),
    [
        ("more: {when: {place: cloud, gpu: one}, for: {own: slight}, because: X., source: [paper]}", "never-fires", 'Rule "more" of "server" fires in no completion.'),
        (
            "more: {when: {place: cloud, needs: search}, rule_out: own, because: X., source: [paper]}",
            "without-effect",
            "fires in 2 of the 9 ways to answer and changes nothing: no outcome, no order of the outcomes left, nothing ruled "
            "out. Delete it, or give it something to say. Smallest example: {place: cloud, needs: search}.",
        ),
    ],
)  # fmt: skip
def test_a_rule_that_does_nothing_is_named(rule: str, code: str, said: str) -> None:
    text = in_server(rule)
    problem = only(text, code)
    assert line_of(text, problem) == rule
    assert not problem.blocks
    assert said in problem.message


@pytest.mark.parametrize(
    "rule",
    [
        "more: {when: {place: cloud}, for: {own: slight}, because: X., source: [paper]}",
        "more: {when: {place: cloud}, against: {rented: slight}, because: X., source: [paper]}",
    ],
)
def test_a_rule_about_what_is_ruled_out_or_alone_left_has_no_effect(rule: str) -> None:
    assert only(in_server(rule), "without-effect").message.startswith('Rule "more"')


def test_a_rule_that_orders_what_does_not_win_has_an_effect() -> None:
    third = instead("outcomes: {plain: Plain, rich: Rich}", "outcomes: {plain: Plain, rich: Rich, odd: Odd}")
    third = third.replace("order: [plain, rich]", "order: [plain, rich, odd]")
    rule = "      more: {when: {needs: search}, for: {odd: slight}, because: X., source: [paper]}"
    text = with_more("    tie_break: {order: [plain, rich, odd], because: Simpler first.}\n    rules:", rule, third)
    assert "without-effect" not in {problem.code for problem in check(text).problems}


def test_rules_for_one_outcome_that_always_fire_together_are_to_be_merged() -> None:
    rule = "more: {when: {not: {place: cloud}}, for: {own: slight}, because: X., source: [paper]}"
    text = in_server(rule)
    problem = only(text, "fire-together", "without-effect")
    assert line_of(text, problem).startswith("in_the_house")
    assert not problem.blocks
    assert problem.message == (
        'Rules "more" and "in_the_house" of "server" always fire together, in 6 of the 9 ways to answer, and speak alike '
        "of own. Merge them. Smallest example: {place: house}."
    )


def test_rules_that_rule_the_same_out_together_are_to_be_merged() -> None:
    text = in_server("more: {when: {place: cloud}, rule_out: own, because: X., source: [paper]}")
    problem = only(text, "fire-together", "without-effect")
    assert "in 3 of the 9 ways to answer, and speak alike of own." in problem.message


def test_rules_that_fire_together_and_speak_of_different_things_are_two() -> None:
    text = in_server("more: {when: {place: house}, against: {rented: slight}, because: X., source: [paper]}")
    assert "fire-together" not in {problem.code for problem in check(text).problems}


COLOUR = "  colour: {dimension: all_of_it, ask: Which colour?, why: None., options: {red: Red, blue: Blue}}"


def test_a_question_that_makes_no_difference_is_named() -> None:
    text = with_more("questions:", COLOUR)
    problem = only(text, "no-difference")
    assert line_of(text, problem) == COLOUR.strip()
    assert not problem.blocks
    assert 'Question "colour" makes no difference' in problem.message


def test_a_question_that_only_a_caution_reads_makes_one() -> None:
    text = with_more("questions:", COLOUR).replace("{software: rich}, say", "{software: rich, colour: red}, say")
    assert check(text).problems == ()


def test_a_question_that_is_asked_for_its_numbers_makes_one() -> None:
    colour = COLOUR.replace("red: Red", "red: {label: Red, assume: {memory_gb: 24}, source: [paper]}")
    assert check(with_more("questions:", colour)).problems == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "one: One}",
            "one: One, two: Two}",
            'Option "two" of "gpu" makes no difference: all comes to the same as with "one". Merge them',
        ),
        (
            "tools: Tools}",
            "tools: Tools, maps: Maps}",
            'Option "maps" of "needs" makes no difference: with it or without it, all comes to the same. Write the rule',
        ),
    ],
)
def test_an_option_that_makes_no_difference_is_named(old: str, new: str, said: str) -> None:
    text = instead(old, new)
    problem = only(text, "no-difference")
    assert line_of(text, problem) == next(line.strip() for line in text.splitlines() if new in line)
    assert problem.message.startswith(said)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("one: One}", "one: One, two: {label: Two, assume: {memory_gb: 24}, source: [paper]}}"),
        ("tools: Tools}", "tools: Tools, maps: {label: Maps, assume: {memory_gb: 24}, source: [paper]}}"),
    ],
)
def test_an_option_with_numbers_of_its_own_makes_a_difference(old: str, new: str) -> None:
    assert check(instead(old, new)).problems == ()


def test_an_outcome_that_never_wins_is_named() -> None:
    text = instead("own: Our own}", "own: Our own, cluster: A cluster}")
    rule = "      more: {when: {gpu: one}, for: {cluster: slight}, because: X., source: [paper]}"
    text = text.replace("      in_the_cloud", f"{rule}\n      in_the_cloud")
    problem = only(text, "never-wins")
    assert "cluster: A cluster" in line_of(text, problem)
    assert not problem.blocks
    assert problem.message.startswith('Outcome "cluster" of "server" never wins, whatever is answered.')


def test_answers_that_collide_are_told_with_the_rules_and_the_smallest_example() -> None:
    text = in_server("more: {when: {gpu: none, needs: search}, rule_out: [rented, own], because: X., source: [paper]}")
    case = "  collide: {about: E., answers: {place: house, gpu: none, needs: search}, expect: {server: impossible}}"
    text = with_more("scenarios:", case, text)
    problem = only(text, "impossible")
    assert line_of(text, problem) == "server:"
    assert problem.blocks
    assert problem.message == (
        '"server" is impossible in 2 of the 9 ways to answer: every outcome is ruled out, by "more". Let one of the rules '
        "give way. Smallest example: {place: house, gpu: none, needs: search}."
    )


DEAD_END = "more: {when: {server: own, needs: tools}, rule_out: [plain, rich], because: X., source: [paper]}"


def test_a_dead_end_is_told_where_the_earlier_decision_is_made() -> None:
    text = in_software(DEAD_END)
    problem = only(text, "greedy-dead-end", "without-effect")
    assert line_of(text, problem) == "server:"
    assert problem.blocks
    assert problem.message == (
        '"software" is impossible in 2 of the 9 ways to answer though it need not be: "rented" of "server" is not ruled out '
        'there, and with it everything is possible. Add a rule to "server" that leaves a way on. '
        "Smallest example: {place: house, gpu: one, needs: tools}."
    )


def test_it_is_no_dead_end_where_the_other_outcome_is_ruled_out() -> None:
    text = in_software(DEAD_END).replace(
        "in_the_house: {when: {place: house}, for: {own: strong}", "in_the_house: {when: {gpu: one}, require: own"
    )
    problem = next(problem for problem in check(text).problems if problem.code != "scenario-fails")
    assert (problem.code, problem.blocks) == ("impossible", True)
    assert line_of(text, problem) == "software:"


def test_an_undeclared_tie_is_told_with_what_is_tied() -> None:
    text = instead("    tie_break: {order: [plain, rich], because: Simpler first.}\n", "")
    problem = next(problem for problem in check(text).problems if problem.code == "undeclared-tie")
    assert line_of(text, problem) == "software:"
    assert not problem.blocks
    assert problem.message == (
        'Outcomes of "software" have equal scores in 1 of the 9 ways to answer, and no tie_break says which comes first: the '
        "order of the file decides. Most often plain and rich, in 1 of the 9 ways to answer. Add a tie_break with its reason. "
        "Smallest example: {place: house, gpu: one, needs: [search, tools]}."
    )


def test_of_several_ties_the_most_frequent_is_told() -> None:
    text = instead("    tie_break: {order: [plain, rich], because: Simpler first.}\n", "")
    text = text.replace("rich: Rich}", "rich: Rich, odd: Odd}")
    rule = "more: {when: {needs: search, place: house}, for: {odd: slight}, because: X., source: [paper]}"
    text = text.replace("      finds:", f"      {rule}\n      finds:")
    message = next(problem.message for problem in check(text).problems if problem.code == "undeclared-tie")
    assert "have equal scores in 4 of the 9 ways" in message
    assert "Most often plain and odd, in 2 of the 9 ways to answer." in message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("because: A., source: [paper]}", "because: A.}", 'The rule "in_the_cloud" of "server" cites no source.'),
        ("say: Mind., source: [paper]}", "say: Mind.}", 'The caution "mind" of "software" cites no source.'),
        ("one: One}", "one: One with 24 GB}", '"one" of "gpu" sets a threshold and cites no source.'),
        ("one: One}", "one: {label: One, assume: {memory_gb: 24}}}", '"one" of "gpu" sets a threshold and cites no source.'),
        ("own: Our own}", "own: {label: Our own, assume: {memory_gb: 24}}}", '"own" of "server" sets a threshold and cites no source.'),
    ],
)  # fmt: skip
def test_what_cites_no_source_is_named(old: str, new: str, said: str) -> None:
    text = instead(old, new)
    problem = only(text, "no-source")
    assert new in line_of(text, problem)
    assert not problem.blocks
    assert problem.message.startswith(said)


def test_what_a_model_must_be_able_to_do_is_no_threshold() -> None:
    assert check(instead("own: Our own}", "own: {label: Our own, assume: {hosted: 1}}}")).problems == ()


def test_a_source_grows_stale_on_its_day() -> None:
    def on(day: datetime.date) -> list[str]:
        return [str(problem) for problem in deep_check(file_of(SOUND), "tiny.yaml", day).problems]

    assert on(datetime.date(2027, 1, 30)) == []
    (said,) = on(datetime.date(2027, 1, 31))
    assert said == (
        'tiny.yaml:9:3: stale-source: Source "paper" of 2026-01-31 is older than 12 months. Look it up again, and set its '
        "date, or replace it. (a note, it stops nothing)"
    )


def test_what_no_scenario_notices_is_told_with_a_case_that_would() -> None:
    text = without("without")
    found = check(text)
    assert {problem.code for problem in found.problems} == {"unnoticed-mutation"}
    assert {problem.blocks for problem in found.problems} == {False}
    dropped = next(problem for problem in found.problems if "dropped" in problem.message)
    assert line_of(text, dropped).startswith("no_gpu")
    assert dropped.message == (
        'No scenario would notice rule "no_gpu" of "server" dropped, though the decision would come out otherwise in 3 of the '
        "9 ways to answer. Add a scenario there. Smallest example: {place: house, gpu: none}."
    )
    assert (found.noticed, found.noticeable, found.covered) == (8, 10, 5)


def without(*scenarios: str) -> str:
    return (
        "\n".join(line for line in SOUND.splitlines() if not any(f"  {one}: {{about" in line for one in scenarios))
        + "\n"
    )


def fate(text: str, rule: str, change: str) -> str:
    return next(one.fate for one in check(text).mutations if (one.rule, one.change) == (rule, change))


def test_a_scenario_notices_what_changes_only_further_below() -> None:
    assert (
        "own_both: {about: C., answers: {place: house, gpu: one, needs: [search, tools]}, expect: {software:" in SOUND
    )
    assert fate(without("own_one"), "in_the_house", "dropped") == "noticed"
    assert fate(without("own_one", "own_both"), "in_the_house", "dropped") == "unnoticed"


def test_a_scenario_notices_what_changes_two_decisions_further_below() -> None:
    rack = (
        "  rack: {decide: Which rack?, outcomes: {wide: Wide, narrow: Narrow}, rules: {"
        "w: {when: {software: rich}, for: {wide: slight}, because: X.}, "
        "n: {when: {software: plain}, for: {narrow: slight}, because: X.}}}\n"
    )
    text = without("own_one").replace("expect: {software: plain}", "expect: {rack: narrow}")
    text = text.replace("claims:\n", f"{rack}claims:\n")
    assert fate(text, "in_the_house", "dropped") == "noticed"


def test_a_scenario_that_fails_already_notices_nothing() -> None:
    text = instead(
        "answers: {place: house, gpu: none, needs: tools}, expect: {server: rented}",
        "answers: {place: house, gpu: none, needs: tools}, expect: {server: own}",
    )
    unnoticed = [(one.rule, one.change) for one in check(text).mutations if one.fate == "unnoticed"]
    assert unnoticed == [("no_gpu", "dropped"), ("no_gpu", 'with "strong" instead of "major" for "rented"')]


def test_every_rule_is_dropped_once_and_every_strength_swapped_for_the_next_one() -> None:
    """The next weaker one, or for the weakest the next stronger."""
    changes = [(one.rule, one.change) for one in check(SOUND).mutations if one.change != "dropped"]
    assert changes == [
        ("in_the_house", 'with "slight" instead of "strong" for "own"'),
        ("no_gpu", 'with "strong" instead of "major" for "rented"'),
        ("finds", 'with "slight" instead of "strong" for "rich"'),
        ("calls", 'with "strong" instead of "slight" against "rich"'),
        ("simple", 'with "strong" instead of "slight" for "plain"'),
    ]
    dropped = [one.rule for one in check(SOUND).mutations if one.change == "dropped"]
    assert dropped == ["in_the_cloud", "in_the_house", "no_gpu", "finds", "calls", "simple"]


def test_changes_of_rules_can_be_left_out() -> None:
    found = check(SOUND, mutations=False)
    assert (found.mutations, found.noticeable) == ((), 0)
    assert found.covered == 6


def test_a_tree_without_scenarios_is_checked_too() -> None:
    found = check(SOUND[: SOUND.index("scenarios:")])
    assert (found.noticed, found.noticeable, found.covered, found.scenarios) == (0, 10, 0, 0)


@pytest.mark.parametrize(("told_apart", "left_out"), [("a", ()), ("ab", ("cloudy", "own_one", "own_both", "without"))])
def test_a_scenario_that_leaves_too_much_open_is_said_to_be_left_out(
    told_apart: str, left_out: tuple[str, ...]
) -> None:
    """Options that no rule tells apart are tried as one."""
    assert 2**12 < MOST_ROWS < 3**12
    questions = decisions = ""
    for name in (f"more{number}" for number in range(12)):
        questions += (
            f"  {name}: {{dimension: all_of_it, ask: Which?, why: It matters., options: {{a: A, b: B, c: C}}}}\n"
        )
        rules = ", ".join(f"{one}: {{when: {{{name}: {one}}}, for: {{x: slight}}, because: X.}}" for one in told_apart)
        y = f"y: {{when: {{{name}: c}}, for: {{y: slight}}, because: Y.}}"
        decisions += f"  made_{name}: {{decide: Which?, outcomes: {{x: X, y: Y}}, rules: {{{rules}, {y}}}}}\n"
    questions = questions if told_apart == "ab" else questions.replace(", c: C", "")
    decisions = decisions if told_apart == "ab" else decisions.replace(": c}", ": b}")
    text = SOUND.replace("questions:\n", f"questions:\n{questions}").replace("claims:\n", f"{decisions}claims:\n")
    found = check(text, mutations=False)
    assert found.left_out == left_out
    assert (", ".join(left_out) or "Scenarios: 4") in health_text(found)


def test_past_the_limit_it_is_said_what_is_not_worked_out() -> None:
    found = check(with_more("claims:", NEVER_OWN), limit=5)
    codes = [problem.code for problem in found.problems]
    assert set(codes) == {"not-worked-out"}
    assert not found.blocks
    assert found.claims == {"never_own": None, "cloud_is_rented": None}
    assert [(one.wins, one.tied, one.impossible, one.states) for one in found.decisions] == [(None,) * 4] * 2
    assert {one.fate for one in found.mutations} == {"noticed", "not worked out"} - (
        {"not worked out"} if found.noticed == 9 else set()
    )
    assert "not worked out" in health_text(found)


def test_past_the_limit_rules_are_looked_at_one_by_one() -> None:
    text = in_server("more: {when: {place: cloud, gpu: one}, for: {own: slight}, because: X., source: [paper]}")
    found = check(text, limit=80)
    said = [problem.message for problem in found.problems if '"server"' in problem.message]
    assert [message.partition(". ")[0] for message in said] == [
        'What the rules of "server" do together is not worked out: that would need more than 80 cells at once',
        'Rule "more" of "server" fires in no completion',
    ]
    assert "Whether each fires at all is known." in said[0]
    assert {rule.rule: rule.fires for rule in found.rules if rule.decision == "server"} == {
        "in_the_cloud": 3,
        "in_the_house": 6,
        "no_gpu": 3,
        "more": 0,
    }


def test_each_step_is_told_before_it_is_done_and_can_end_the_check() -> None:
    steps: list[Step] = []
    check(SOUND, told=steps.append)
    assert [step.done for step in steps] == list(range(steps[0].of))
    assert "claim cloud_is_rented" in {step.next for step in steps}

    def stop(step: Step) -> None:
        if step.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(SOUND, told=stop)


def test_the_worst_tree_is_checked_within_bounds_and_says_what_is_not_worked_out() -> None:
    tracemalloc.start()
    found = deep_check(TreeFile(HARD, "", {}), "hard.yaml", DAY)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 600_000_000
    assert [problem.code for problem in found.problems if problem.code != "no-source"] == ["not-worked-out"] * 7
    assert sum(rule.fires is not None for rule in found.rules) == 250
    assert found.completions == 6**40
    assert "not known whether a scenario could: 300" in health_text(found)
