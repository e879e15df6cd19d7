"""An assessment: answers with what people say about them, as one file that is written and read back."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from decision.answers import faults, fitting
from decision.problems import AnswerError, Problem, did_you_mean
from decision.reading.read import TreeFile
from decision.reading.text import decode, read_document
from decision.tree import Answer, Date, Tree

MAX_BYTES = 2 * 1024 * 1024
MAX_LOGO_BYTES = 200 * 1024
_SIGNATURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


def logo_kind(raw: bytes) -> str | None:
    """`png` or `jpg`, None for anything else."""
    return next((kind for signature, kind in _SIGNATURES.items() if raw.startswith(signature)), None)


def _picture(text: str) -> str:
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise PydanticCustomError("logo", "A logo is the base64 of a PNG or JPEG picture.") from None
    if len(raw) > MAX_LOGO_BYTES or logo_kind(raw) is None:
        most = MAX_LOGO_BYTES // 1024
        raise PydanticCustomError("logo", "A logo is a PNG or JPEG picture of at most {most} kB.", {"most": most})
    return text


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Logo = Annotated[str, AfterValidator(_picture)]


class Kept(BaseModel):
    """A part of the file. Keys that are not known are refused, so that a slip of the pen does not lose anything."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TreeStamp(Kept):
    """Which tree the answers were given to."""

    id: str
    version: str
    digest: str = Field(description="SHA-256 of the tree's text, in hexadecimal.")


class Evidence(Kept):
    """What is known about one answer, or who finds it out."""

    evidence: Prose = ""
    owner: Line = ""
    due: Date | None = None


class Recorded(Kept):
    """What the architect decided, where that is another outcome than the tree's, and why."""

    outcome: str
    reason: Reason


class Assessment(Kept):
    """Everything that a person said."""

    format: Literal[1, "1"] = 1
    tree: TreeStamp | None = None
    title: Line = ""
    organization: Line = ""
    author: Line = ""
    status: Literal["draft", "proposed", "accepted", "superseded"] = "draft"
    deciders: tuple[Line, ...] = ()
    consulted: tuple[Line, ...] = ()
    notes: Prose = ""
    logo: Logo | None = Field(None, description="A PNG or JPEG picture in base64.")
    answers: Mapping[str, Answer] = Field(description="Question: option, a list of options, or unsure.")
    evidence: Mapping[str, Evidence] = Field(default_factory=dict, description="By question.")
    recorded: Mapping[str, Recorded] = Field(default_factory=dict, description="By decision.")


_NOT_SAID = ("recommendation", "shortlist", "$schema", "date")
_PARTS: dict[Any, type[Kept]] = {"tree": TreeStamp, "evidence": Evidence, "recorded": Recorded}


def read_assessment(raw: bytes, file: str) -> Assessment:
    """The assessment in a JSON or YAML file, or in an exported recommendation. Raises `AnswerError` with every fault."""
    text = decode(raw, file, MAX_BYTES)
    if isinstance(text, Problem):
        raise AnswerError([text])
    data = _yaml(text, file) if PurePath(file).suffix.lower() in (".yaml", ".yml") else json_data(text, file)
    if not isinstance(data, dict) or "answers" not in data:
        message = 'No "answers" are in this file. It holds answers: {question: option, ...}.'
        raise AnswerError([Problem(file, 0, 0, "no-answers", message)])
    data = {key: value for key, value in data.items() if key not in _NOT_SAID}
    try:
        return Assessment.model_validate(data)
    except ValidationError as error:
        raise AnswerError(_problem(detail, file) for detail in error.errors(include_url=False)) from None


def _yaml(text: str, file: str) -> Any:
    document = read_document(text, file)
    if document.problems:
        raise AnswerError(document.problems)
    return document.data


def json_data(text: str, file: str) -> Any:
    """What a JSON text holds. Raises `AnswerError` if it is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise AnswerError(
            [Problem(file, error.lineno, error.colno, "syntax", f"This is not valid JSON: {error.msg}.")]
        ) from None
    except RecursionError:
        raise AnswerError([Problem(file, 0, 0, "too-deep", "This JSON is nested too deep to be answers.")]) from None
    except ValueError:  # Python reads no whole number of thousands of digits
        raise AnswerError([Problem(file, 0, 0, "bad-value", "A number in this JSON has too many digits.")]) from None


def _problem(detail: Any, file: str) -> Problem:
    where = ".".join(str(step) for step in detail["loc"])
    if detail["type"] == "extra_forbidden":
        part = _PARTS.get(detail["loc"][0], Assessment) if len(detail["loc"]) > 1 else Assessment
        message = f'There is no key "{where}" here.{did_you_mean(str(detail["loc"][-1]), part.model_fields)}'
        return Problem(file, 0, 0, "unknown-key", message)
    return Problem(file, 0, 0, "bad-value", f"{where}: {detail['msg']}")


def stamp_of(found: TreeFile) -> TreeStamp:
    """Which tree this is."""
    return TreeStamp(id=found.tree.id, version=found.tree.version, digest=found.digest)


def stamped(assessment: Assessment, found: TreeFile) -> Assessment:
    """The assessment with the tree that it was evaluated on."""
    return assessment.model_copy(update={"tree": stamp_of(found)})


def bind(assessment: Assessment, found: TreeFile, file: str) -> tuple[Problem, ...]:
    """Hold an assessment against a tree. Raises `AnswerError` if it does not fit; returns what is worth saying if it does."""
    tree = found.tree
    if assessment.tree and assessment.tree.id != tree.id:
        message = f'These are answers to the tree "{assessment.tree.id}", not to "{tree.id}". Choose that tree.'
        raise AnswerError([Problem(file, 0, 0, "another-tree", message)])
    wrong = [Problem(file, 0, 0, fault.code, fault.message) for fault in faults(tree, assessment.answers)]
    wrong += _wrong_choices(assessment, tree, file)
    other = assessment.tree is not None and assessment.tree.digest != found.digest
    if not other:
        if wrong:
            raise AnswerError(wrong)
        return ()
    assert assessment.tree is not None
    message = (
        f"The answers were given to version {assessment.tree.version} ({assessment.tree.digest[:8]}) of this tree; "
        f"version {tree.version} ({found.digest[:8]}) is in use. Read the recommendation again before relying on it."
    )
    note = Problem(file, 0, 0, "another-version", message, blocks=False)
    if wrong:
        raise AnswerError([note, *wrong])
    return (note,)


def refitted(assessment: Assessment, tree: Tree) -> tuple[Assessment, tuple[str, ...]]:
    """The assessment without what does not fit the tree any more, and a sentence about each answer or choice that went."""
    answers = fitting(tree, assessment.answers)
    evidence = {name: said for name, said in assessment.evidence.items() if name in tree.questions}
    recorded = {
        name: said
        for name, said in assessment.recorded.items()
        if name in tree.shown and said.outcome in tree.decisions[name].outcomes
    }
    gone = [f'the answer to "{name}"' for name in assessment.answers if name not in answers]
    gone += [f'what was recorded for "{name}"' for name in assessment.recorded if name not in recorded]
    told = tuple(
        f"The tree was changed meanwhile, and {one} does not fit it any more. It was left out." for one in gone
    )
    return assessment.model_copy(update={"answers": answers, "evidence": evidence, "recorded": recorded}), told


def _wrong_choices(assessment: Assessment, tree: Tree, file: str) -> list[Problem]:
    found = []
    for question in assessment.evidence:
        if question not in tree.questions:
            message = f'There is no question "{question[:60]}".{did_you_mean(question, tree.questions)}'
            found.append(Problem(file, 0, 0, "unknown-question", message))
    for decision, choice in assessment.recorded.items():
        if decision not in tree.shown:
            message = f'There is no decision "{decision[:60]}".{did_you_mean(decision, tree.shown)}'
            found.append(Problem(file, 0, 0, "unknown-decision", message))
        elif choice.outcome not in tree.decisions[decision].outcomes:
            known = tree.decisions[decision].outcomes
            message = (
                f'Decision "{decision}" has no outcome "{choice.outcome[:60]}".{did_you_mean(choice.outcome, known)}'
            )
            found.append(Problem(file, 0, 0, "unknown-outcome", message))
    return found
