"""A saved assessment on another version of its tree: what comes out otherwise, why, and what has to be asked anew."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from decision.again import why
from decision.again.again import run_again
from decision.again.result import Again, Behind, DecisionAgain, Effect, RuleChange
from decision.answers import fitting
from decision.assessment import Assessment
from decision.difference.result import Field
from decision.evaluate import evaluate
from decision.reading.read import TreeFile
from decision.recommendation import Recommendation
from decision.reports.again_words import became, causes, verdict
from decision.tree import IMPOSSIBLE, Tree
from tests.conftest import DAY, small_tree
from tests.random_trees import Raw, answers_to
from tests.test_difference import file_of, pairs_of_trees, version

SMALL = small_tree()
FULL: dict[str, Any] = {
    "borrowers": "members",
    "network": "reliable",
    "host": "nobody_else",
    "needs": ["search", "loans"],
    "hands": "volunteer",
}


def again(*edits: tuple[str, str], day: datetime.date = DAY, **said: Any) -> Again:
    """The made-up assessment on the made-up tree with some of its text replaced."""
    whole: dict[str, Any] = {"answers": FULL, **said}
    return run_again(SMALL, version(*edits), Assessment(**whole), day)


def moving(found: Again) -> list[str]:
    return [one.id for one in found.moving]


def rule(one: DecisionAgain, name: str) -> RuleChange:
    return next(change for change in one.rules if change.id == name)


def outcomes(one: DecisionAgain) -> tuple[Any, Any]:
    return one.before and one.before.outcomes, one.after and one.after.outcomes


def dropped(name: str, after: str) -> tuple[str, str]:
    """An edit that takes a part out of the made-up tree, up to the part that follows it."""
    text = SMALL.text
    begins = text.index(f"\n{name}:\n") + 1
    return text[begins : text.index(f"\n{after}:\n", begins) + 1], ""


def test_the_same_version_changes_nothing() -> None:
    found = run_again(SMALL, SMALL, Assessment(answers=FULL), DAY)
    assert (found.effect, found.ask, found.unfit) == ("nothing", (), ())
    assert not any(one.rules or one.words for one in found.decisions)


HOSTED = (
    dropped("      stays_here", "      private_names"),
    ("for: {server: slight}\n        against: {hosted: slight}", "for: {server: slight}"),
    ("when: {hands: [volunteer, engineer]}", "when: {hands: engineer}"),
)
"""With these edits the made-up assessment comes to a host."""


def test_a_rule_that_is_gone_is_named_with_what_it_did() -> None:
    found = again(*HOSTED)
    home = found.decision("home")
    assert moving(found) == ["home"]
    assert outcomes(home) == (("server",), ("hosted",))
    assert [one.id for one in home.made_it] == ["private_names", "someone_home", "stays_here"]
    gone = rule(home, "stays_here")
    assert gone.old is not None
    assert gone.old.because == "Data that nobody else may hold cannot be with a host."
    assert (gone.new, gone.fired, gone.fires) == (None, True, False)
    assert found.effect == "outcome"


def test_a_new_rule_fires_now() -> None:
    added = (
        "      network_holds:\n",
        (
            "      too_dear:\n        when: {hands: volunteer}\n        rule_out: server\n        because: No money.\n"
            "      network_holds:\n"
        ),
    )
    found = again(added)
    change = rule(found.decision("home"), "too_dear")
    assert (change.old, change.fired, change.fires, change.said) == (None, False, True, ())
    assert [one.id for one in found.decision("home").made_it] == ["too_dear"]


def test_another_strength_is_named_though_the_rule_fires_as_it_did() -> None:
    found = again(("for: {server: strong}", "for: {paper: major}"))
    change = rule(found.decision("home"), "someone_home")
    assert outcomes(found.decision("home")) == (("server",), ("paper",))
    assert (change.fired, change.fires, change.said) == (True, True, ("effect",))


def test_a_rule_that_counts_otherwise_for_an_outcome_out_of_the_running_did_not_make_the_difference() -> None:
    edits = [*HOSTED, ("for: {hosted: strong}\n", "for: {hosted: strong, paper: slight}\n")]
    home = again(*edits).decision("home")
    assert outcomes(home) == (("server",), ("hosted",))
    assert "network_holds" not in [one.id for one in home.made_it]
    assert [one.id for one in home.reasons] == ["network_holds"]


def test_other_points_of_a_word_count_as_another_strength() -> None:
    found = again(("slight: 1}", "slight: 9}"))
    assert "private_names" in [one.id for one in found.decision("home").reasons]
    assert moving(found) == []
    assert found.effect == "reasons"


def test_a_condition_that_was_changed_is_why_a_rule_does_not_fire() -> None:
    found = again(("when: {hands: [volunteer, engineer]}", "when: {hands: engineer}"))
    change = rule(found.decision("home"), "someone_home")
    assert (change.fired, change.fires, change.said) == (True, False, ("condition",))


def test_a_rule_about_outcomes_that_were_never_in_the_running_did_not_make_the_difference() -> None:
    added = "      for_paper: {when: {hands: volunteer}, for: {paper: slight}, because: Paper is patient.}\n"
    found = again(*HOSTED, ("      network_holds:\n", f"{added}      network_holds:\n"))
    home = found.decision("home")
    assert outcomes(home) == (("server",), ("hosted",))
    assert [one.id for one in home.reasons] == ["for_paper"]
    assert "for_paper" not in [one.id for one in home.made_it]


def test_a_rule_that_may_fire_in_both_versions_is_named_when_its_condition_changed() -> None:
    found = again(("when: {needs: reminders}", "when: {needs: [reminders, loans]}"), answers=FULL | {"needs": "unsure"})
    change = rule(found.decision("software"), "needs_reminders")
    assert (change.fired, change.fires, change.said) == (None, None, ("condition",))
    assert change.acts
    assert not change.speaks


def test_where_it_hangs_on_an_intermediate_decision_that_is_named_with_its_rules() -> None:
    found = again(
        ("needs: [loans, reminders]}\n        require: private", "needs: reminders}\n        require: private"),
        ("for: {server: slight}\n        against: {hosted: slight}", "for: {server: major}\n        against: {paper: slight}"),
        ("for: {server: strong}", "for: {paper: strong}"),
    )  # fmt: skip
    change = rule(found.decision("home"), "private_names")
    assert change.behind == (Behind("exposure", "outcome"),)
    assert (change.fired, change.fires) == (True, False)
    exposure = found.decision("exposure")
    assert not exposure.shown
    assert outcomes(exposure) == (("private",), ("plain",))
    assert [one.id for one in exposure.made_it] == ["names", "no_names"][:1]
    assert moving(found) == ["home", "software"]


def test_a_rule_whose_answer_went_is_the_same_and_says_which() -> None:
    narrower = [
        (
            "      anyone: Any host we have vetted\n",
            "      anyone: Any host we have vetted\n      nearby: One nearby\n",
        ),
        ("      nobody_else: Nobody but us\n", "      nobody: Nobody\n"),
        ("when: {host: nobody_else}", "when: {host: [nearby, nobody]}"),
        ("host: nobody_else, needs", "host: nobody, needs"),
    ]
    found = again(*narrower)
    change = rule(found.decision("home"), "stays_here")
    assert change.behind == (Behind("host", "answer gone"),)
    assert (change.fired, change.fires) == (True, None)
    (ask,) = found.ask
    assert (ask.question, ask.why, ask.said) == ("host", "answer gone", ("Nobody but us",))


NEW_QUESTION = (
    "  hands:\n    dimension",
    "  money:\n    dimension: needs\n    ask: Is there money?\n    why: Hosts cost.\n    options: {some: Yes, none: No}\n"
    "  hands:\n    dimension",
)
READS_IT = (
    "      network_holds:\n",
    "      no_money:\n        when: {money: none}\n        rule_out: server\n        because: A server costs.\n"
    "      network_holds:\n",
)


def test_a_new_question_that_can_matter_is_asked() -> None:
    found = again(NEW_QUESTION, READS_IT)
    assert [(one.question, one.ask, one.why) for one in found.ask] == [("money", "Is there money?", "new")]
    change = rule(found.decision("home"), "no_money")
    assert (change.fired, change.fires) == (False, None)
    assert outcomes(found.decision("home")) == (("server",), ("server", "paper"))


def test_a_new_question_that_changes_nothing_is_not_asked() -> None:
    assert again(NEW_QUESTION).ask == ()


def test_a_question_that_is_asked_now_is_told_apart_from_a_new_one() -> None:
    said = {name: one for name, one in FULL.items() if name != "host"} | {"network": "none"}
    opened = ("    when: {network: [reliable, patchy]}\n", "")
    ruled = (
        ("      no_network:\n        when: {network: none}\n        rule_out: hosted\n"),
        "      no_network:\n        when: {host: anyone}\n        rule_out: server\n",
    )
    found = again(opened, ruled, answers=said)
    assert [(one.question, one.why) for one in found.ask] == [("host", "asked now")]
    counts = again(opened, ruled, answers=said | {"host": "anyone"})
    assert [(one.question, one.why) for one in counts.ask] == [("host", "counts again")]


def test_a_question_that_is_not_asked_any_more_is_behind_its_rules() -> None:
    found = again(("when: {network: [reliable, patchy]}", "when: {network: patchy}"))
    assert rule(found.decision("home"), "stays_here").behind == (Behind("host", "not asked now"),)


def test_a_question_that_may_be_asked_in_both_versions_is_named_when_its_gate_changed() -> None:
    said = {name: one for name, one in FULL.items() if name != "network"}
    found = again(("when: {network: [reliable, patchy]}", "when: {network: patchy}"), answers=said)
    change = rule(found.decision("home"), "stays_here")
    assert (change.fired, change.fires) == (None, None)
    assert change.behind == (Behind("host", "asked otherwise"),)


def test_a_question_that_is_gone_takes_its_evidence_along() -> None:
    gone = dropped("  host", "  needs"), dropped("      stays_here", "      private_names")
    scenario = ("host: nobody_else, needs", "needs")
    found = again(*gone, scenario, evidence={"host": {"evidence": "A letter."}})
    (ask,) = found.ask
    assert (ask.question, ask.ask, ask.why, ask.evidence) == ("host", "Who may hold the data?", "question gone", True)


@pytest.mark.parametrize(
    ("edit", "word"),
    [
        (("ask: Who borrows books?", "ask: Who lends books?"), Field("ask", "Who borrows books?", "Who lends books?")),
        (
            ("members: Members of the society", "members: Members, paid up"),
            Field("option members", "Members of the society", "Members, paid up"),
        ),
        (("anyone: Anyone who walks in", "anyone: Anyone"), Field("option anyone", "Anyone who walks in", "Anyone")),
        (
            ("members: Members of the society", "members: {label: Members of the society, help: Paid up.}"),
            Field("help of members", "", "Paid up."),
        ),
        (
            ("      anyone: Anyone who walks in\n", "      anyone: Anyone who walks in\n      town: The town\n"),
            Field("option town", "", "The town"),
        ),
    ],
)  # fmt: skip
def test_an_answer_whose_words_changed_is_to_be_looked_at_again(edit: tuple[str, str], word: Field) -> None:
    found = again(edit)
    (ask,) = found.ask
    assert (ask.question, ask.why, ask.said, ask.words) == (
        "borrowers", "worded otherwise", ("Members of the society",), (word,),
    )  # fmt: skip
    assert found.effect == "asks"
    assert again(edit, answers=FULL | {"borrowers": "unsure"}).ask == ()


def test_help_with_an_option_that_was_not_chosen_is_not_what_the_answer_means() -> None:
    assert again(("anyone: Anyone who walks in", "anyone: {label: Anyone who walks in, help: Anyone.}")).ask == ()


def test_why_a_question_is_asked_is_not_what_it_means() -> None:
    assert again(("why: Names of borrowers are personal data.", "why: Names are data.")).effect == "nothing"


def test_a_recorded_choice_that_is_not_offered_any_more_is_told_with_its_reason() -> None:
    recorded = {"copies": {"outcome": "nightly", "reason": "We can."}}
    renamed = [("nightly: {label: Every night", "daily: {label: Every night"), ("for: {nightly: strong}", "for: {daily: strong}"),
               ("copies: [nightly, weekly]", "copies: [daily, weekly]")]  # fmt: skip
    found = again(*renamed, recorded=recorded)
    (gone,) = found.unfit
    assert (gone.decision, gone.outcome, gone.reason) == ("copies", "Every night", "We can.")
    assert found.decision("copies").added == ("Every night",)
    assert found.decision("copies").removed == ("Every night",)
    assert again(recorded=recorded).unfit == ()


def test_a_rule_about_a_recorded_outcome_bears_on_the_decision() -> None:
    edit = (
        "when: {host: nobody_else}\n        rule_out: [hosted]",
        "when: {host: nobody_else}\n        rule_out: [paper]",
    )
    found = again(edit, ("for: {server: strong}", "for: {server: major}"))
    assert not rule(found.decision("home"), "stays_here").bears
    found = again(edit, ("for: {server: strong}", "for: {server: major}"),
                  recorded={"home": {"outcome": "paper", "reason": "So."}})  # fmt: skip
    assert rule(found.decision("home"), "stays_here").bears


def test_a_decision_is_new_or_gone() -> None:
    hidden = ("    decide: How often is a copy made?\n", "    decide: How often is a copy made?\n    shown: false\n")
    expects = (", copies: [nightly, weekly]}", "}")
    found = again(hidden, expects)
    assert outcomes(found.decision("copies")) == (("nightly", "weekly"), None)
    assert moving(found) == ["copies"]
    back = run_again(version(hidden, expects), SMALL, Assessment(answers=FULL), DAY)
    assert outcomes(back.decision("copies")) == (None, ("nightly", "weekly"))


def test_a_decision_can_become_impossible() -> None:
    found = again(("        rule_out: cards\n", "        rule_out: [cards, catalogue, spreadsheet]\n"))
    assert outcomes(found.decision("software")) == (("catalogue",), (IMPOSSIBLE,))
    assert found.decision("software").after.standing == "impossible"


def test_what_was_not_worked_out_is_not_said_to_come_out_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    def unfinished(tree: Tree, answers: Any) -> Recommendation:
        found = evaluate(tree, answers)
        home = replace(found.decision("home"), possible=None, standing="not worked out", outcome=None, impossible=None)
        return replace(found, decisions=tuple(home if one.id == "home" else one for one in found.decisions))

    monkeypatch.setattr(why, "evaluate", unfinished)
    found = again(*HOSTED)
    assert [one.id for one in found.unknown] == ["home"]
    assert (found.moving, found.reasoned, found.effect) == ((), (), "asks")
    assert verdict(found) == "Not worked out, as too much is open: Home."


def test_ties_that_are_settled_otherwise_are_a_cause() -> None:
    tie = ("      weekly: Every week\n    rules:", "      weekly: Every week\n    tie_break: {order: [weekly, nightly], because: Less.}\n    rules:")  # fmt: skip
    found = again(tie, ("copies: [nightly, weekly]", "copies: weekly"))
    copies = found.decision("copies")
    assert outcomes(copies) == (("nightly", "weekly"), ("weekly",))
    assert (copies.ties, copies.made_it) == (True, ())


def test_other_words_of_a_reason_and_a_caution_are_told_apart_from_outcomes() -> None:
    found = again(
        ("because: There is someone to call.", "because: Someone comes."), ("Show a second person", "Show somebody")
    )
    assert (found.effect, moving(found)) == ("reasons", [])
    (home,) = found.reasoned
    (change,) = home.reasons
    assert (change.id, change.said) == ("someone_home", ("text",))
    assert [field.name for field in home.words] == ["caution nobody_restores"]
    assert home.words[0].new.endswith("Show somebody how a restore is done.")


def test_sources_past_their_age_are_told_for_both_versions() -> None:
    late = datetime.date(2028, 2, 1)
    (host, servers) = again(day=late).stale
    assert (host.source.url, host.old, host.new, host.renewed) == ("https://example.com/terms", True, True, None)
    assert servers.source.url.startswith("https://example.net/")
    found = again(("date: 2024-05-20", "date: 2028-01-15"), day=late)
    assert [(one.old, one.new, one.renewed) for one in found.stale] == [
        (True, False, datetime.date(2028, 1, 15)), (True, True, None),
    ]  # fmt: skip
    assert again(day=datetime.date(2025, 1, 1)).stale == ()


@pytest.mark.parametrize(
    ("edits", "name", "said"),
    [
        (HOSTED, "stays_here", ["The rule is gone; it fired."]),
        (
            HOSTED,
            "someone_home",
            [
                "It fired, and does not fire now.",
                "Its condition was: When “Who looks after it?” is answered “A volunteer, one evening a week” or “Someone whose job it is”.",
                "Its condition is: When “Who looks after it?” is answered “Someone whose job it is”.",
            ],
        ),
        ([NEW_QUESTION, READS_IT], "no_money", ["A new rule, which may fire, depending on what is open."]),
        ([("for: {server: strong}", "for: {server: major}")], "someone_home", ["It fires, and counts otherwise."]),
        (
            [("There is someone to call.", "Someone comes.")],
            "someone_home",
            ["It fires, and says so in other words."],
        ),
        (
            [("when: {network: [reliable, patchy]}", "when: {network: patchy}")],
            "stays_here",
            [
                "It fired, and does not fire now.",
                "“Who may hold the data?” is not asked any more with these answers.",
            ],
        ),
    ],
)
def test_what_became_of_a_rule_is_said_in_words(edits: list[tuple[str, str]], name: str, said: list[str]) -> None:
    found = again(*edits)
    change = rule(found.decision("home"), name)
    assert [became(change), *causes(found, change, SMALL.tree, version(*edits).tree)] == said


def test_the_verdict_is_one_sentence_a_thing() -> None:
    assert verdict(again()) == "Every decision comes out as it did."
    assert verdict(again(*HOSTED, ("ask: Who borrows books?", "ask: Who lends books?"))) == (
        "1 of 3 decisions comes out otherwise. 1 answer to give or to look at again."
    )


def effect_of(old: TreeFile, new: TreeFile, answers: Raw) -> tuple[Effect, Again]:
    found = run_again(old, new, Assessment(answers=answers), DAY)
    return found.effect, found


@st.composite
def answered_pairs(draw: st.DrawFn) -> tuple[Raw, Raw, Raw]:
    old, new = draw(pairs_of_trees)
    return old, new, draw(answers_to(old))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(answered_pairs())
def test_every_other_outcome_has_a_cause_and_is_the_one_of_each_version(case: tuple[Raw, Raw, Raw]) -> None:
    old, new = file_of(case[0]), file_of(case[1])
    effect, found = effect_of(old, new, case[2])
    event(effect)
    sides = [evaluate(old.tree, case[2]), evaluate(new.tree, fitting(new.tree, case[2]))]
    for one in found.decisions:
        for stood, side in zip((one.before, one.after), sides, strict=True):
            if stood:
                result = side.decision(one.id)
                assert stood.standing == result.standing
                assert [able for able in stood.outcomes if able != IMPOSSIBLE] == list(result.possible)
        if one.moves and one.before and one.after:
            event("another outcome")
            assert one.made_it or one.ties or one.added or one.removed
            assert all(change.speaks or change.fires is None or change.fired is None for change in one.made_it)
