"""One file for one saved assessment or for all: what is exported, and imported anywhere else. JSON, with a schema."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, Field, ValidationError
from pydantic_core import PydanticCustomError

from decision.assessment import Assessment, Kept, bind, json_data, stamp_of, stamped
from decision.problems import AnswerError, Problem
from decision.reading.read import TreeFile, examine
from decision.reading.text import decode
from decision.store.saved import Draft, Saved

MAX_BYTES = 32 * 1024 * 1024


def _in_utc(moment: datetime.datetime) -> datetime.datetime:
    """The moment as it is kept. Near the first and the last year it may have none."""
    try:
        return moment.astimezone(datetime.UTC)
    except OverflowError:
        raise PydanticCustomError("moment", "In UTC this moment is in no year from 1 to 9999.") from None


_Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class One(Kept):
    """A saved assessment."""

    created: _Moment
    changed: _Moment
    archived: bool = False
    outcomes: Mapping[str, str] = Field(default_factory=dict, description="The present outcome of a decision.")
    assessment: Assessment


class SavedFile(Kept):
    """Saved assessments with the trees that they were made with."""

    format: Literal[1] = 1
    saved: tuple[One, ...]
    trees: Mapping[str, str] = Field(description="The text of each tree, by its SHA-256 in hexadecimal.")


@dataclass(frozen=True, slots=True)
class Imported:
    """What can be saved of a file, and what is wrong with each entry that cannot."""

    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]


def to_file(saved: Iterable[Saved]) -> str:
    """The file for these assessments, the same bytes for the same ones."""
    many = list(saved)
    trees = dict(sorted((one.entry.digest, one.text) for one in many))
    return SavedFile(saved=tuple(_one(one) for one in many), trees=trees).model_dump_json(indent=1) + "\n"


def _one(saved: Saved) -> One:
    entry = saved.entry
    own = {"created": entry.created, "changed": entry.changed, "archived": entry.archived, "outcomes": entry.outcomes}
    return One(assessment=saved.assessment, **own)


def read_file(raw: bytes, file: str) -> Imported:
    """What a file holds. A broken entry spoils no other. Raises `AnswerError` if the whole is not such a file."""
    text = decode(raw, file, MAX_BYTES)
    if isinstance(text, Problem):
        raise AnswerError([text])
    data = json_data(text, file)
    whole = isinstance(data, dict) and isinstance(data.get("saved"), list) and isinstance(data.get("trees"), dict)
    if not whole or data.get("format") != 1:
        message = 'This file holds no saved assessments of format 1: "format", "saved" and "trees" belong in it.'
        raise AnswerError([Problem(file, 0, 0, "not-saved", message)])
    trees = {digest: _tree(digest, text) for digest, text in data["trees"].items()}
    drafts, problems = [], []
    for number, one in enumerate(data["saved"], 1):
        try:
            drafts.append(_draft(one, trees, file))
        except AnswerError as error:
            first = error.problems[0]
            problems.append(Problem(file, 0, 0, first.code, f"Entry {number}: {first.message}"))
    return Imported(tuple(drafts), tuple(problems))


def _tree(digest: str, text: Any) -> TreeFile | None:
    """The tree of this text, None if it cannot be used or is not the one that it is said to be."""
    if not isinstance(text, str) or hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest() != digest:
        return None
    return examine(text, "tree", any_name=True)[0]


def _draft(data: Any, trees: Mapping[str, TreeFile | None], file: str) -> Draft:
    try:
        one = One.model_validate(data)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in detail["loc"])
        raise AnswerError([Problem(file, 0, 0, "bad-value", f"{where}: {detail['msg']}")]) from None
    found = trees.get(one.assessment.tree.digest) if one.assessment.tree else None
    if found is None:
        message = "The tree that it was made with is not in this file, or not as it was."
        raise AnswerError([Problem(file, 0, 0, "no-tree", message)])
    bind(one.assessment, found, file)
    fitting = {name: one.outcomes[name] for name in found.tree.shown if name in one.outcomes}
    outcomes = {name: out for name, out in fitting.items() if out in found.tree.decisions[name].outcomes}
    kept = stamped(one.assessment, found)
    return Draft(stamp_of(found), kept, found.text, outcomes, one.archived, (one.created, one.changed))
