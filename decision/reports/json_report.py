"""The JSON export: the assessment as it is kept, with what was recommended for it. Both are read back by `assessment`."""

from __future__ import annotations

import datetime

from pydantic import Field

from decision.assessment import Assessment, TreeStamp
from decision.recommendation import Recommendation
from decision.reports.report import Report


class Export(Assessment):
    """An assessment with its recommendation. Whoever reads it back evaluates again and ignores the recommendation."""

    tree: TreeStamp
    date: datetime.date = Field(description="The day of the export.")
    recommendation: Recommendation


def stamped(report: Report) -> Assessment:
    """The assessment with the tree that it was evaluated on."""
    tree = report.file.tree
    return report.assessment.model_copy(
        update={"tree": TreeStamp(id=tree.id, version=tree.version, digest=report.file.digest)}
    )


def to_json(report: Report) -> str:
    """The export as JSON text, the same bytes for the same report."""
    kept = dict(stamped(report))
    export = Export(**kept, date=report.day, recommendation=report.recommendation)
    return export.model_dump_json(indent=2) + "\n"
