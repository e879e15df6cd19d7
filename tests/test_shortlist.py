"""The shortlist: who is on it meets everything, who misses one thing is named with it, and unknown never counts as met."""

from __future__ import annotations

import datetime
import doctest
import html
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision import criteria
from decision.assessment import Assessment, read_assessment
from decision.catalog import judge
from decision.catalog.entries import Model, Models
from decision.catalog.memory import GB, SHORTEST_CONTEXT, cache_bytes, weights_bytes
from decision.cli import main
from decision.criteria import KINDS
from decision.evaluate import evaluate
from decision.library import read_catalogue, read_library, read_path
from decision.paths import TREES
from decision.reading.read import TreeFile, read_tree
from decision.reports.json_report import to_json
from decision.reports.markdown import to_markdown
from decision.reports.pdf import to_pdf
from decision.reports.report import Report, make_report
from decision.reports.shortlisted import NEAREST, NO_SHORTLIST, described, near_misses, remarks
from decision.reports.text import to_text
from decision.shortlist import MOST, Candidate, Shortlist, make_shortlist
from tests.conftest import DAY, SMALL, small_tree
from tests.test_pdf import words
from views.parts.shortlist import markup

FOLDER = SMALL.parent / "shortlist"
ALL: dict[str, Any] = {
    "task": "shelves",
    "length": "chapter",
    "inputs": ["covers", "visitors"],
    "rights": "open",
    "card": "small",
}


@cache
def wanted() -> TreeFile:
    found, problems = read_path(FOLDER / "wanted.yaml")
    assert problems == ()
    assert found is not None
    return found


@cache
def birds() -> Models:
    found, problems = read_catalogue(FOLDER / "catalog" / "models.yaml")
    assert problems == ()
    assert isinstance(found, Models)
    return found


@cache
def shipped() -> Models:
    found = read_library(TREES).catalogues.models
    assert found is not None
    return found


def found_for(
    answers: Mapping[str, Any], models: Models | None = None, recorded: Mapping[str, str] | None = None
) -> Shortlist:
    tree = wanted().tree
    found = make_shortlist(tree, evaluate(tree, answers), models or birds(), recorded)
    assert found is not None
    return found


def answered(**changes: Any) -> Shortlist:
    """The shortlist for the answers `ALL`, with some changed, or left out where the change is None."""
    return found_for({name: said for name, said in (ALL | changes).items() if said is not None})


def ids(candidates: tuple[Candidate, ...]) -> list[str]:
    return [candidate.id for candidate in candidates]


def asked(shortlist: Shortlist) -> dict[str, float]:
    return {criterion.name: criterion.value for criterion in shortlist.criteria}


def changed(name: str, /, **values: Any) -> Models:
    """The birds with other values of one of them."""
    entries = {**birds().models, name: birds().models[name].model_copy(update=values)}
    for entry in entries.values():
        entry.__dict__.pop("stated", None)
    return birds().model_copy(update={"models": entries})


def test_criteria_come_from_answers_and_outcomes() -> None:
    shortlist = answered()
    assert asked(shortlist) == {
        "max_parameters_b": 10,
        "permissive_licence": 1,
        "min_context_tokens": 32768,
        "min_languages": 20,
        "images": 1,
        "memory_gb": 12,
    }
    (origin,) = shortlist.criterion("max_parameters_b").origins
    assert (origin.asked, origin.said) == ("How large a model?", "A small one")
    assert [source.title for source in origin.sources] == ["Reading Room Guide, On models"]
    (origin,) = shortlist.criterion("memory_gb").origins
    assert (origin.asked, origin.said, origin.value) == ("Which card is in the machine?", "One of 12 GB", 12)
    assert shortlist.unsettled == ()


def test_what_meets_all_is_listed_with_its_reasons_and_what_misses_one_is_named() -> None:
    shortlist = answered()
    assert ids(shortlist.listed) == ["heron_8b", "crane_9b"]
    assert ids(shortlist.further) == ["heron_4b"]
    assert {one.id: one.missing[0].criterion for one in shortlist.near} == {
        "marabou_14b": "max_parameters_b",
        "ibis_8b": "permissive_licence",
        "stork_7b": "min_languages",
        "egret_6b": "memory_gb",
    }
    heron = shortlist.listed[0]
    assert [finding.found for finding in heron.findings] == [
        "8 billion parameters",
        "MIT",
        "131,072 tokens",
        "30 languages",
        "takes text, image",
        "7.15 GB, of them 5 weights (measured) and 2.15 cache",
    ]
    assert [source.title for source in heron.sources] == ["Heron, model cards", "Files, as measured"]


def test_a_cache_that_nobody_knows_is_no_cache_that_fits() -> None:
    egret = next(one for one in answered().near if one.id == "egret_6b")
    assert egret.missing[0].met is None
    assert egret.missing[0].found == "3.68 GB of weights (computed); the size of the cache is not known"


def test_weights_that_are_too_large_alone_miss_whatever_the_cache() -> None:
    models = changed("egret_6b", parameters_b=25.0)
    found = judge.judge(models.models["egret_6b"], "memory_gb", 12, 4096)
    assert found.met is False


@pytest.mark.parametrize(
    ("values", "criterion"),
    [
        ({"parameters_b": None}, "max_parameters_b"),
        ({"licence": None}, "permissive_licence"),
        ({"context_tokens": None}, "min_context_tokens"),
        ({"languages": None}, "min_languages"),
        ({"modalities": None}, "images"),
        ({"attention": None}, "memory_gb"),
    ],
)
def test_what_is_not_known_of_a_model_takes_it_off_the_list(values: dict[str, None], criterion: str) -> None:
    models = changed("heron_8b", **values)
    shortlist = found_for(ALL, models)
    assert "heron_8b" not in ids((*shortlist.listed, *shortlist.further))
    (missing,) = next(one for one in shortlist.near if one.id == "heron_8b").missing
    assert (missing.criterion, missing.met) == (criterion, None)
    assert "not known" in missing.found


def test_nothing_known_at_all_meets_nothing() -> None:
    unknown = Model(name="A", maker="B", sources={"all": ("x",)})
    for name in set(KINDS) - {"hosted"}:
        assert judge.judge(unknown, name, 1, SHORTEST_CONTEXT).met is None, name


def test_of_several_numbers_the_strictest_counts() -> None:
    text = wanted().text.replace("assume: {audio: 1}", "assume: {audio: 1, min_context_tokens: 65536, memory_gb: 16}")
    tree = read_tree(text, "wanted.yaml").tree
    for inputs, context in ((["covers"], 32768), (["covers", "voices"], 65536)):
        found = make_shortlist(tree, evaluate(tree, {**ALL, "inputs": inputs}), birds())
        assert found is not None
        assert asked(found)["min_context_tokens"] == context
        assert asked(found)["memory_gb"] == 12
    assert found is not None
    assert [origin.value for origin in found.criterion("memory_gb").origins] == [16, 12]


def test_an_open_question_asks_nothing_and_is_named() -> None:
    shortlist = answered(card="unsure", rights=None, inputs=["nothing"])
    assert asked(shortlist) == {"max_parameters_b": 10, "min_context_tokens": 32768}
    assert [(one.asked, one.names) for one in shortlist.unsettled] == [
        ("Which rights do we need?", ("permissive_licence",)),
        ("Which card is in the machine?", ("memory_gb",)),
        ("Who runs it?", ("hosted",)),
    ]


def test_what_every_answer_to_an_open_question_asks_is_asked_at_its_loosest() -> None:
    text = wanted().text.replace("none: No card", "none: {label: An old card, assume: {memory_gb: 8}}")
    text = text.replace("label: A provider does, assume: {hosted: 1}", "label: A provider does")
    tree = read_tree(text, "wanted.yaml").tree
    found = make_shortlist(tree, evaluate(tree, {**ALL, "card": "unsure"}), birds())
    assert found is not None
    assert asked(found)["memory_gb"] == 24
    (origin,) = found.criterion("memory_gb").origins
    assert origin.said == "One of 12 GB or One of 24 GB or An old card"
    assert [(one.asked, one.names) for one in found.unsettled] == [("Which card is in the machine?", ("memory_gb",))]


def test_a_question_that_may_not_be_asked_asks_nothing() -> None:
    text = wanted().text.replace(
        "    why: Memory decides what fits.\n", "    why: It fits.\n    when: {rights: open}\n"
    )
    text = text.replace("none: No card", "none: {label: An old card, assume: {memory_gb: 8}}")
    tree = read_tree(text.replace(", assume: {hosted: 1}", ""), "wanted.yaml").tree
    found = make_shortlist(tree, evaluate(tree, {**ALL, "rights": "unsure", "card": "unsure"}), birds())
    assert found is not None
    assert "memory_gb" not in asked(found)


def test_an_open_decision_asks_what_all_its_possible_outcomes_ask() -> None:
    shortlist = answered(task=None)
    assert not {"max_parameters_b", "min_parameters_b"} & set(asked(shortlist))
    assert ("How large a model?", ("max_parameters_b", "min_parameters_b")) in [
        (one.asked, one.names) for one in shortlist.unsettled
    ]


def test_where_a_provider_holds_the_weights_no_memory_is_counted() -> None:
    shortlist = answered(card="none")
    assert "memory_gb" not in asked(shortlist)
    assert shortlist.hosted is not None
    assert "egret_6b" in ids(shortlist.listed)
    assert any(
        "because a provider’s machine holds the weights (A provider does)" in said for said in remarks(shortlist)
    )


def test_an_outcome_that_was_recorded_stands_in_place_of_the_trees() -> None:
    shortlist = found_for(
        {**ALL, "inputs": ["nothing"], "rights": "terms"}, recorded={"size": "large", "server": "provider"}
    )
    assert asked(shortlist) == {"min_parameters_b": 30, "min_context_tokens": 32768}
    assert ids(shortlist.listed) == ["condor_70b"]


def test_memory_grows_with_the_context() -> None:
    assert "heron_8b" in ids(answered(inputs=["nothing"]).listed)
    book = answered(inputs=["nothing"], length="book")
    assert book.tokens == 131072
    heron = next(one for one in book.near if one.id == "heron_8b")
    assert heron.missing[0].found == "13.59 GB, of them 5 weights (measured) and 8.59 cache"
    assert "crane_9b" in ids(book.listed)
    assert answered(length="line").tokens == SHORTEST_CONTEXT


def test_the_newest_of_each_maker_is_listed_and_what_has_no_date_comes_last() -> None:
    shortlist = answered(inputs=["nothing"], length="line", rights="terms", card="none")
    assert ids(shortlist.listed) == ["ibis_8b", "egret_6b", "heron_8b", "bittern_5b", "stork_7b"]
    assert ids(shortlist.further) == ["heron_4b", "crane_9b"]
    assert len(shortlist.listed) == MOST
    assert "Left out by that rule: Heron 4B and Crane 9B." in remarks(shortlist)


def test_a_tree_that_asks_nothing_of_a_model_has_no_shortlist() -> None:
    tree = small_tree().tree
    assert make_shortlist(tree, evaluate(tree, {}), birds()) is None


def test_before_anything_is_known_nothing_is_listed() -> None:
    shortlist = found_for({})
    assert shortlist.criteria == shortlist.listed == shortlist.further == shortlist.near == ()
    assert "Nothing that is known so far asks anything of a model, so none is listed." in remarks(shortlist)
    assert len(shortlist.unsettled) == 6


def test_the_nearest_misses_come_first_and_the_rest_is_counted() -> None:
    shortlist = _shipped_shortlist({"max_parameters_b": 10})
    (missed,) = near_misses(shortlist)
    sizes = [finding.off for _, finding in missed.nearest]
    assert sizes == sorted(sizes)
    assert len(missed.nearest) == NEAREST
    assert len(missed.nearest) + missed.more == len(shortlist.near)


def _shipped_shortlist(numbers: Mapping[str, float]) -> Shortlist:
    """The shortlist out of the shipped models for one answer that asks for these numbers, and nothing else that does."""
    bare = re.sub(r", assume: \{[a-z_]+: (?!1\})\d+\}", "", wanted().text)
    inside = ", ".join(f"{name}: {value}" for name, value in numbers.items())
    text = bare.replace("line: A line or two", f"line: {{label: A line, assume: {{{inside}}}}}")
    tree = read_tree(text, "wanted.yaml").tree
    answers = {"task": "shelves", "length": "line", "inputs": ["nothing"], "rights": "terms", "card": "large"}
    found = make_shortlist(tree, evaluate(tree, answers), shipped())
    assert found is not None
    return found


def meets(model: Model, name: str, asked: float, tokens: int) -> bool:
    """Whether a model meets a criterion, told plainly from its values: unknown is no."""
    match name:
        case "max_parameters_b":
            return model.parameters_b is not None and model.parameters_b <= asked
        case "min_parameters_b":
            return model.parameters_b is not None and model.parameters_b >= asked
        case "permissive_licence":
            return model.licence is not None and model.licence.permissive is True
        case "min_context_tokens":
            return model.context_tokens is not None and model.context_tokens >= asked
        case "min_languages":
            return model.language_count is not None and model.language_count >= asked
        case "images" | "audio":
            return model.modalities is not None and {"images": "image", "audio": "audio"}[name] in model.modalities
    weights = weights_bytes(model)
    cache = cache_bytes(model.attention, tokens) if model.attention else None
    return weights is not None and cache is not None and weights + cache <= asked * GB


numbers = st.fixed_dictionaries(
    {},
    optional={
        "max_parameters_b": st.integers(1, 800),
        "min_parameters_b": st.integers(1, 800),
        "permissive_licence": st.just(1),
        "min_context_tokens": st.integers(1_000, 1_100_000),
        "min_languages": st.integers(1, 210),
        "images": st.just(1),
        "audio": st.just(1),
        "memory_gb": st.integers(1, 700),
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(numbers.filter(bool))
def test_out_of_the_shipped_models_every_listed_one_meets_all_and_every_near_one_all_but_one(
    wished: dict[str, float],
) -> None:
    shortlist = _shipped_shortlist(wished)
    assert asked(shortlist) == wished
    margin = {name: value - 0.03 if name == "memory_gb" else value for name, value in wished.items()}
    met = {
        name: [one for one, value in wished.items() if meets(model, one, value, shortlist.tokens)]
        for name, model in shipped().models.items()
    }
    surely = {
        name: [one for one, value in margin.items() if meets(model, one, value, shortlist.tokens)]
        for name, model in shipped().models.items()
    }
    good = {*ids(shortlist.listed), *ids(shortlist.further)}
    assert {name for name in met if len(surely[name]) == len(wished)} <= good
    assert all(len(met[name]) == len(wished) for name in good)
    assert all(len(surely[name]) <= len(wished) - 1 for name in ids(shortlist.near))
    assert all(len(one.missing) == 1 for one in shortlist.near)
    makers = [one.maker for one in shortlist.listed]
    assert len(set(makers)) == len(makers) <= MOST


def test_the_shipped_tree_shortlists_models_for_every_scenario() -> None:
    file = read_library(TREES).trees["slm_sourcing"]
    seen = set()
    for name, scenario in file.tree.scenarios.items():
        shortlist = make_report(file, Assessment(answers=scenario.answers), DAY, shipped()).shortlist
        assert shortlist is not None
        seen |= {criterion.name for criterion in shortlist.criteria}
        assert all(not one.missing for one in (*shortlist.listed, *shortlist.further)), name
    assert seen >= {"max_parameters_b", "min_parameters_b"}


def report(**changes: Any) -> Report:
    answers = {name: said for name, said in (ALL | changes).items() if said is not None}
    return make_report(wanted(), Assessment(answers=answers), DAY, birds())


def test_the_record_ends_in_the_shortlist(golden: Callable[[str, str], None]) -> None:
    text = to_markdown(report())
    golden("shortlist.md", text[text.index("## Models to Look At") :])
    assert text.rindex("\n## ") < text.index("Models to Look At")


def test_the_pdf_ends_in_the_shortlist(golden: Callable[[str, str], None]) -> None:
    text = words(to_pdf(report()))
    golden("shortlist.pdf.txt", text[text.rindex("Models to look at") :].replace(". ", ".\n") + "\n")
    assert "! look up again" in text[text.index("Sources of the catalogue") :]


def test_the_export_holds_the_shortlist_and_is_read_back_without_it() -> None:
    text = to_json(report())
    found = json.loads(text)["shortlist"]
    assert [one["id"] for one in found["listed"]] == ["heron_8b", "crane_9b"]
    assert found["criteria"][0]["origins"][0]["sources"][0]["url"] == "https://example.org/guide"
    assert read_assessment(text.encode(), "export.json").answers == {**ALL, "inputs": tuple(ALL["inputs"])}


def test_the_terminal_names_the_models() -> None:
    *_, heading, first, second = to_text(report()).splitlines()
    assert heading == "Models to look at: a shortlist and no ranking"
    assert (first, second) == (
        "  Heron 8B (Heron, 1 May 2026, MIT)",
        "  Crane 9B (Crane, date of release not known, Apache-2.0)",
    )


def test_without_a_catalogue_no_export_speaks_of_models() -> None:
    bare = make_report(wanted(), Assessment(answers=ALL), DAY)
    assert bare.shortlist is None
    assert "Models to" not in to_markdown(bare) + words(to_pdf(bare)) + to_text(bare)
    assert json.loads(to_json(bare))["shortlist"] is None


def test_an_export_with_nothing_listed_and_one_with_a_provider_can_be_printed() -> None:
    for changes in ({"task": None, "length": None, "inputs": None, "rights": None, "card": None}, {"card": "none"}):
        assert "Models to look at" in words(to_pdf(report(**changes)))


def test_recommend_takes_the_catalogue_beside_the_tree(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"answers": ALL}))
    call = ["recommend", "--tree", str(FOLDER / "wanted.yaml"), "--answers", str(path), "--format", "markdown"]
    assert main(call) == 0
    assert "### Heron 8B" in capsys.readouterr().out


def test_the_page_shows_the_same_and_lets_no_markup_through() -> None:
    models = changed("heron_8b", name="<b>Heron</b>", note='"quoted" & <i>')
    shortlist = found_for(ALL, models)
    page = markup(shortlist, DAY)
    assert "&lt;b&gt;Heron&lt;/b&gt;" in page
    assert "<b>Heron" not in page
    assert "&quot;quoted&quot; &amp; &lt;i&gt;" in page
    for said in (*remarks(shortlist), described(shortlist.listed[1]), "Marabou 14B (14 billion parameters)"):
        assert html.escape(said, quote=True) in page
    assert page.count("past its age") == 1
    assert "past its age" not in markup(shortlist, datetime.date(2025, 1, 16))


def test_the_page_says_that_there_is_none() -> None:
    assert NO_SHORTLIST in markup(None, DAY)
    assert "Nothing that is known so far" in markup(found_for({}), DAY)


def test_the_examples_in_the_code_hold() -> None:
    for module in (criteria, judge):
        result = doctest.testmod(module)
        assert result.attempted
        assert not result.failed
