"""The difference between two versions of a tree for machines: `assets/difference.schema.json` says what is in it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from decision.difference.result import Cases, Difference


class DifferenceExport(BaseModel):
    """What `slm-sourcing diff --json` writes."""

    model_config = ConfigDict(extra="forbid")

    format: Literal[1] = 1
    difference: Difference
    cases: Cases | None = Field(None, description="A table of use cases over both versions; null where none was given.")


def to_json(difference: Difference, cases: Cases | None) -> str:
    """The difference as JSON text, the same bytes for the same files."""
    return DifferenceExport(difference=difference, cases=cases).model_dump_json(indent=2) + "\n"
