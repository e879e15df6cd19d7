"""The JSON export: the assessment as it is kept, with what was recommended for it. Both are read back by `assessment`."""

from __future__ import annotations

import datetime

from pydantic import Field

from decision.assessment import Assessment, TreeStamp, stamped
from decision.recommendation import Recommendation
from decision.reports.report import Report
from decision.shortlist import Shortlist


class Export(Assessment):
    """An assessment with its recommendation. Whoever reads it back evaluates again and ignores what was recommended."""

    tree: TreeStamp
    date: datetime.date = Field(description="The day of the export.")
    recommendation: Recommendation
    shortlist: Shortlist | None = Field(None, description="Models worth a look; null where there is no catalogue.")


def to_json(report: Report) -> str:
    """The export as JSON text, the same bytes for the same report."""
    kept = dict(stamped(report.assessment, report.file))
    export = Export(**kept, date=report.day, recommendation=report.recommendation, shortlist=report.shortlist)
    return export.model_dump_json(indent=2) + "\n"
