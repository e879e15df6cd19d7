"""Edits of a tree's text: they change what they name, mean it everywhere, and keep every other byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from decision.editing.additions import add_scenario, set_id, set_title, set_version
from decision.editing.edit import Edit, Edits, applied
from decision.editing.places import Mention, places
from decision.editing.rename import rename
from decision.editing.scalars import scalar
from decision.evaluate import evaluate
from decision.paths import TREES
from decision.problems import Problem
from decision.reading.read import TreeFile, examine
from decision.reading.text import read_document
from decision.scenarios import check_scenarios
from decision.tree import Tree
from tests.conftest import SMALL
from tests.random_trees import Raw, cases, tree_of
from tests.test_broken_trees import FILES
from tests.test_broken_trees import GOOD as TEXT

SHIPPED = sorted(TREES.glob("*.yaml"))
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
KINDS = {"question", "option", "decision", "outcome", "rule", "caution", "claim", "source", "strength", "dimension"}


def found(text: str) -> tuple[Mention, ...]:
    mentions = places(text)
    assert not isinstance(mentions, Problem), mentions
    return mentions


def edited(text: str, edits: Edits | Problem) -> str:
    assert not isinstance(edits, Problem), edits
    return applied(text, edits)


def why_not(edits: Edits | Problem) -> str:
    assert isinstance(edits, Problem)
    return f"{edits.code}: {edits.message}"


def used(text: str, file: str) -> TreeFile:
    tree, problems = examine(text, file, any_name=True)
    assert tree is not None, problems
    return tree


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


def texts(data: Any) -> list[str]:
    """All that is said in sentences."""
    if isinstance(data, str):
        return [data] if " " in data else []
    inside = data.values() if isinstance(data, dict) else data
    return [text for one in inside for text in texts(one)]


# ------------------------------------------------------------------ edits


def test_edits_count_in_the_text_as_it_was() -> None:
    assert applied("abcdef", [Edit(4, 5, ""), Edit(0, 1, "xyz"), Edit(2, 2, "-")]) == "xyzb-cdf"
    assert applied("abc", ()) == "abc"


# ------------------------------------------------------------------ places


def test_every_kind_of_id_is_found_where_it_is_declared_and_used() -> None:
    counted: dict[tuple[str, str, str], list[int]] = {}
    for one in found(TEXT):
        assert TEXT[one.start : one.end] == one.id
        counted.setdefault((one.kind, one.owner, one.id), []).append(one.declares)
    assert {key: (sum(said), len(said)) for key, said in counted.items()} == {
        ("question", "", "boundary"): (1, 7),
        ("question", "", "needs"): (1, 3),
        ("option", "boundary", "anywhere"): (1, 3),
        ("option", "boundary", "own"): (1, 5),
        ("option", "needs", "search"): (1, 3),
        ("option", "needs", "nothing"): (1, 1),
        ("decision", "", "place"): (1, 4),
        ("outcome", "place", "cloud"): (1, 6),
        ("outcome", "place", "house"): (1, 5),
        ("rule", "place", "inside"): (1, 1),
        ("rule", "place", "quick"): (1, 1),
        ("rule", "place", "needed"): (1, 1),
        ("caution", "place", "exit"): (1, 1),
        ("claim", "", "inside"): (1, 1),
        ("source", "", "law"): (1, 4),
        ("strength", "", "strong"): (1, 2),
        ("strength", "", "slight"): (1, 2),
        ("dimension", "", "data"): (1, 2),
        ("dimension", "", "machine"): (1, 2),
        ("scenario", "", "clinic"): (1, 1),
    }


def test_what_only_looks_like_an_id_is_none() -> None:
    text = TEXT.replace("{boundary: own, needs", "{boundary: unsure, needs").replace(
        "{place: house}", "{place: impossible}"
    )
    text = text.replace("own: {label:", "own: {assume: {images: 1}, label:")
    assert {one.id for one in found(text)} & {"unsure", "impossible", "images", "not", "any", "all"} == set()


@pytest.mark.parametrize(
    "written", ['"own"', "'own'", "[own]", '["own"]', "own  # own", ">-  # own\n        own", "|-\n        own"]
)
def test_an_id_is_found_however_it_is_written(written: str) -> None:
    text = TEXT.replace("when: {boundary: [own]}", f"when:\n      boundary: {written}")
    (here,) = [
        one
        for one in found(text)
        if one.id == "own" and one.start >= text.index(written) and one.start < text.index("choose")
    ]
    assert text[here.start : here.end] == "own"
    renamed = edited(text, rename(text, here.start, "ours"))
    assert edited(renamed, rename(renamed, renamed.index("ours:"), "own")) == text
    used(renamed, "good.yaml")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_tree_has_places_or_the_line_that_hides_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    mentions = places(text)
    if isinstance(mentions, Problem):
        assert re.match(r"Mend line \d+ first|This is no tree", mentions.message)
    else:
        assert all(one.id in text[one.start : one.end] for one in mentions)


def test_the_places_of_the_longest_tree_are_found_at_once() -> None:
    text = (TREES / "slm_sourcing.yaml").read_text(encoding="utf-8")
    mentions = found(text)
    assert len(mentions) > 5_000
    assert all(text[one.start : one.end] == one.id for one in mentions)
    assert {one.kind for one in mentions} == KINDS | {"scenario"}


# ------------------------------------------------------------------ rename


def renamed_and_back(text: str, here: Mention, new: str, file: str) -> TreeFile:
    """The tree after a rename that is taken back without a trace."""
    after = edited(text, rename(text, here.end, new))
    assert comments(after) == comments(text)
    assert texts(read_document(after, file).data) == texts(read_document(text, file).data)
    assert len(after.splitlines()) == len(text.splitlines())
    back = next(one.start for one in found(after) if (one.kind, one.id) == (here.kind, new))
    assert edited(after, rename(after, back, here.id)) == text
    return used(after, file)


def _texts() -> Iterator[Any]:
    """Each tree with each kind of line end, the long one with its own alone, as it takes a quarter of a minute."""
    for path in (SMALL, *SHIPPED):
        for newline in ("\n", "\r\n", "\r")[: 1 if path.stat().st_size > 100_000 else 3]:
            yield pytest.param(path, newline, id=f"{path.stem} {newline!r}")


@pytest.mark.parametrize(("path", "newline"), list(_texts()))
def test_a_shipped_tree_keeps_its_scenarios_after_any_rename(path: Path, newline: str) -> None:
    text = path.read_text(encoding="utf-8").replace("\n", newline)
    mentions = found(text)
    kept = check_scenarios(used(text, path.name), path.name)
    for kind in sorted({one.kind for one in mentions} - ({"rule", "claim"} if len(text) > 100_000 else set())):
        here = [one for one in mentions if one.kind == kind][-1]
        after = renamed_and_back(text, here, "another", path.name)
        if len(text) < 100_000:
            assert check_scenarios(after, path.name) == kept == []


@st.composite
def written(draw: st.DrawFn) -> tuple[Raw, Raw, str]:
    """A random tree that is good, answers to it, and its text in some style, with comments and sentences full of ids."""
    raw, answers = draw(cases())
    for decision in raw["decisions"].values():
        for rule in decision["rules"].values():
            rule["because"] = "For q0 o0 it is d0 r0, strong as rule0."
        every = dict.fromkeys(decision["outcomes"], "slight")
        first = raw["questions"]["q0"]["options"]
        decision["rules"]["every"] = {"when": {"q0": list(first)}, "for": every, "because": "So."}
    expect = {name: possible_of(tree_of(raw), answers, name) for name in raw["decisions"]}
    raw["scenarios"] = {"s0": {"about": "One o0.", "answers": answers, "expect": expect}}
    return raw, answers, draw(texts_of(raw))


@st.composite
def texts_of(draw: st.DrawFn, raw: Raw) -> str:
    flow = draw(st.sampled_from([False, False, None, True]))
    style = draw(st.sampled_from([None, None, "'", '"']))
    indent = draw(st.sampled_from([2, 4]))
    text = yaml.dump(raw, sort_keys=False, default_flow_style=flow, default_style=style, indent=indent, width=10_000)
    if flow is False and style is None:
        text = re.sub("$", "\n  # q0: o0, r0", text, count=0, flags=re.MULTILINE)
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))


def possible_of(tree: Tree, answers: Raw, name: str) -> list[str]:
    return list(evaluate(tree, answers).decision(name).possible or ["impossible"])


@unhurried
@given(written(), st.data())
def test_a_random_tree_evaluates_alike_after_a_rename(case: tuple[Raw, Raw, str], data: st.DataObject) -> None:
    raw, answers, text = case
    here = data.draw(st.sampled_from([one for one in found(text) if one.kind != "dimension"]))
    after = renamed_and_back(text, here, "new_one", "random.yaml")
    assert check_scenarios(after, "random.yaml") == []

    def now(kind: str, owner: str, name: str) -> str:
        return "new_one" if (kind, owner, name) == (here.kind, here.owner, here.id) else name

    mapped = {}
    for question, answer in answers.items():
        several = [answer] if isinstance(answer, str) else answer
        those = [now("option", question, one) for one in several]
        mapped[now("question", "", question)] = those[0] if isinstance(answer, str) else those
    for name in raw["decisions"]:
        before = [now("outcome", name, one) for one in possible_of(tree_of(raw), answers, name)]
        assert possible_of(after.tree, mapped, now("decision", "", name)) == before


def at(mark: str, inside: str) -> int:
    return TEXT.index(mark) + mark.index(inside)


@pytest.mark.parametrize(
    ("offset", "new", "why"),
    [
        (at("boundary:", "boundary"), "needs", 'taken-id: The id "needs" is used already. Choose another.'),
        (at("boundary:", "boundary"), "place", 'taken-id: The id "place" is used already. Choose another.'),
        (at("boundary:", "boundary"), "Edge", 'bad-id: "Edge" is no id: use a to z, 0 to 9 and _ (at most 64).'),
        (at("boundary:", "boundary"), "", 'bad-id: "" is no id: use a to z, 0 to 9 and _ (at most 64).'),
        (at("boundary:", "boundary"), "not", 'reserved-id: The id "not" is reserved. Choose another.'),
        (at("anywhere:", "anywhere"), "unsure", 'reserved-id: The id "unsure" is reserved. Choose another.'),
        (at("law:", "law"), "null", 'reserved-id: The id "null" is reserved. Choose another.'),
        (at("anywhere:", "anywhere"), "own", 'taken-id: The id "own" is used already. Choose another.'),
        (at("title:", "title"), "x", "no-id-here: There is no id here. Put the cursor on one."),
        (10_000, "x", "no-id-here: There is no id here. Put the cursor on one."),
    ],
)
def test_a_rename_that_cannot_be_is_refused(offset: int, new: str, why: str) -> None:
    assert why_not(rename(TEXT, offset, new)) == why


def test_a_byte_order_mark_shifts_nothing() -> None:
    """As a text that was pasted may have one."""
    marked = "\ufeff" + TEXT
    for edits in (rename, lambda text, offset, new: set_version(text, "9.9.9")):
        found = edits(marked, marked.index("boundary:"), "renamed")
        assert edited(marked, found) == "\ufeff" + edited(TEXT, edits(TEXT, TEXT.index("boundary:"), "renamed"))


def test_an_option_may_be_called_as_one_of_another_question_and_a_rule_as_a_question() -> None:
    used(edited(TEXT, rename(TEXT, at("anywhere:", "anywhere"), "search")), "good.yaml")
    used(edited(TEXT, rename(TEXT, at("quick:", "quick"), "boundary")), "good.yaml")
    assert rename(TEXT, at("quick:", "quick"), "quick") == ()


def test_an_id_that_is_declared_nowhere_is_not_renamed_nor_taken_for_another() -> None:
    text = TEXT.replace("{needs: search}", "{needs: serch}")
    assert why_not(rename(text, text.index("serch"), "search")).startswith(
        'not-declared: There is no option "serch" yet.'
    )
    assert why_not(rename(text, text.index("search:"), "serch")).startswith("taken-id")


def test_an_id_of_two_meanings_is_not_renamed() -> None:
    text = TEXT.replace("  place:\n    decide", "  boundary:\n    decide")
    assert why_not(rename(text, text.index("boundary:"), "edge")).startswith("two-meanings")


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (
            "title: Where it runs",
            "title: Where: it runs",
            "Mend line 4 first, so that all can be read: This is not valid YAML",
        ),
        ("version: 1.0.0", "version: &v 1.0.0", "Mend line 3 first, so that all can be read: Anchors"),
        ("title: Where it runs", "id: twice", 'Mend line 4 first, so that all can be read: "id" stands here twice'),
        ("format: 1\n", "format: 1\n---\n", "Mend line"),
    ],
)
def test_a_text_that_cannot_be_read_is_not_changed(good: str, bad: str, said: str) -> None:
    text = TEXT.replace(good, bad)
    for edits in (
        rename(text, text.index("boundary"), "edge"),
        set_version(text, "2.0.0"),
        add_scenario(text, "new", {}, {"place": "house"}),
    ):
        assert why_not(edits).startswith(f"unreadable: {said}")


def test_what_is_only_wrong_in_meaning_can_be_renamed() -> None:
    text = TEXT.replace("summary: A tree without a fault.", "summary:").replace("strong: 2", "strong: two")
    after = edited(text, rename(text, text.index("boundary:"), "edge"))
    assert "boundary" not in after
    assert edited(after, rename(after, after.index("edge:"), "boundary")) == text


# ------------------------------------------------------------------ scenarios


ANSWERS = {"boundary": "own", "needs": ("search",)}
EXPECT = {"place": ["house"]}


def with_scenario(text: str, **more: str) -> str:
    return edited(text, add_scenario(text, "new_one", ANSWERS, EXPECT, **more))


def test_a_scenario_is_appended_as_the_others_are_written() -> None:
    assert with_scenario(TEXT, about="Two sites, one link.") == TEXT + (
        '  new_one:\n    about: "Two sites, one link."\n'
        "    answers:\n      boundary: own\n      needs: [search]\n"
        "    expect:\n      place: [house]\n"
    )


SHAPES = {
    "none": TEXT[: TEXT.index("scenarios:")],
    "empty": TEXT[: TEXT.index("scenarios:")] + "scenarios: {}  # none yet\n",
    "one": TEXT,
    "no line end": TEXT.rstrip(),
    "four columns": TEXT.replace("\n  ", "\n    "),
    "braces": TEXT[: TEXT.index("scenarios:")]
    + "scenarios: {clinic: {about: A clinic, answers: {boundary: own}, expect: {place: house}},\n  }\n",
    "comments": TEXT.rstrip() + "  # the last word\n\n  # more of them later\n\n# the end\n",
    "in the middle": TEXT[TEXT.index("scenarios:") :] + "\n# what it is\n" + TEXT[: TEXT.index("scenarios:")],
    "a block at the end": TEXT[TEXT.index("scenarios:") :].replace("    about: A clinic with its own servers.\n", "")
    + "    about: |\n      A clinic.\n\n"
    + TEXT[: TEXT.index("scenarios:")],
    "end mark": TEXT + "...\n",
    "windows": TEXT.replace("\n", "\r\n"),
    "json": yaml.dump(yaml.load(TEXT, Loader=yaml.BaseLoader), default_flow_style=True, default_style='"', width=80),
    "json without": yaml.dump(
        yaml.load(TEXT[: TEXT.index("scenarios:")], Loader=yaml.BaseLoader), default_flow_style=True
    ),
    "indented": "".join(f"  {line}" for line in TEXT.splitlines(keepends=True)),
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=list(SHAPES))
def test_a_scenario_is_added_to_a_text_of_any_shape(text: str) -> None:
    before = used(text, "good.yaml").tree
    (edit,) = add_scenario(text, "new_one", ANSWERS, EXPECT)
    assert edit.start == edit.end
    after = applied(text, [edit])
    assert ("\r\n" in edit.insert) == ("\r\n" in text)
    assert not re.search("(?<!\r)\n", after) or "\r\n" not in text
    tree = used(after, "good.yaml").tree
    assert list(tree.scenarios) == [*before.scenarios, "new_one"]
    assert tree.scenarios["new_one"].model_dump() == {
        "about": "New one",
        "answers": ANSWERS,
        "expect": {"place": ("house",)},
    }
    assert tree.model_copy(update={"scenarios": before.scenarios}) == before
    again = edited(after, add_scenario(after, "newer", ANSWERS, EXPECT))
    assert list(used(again, "good.yaml").tree.scenarios) == [*before.scenarios, "new_one", "newer"]


def test_a_scenario_is_indented_as_the_one_above_it() -> None:
    text = TEXT.replace("\n    ", "\n       ").replace("\n  ", "\n   ")
    assert "\n   clinic:\n        about:" in text
    (edit,) = add_scenario(text, "new_one", ANSWERS, EXPECT)
    assert edit.insert.startswith(
        "\n   new_one:\n        about: New one\n        answers:\n             boundary: own\n"
    )


def test_scenarios_with_blank_lines_between_them_get_one_more() -> None:
    once = with_scenario(SHAPES["none"].replace("questions:", "\nquestions:"))
    assert "\n\nscenarios:\n  new_one:" in once
    spaced = TEXT + "\n" + "\n".join(line for line in with_scenario(TEXT)[len(TEXT) :].split("\n"))
    assert edited(spaced, add_scenario(spaced, "newer", {}, EXPECT))[len(spaced.rstrip()) :] == (
        "\n\n  newer:\n    about: Newer\n    answers: {}\n    expect:\n      place: [house]\n"
    )


def test_a_scenario_stands_before_the_comment_of_what_follows() -> None:
    after = with_scenario(SHAPES["in the middle"])
    assert after.index("new_one") < after.index("# what it is")
    after = with_scenario(SHAPES["comments"])
    assert after.index("# more of them later") < after.index("new_one") < after.index("# the end")


def test_a_scenario_with_a_bad_or_taken_name_is_refused() -> None:
    assert why_not(add_scenario(TEXT, "clinic", {}, EXPECT)).startswith("taken-id")
    assert why_not(add_scenario(TEXT, "New one", {}, EXPECT)).startswith("bad-id")
    text = TEXT[: TEXT.index("scenarios:")] + "scenarios: [one]\n"
    assert why_not(add_scenario(text, "new", {}, EXPECT)).startswith("no-key")


@unhurried
@example("one\u2028two")
@example("one\x85two\u2029\ufeff")
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n:#'\"-")))
def test_any_text_can_be_said_of_a_scenario_and_in_a_title(said: str) -> None:
    assert yaml.load(f"[{scalar(said)}]", Loader=yaml.BaseLoader) == [said]
    assert yaml.safe_load(f"a: {scalar(said)}\n") == {"a": said}


# ------------------------------------------------------------------ version, id and title


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Where it runs", "title: Where: a 'new' start"),
        ('title: "Where it runs"  # so', "title: \"Where: a 'new' start\"  # so"),
        ("title: 'Where it runs'", "title: 'Where: a ''new'' start'"),
        ("title: >-  # kept\n  Where it\n  runs\n\n# below", "title: >-  # kept\n  Where: a 'new' start\n\n# below"),
        ("title: Where\n  it runs", "title: \"Where: a 'new' start\""),
    ],
)
def test_a_title_is_set_in_the_style_it_has(old: str, new: str) -> None:
    text = TEXT.replace("title: Where it runs", old)
    after = edited(text, set_title(text, "Where: a 'new' start"))
    assert used(after, "good.yaml").tree.title == "Where: a 'new' start"
    assert after == TEXT.replace(
        "title: Where it runs", new.replace("title: Where: a 'new' start", "title: \"Where: a 'new' start\"")
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("path", [SMALL, *SHIPPED], ids=lambda path: path.stem)
def test_version_and_id_are_set_and_nothing_else(path: Path, newline: str) -> None:
    text = path.read_text(encoding="utf-8").replace("\n", newline)
    tree = used(text, path.name).tree
    after = edited(text, set_version(text, "17.0.1"))
    assert after == text.replace(f"version: {tree.version}", "version: 17.0.1", 1)
    after = edited(text, set_id(text, "another_tree"))
    assert after == text.replace(f"id: {tree.id}", "id: another_tree", 1)
    assert set_id(text, tree.id) == ()


def test_what_is_not_there_is_not_set() -> None:
    assert why_not(set_title(TEXT.replace("title: Where it runs\n", ""), "x")).startswith("no-key")
    assert why_not(set_title(TEXT.replace("title: Where it runs", "title:"), "x")).startswith("no-key")
