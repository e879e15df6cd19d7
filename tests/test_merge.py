"""Two texts that were made of one, merged."""

import time

from hypothesis import given
from hypothesis import strategies as st

from decision.editing.merge import BETWEEN, THEIRS, YOURS, merged

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n"]), max_size=8).map("".join)


@given(LINES, LINES)
def test_what_only_one_changed_is_taken(base: str, changed: str) -> None:
    assert merged(base, changed, base) == changed
    assert merged(base, base, changed) == changed
    assert merged(base, changed, changed) == changed


def test_changes_in_different_places_go_together() -> None:
    base = "one\ntwo\nthree\nfour\nfive\n"
    assert (
        merged(base, "ONE\ntwo\nthree\nfour\nfive\n", "one\ntwo\nthree\nfive\nsix\n") == "ONE\ntwo\nthree\nfive\nsix\n"
    )


def test_where_both_changed_the_same_lines_both_stand() -> None:
    found = merged("one\ntwo\nthree\n", "one\n2\nthree\n", "one\nII\nthree\n")
    assert found == f"one\n{YOURS}\n2\n{BETWEEN}\nII\n{THEIRS}\nthree\n"


def test_line_ends_stay_and_a_last_line_without_one_is_not_joined() -> None:
    assert merged("a\r\nb\r\n", "A\r\nb\r\n", "a\r\nb\r\nc") == "A\r\nb\r\nc"
    assert merged("a", "b", "c") == f"{YOURS}\nb\n{BETWEEN}\nc\n{THEIRS}\n"


def test_a_line_that_stands_everywhere_takes_no_time() -> None:
    """What somebody pasted must not stop the server for all others."""
    base = "".join(f"line {n}\n\n" for n in range(4_000))
    start = time.perf_counter()
    assert merged(base, "x: y\n\n" * 60_000, "# top\n" + base)
    assert time.perf_counter() - start < 2


@given(LINES, LINES, LINES)
def test_no_line_of_either_is_lost(base: str, yours: str, theirs: str) -> None:
    """Every line that one of them added is in what comes out."""
    found = merged(base, yours, theirs).splitlines()
    for text in (yours, theirs):
        for line in set(text.splitlines()) - set(base.splitlines()):
            assert line in found
