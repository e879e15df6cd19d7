"""Run a saved assessment again, on another version of its tree. Nothing is changed by it."""

from __future__ import annotations

import datetime

from decision.again.anew import asked_anew, stale, unfit
from decision.again.result import Again
from decision.again.why import decisions, pair
from decision.assessment import Assessment
from decision.reading.read import TreeFile


def run_again(old: TreeFile, new: TreeFile, said: Assessment, day: datetime.date) -> Again:
    """What an assessment that was made with the old version comes to on the new one, why, and what has to be asked anew.

    Answers that do not fit the new version are left out there. `day` is the one on which sources are held against
    their age. Both may be the same version.
    """
    both = pair(old, new, said.answers)
    recorded = {name: choice.outcome for name, choice in said.recorded.items()}
    return Again(
        tuple(decisions(both, recorded)),
        tuple(asked_anew(both.old, both.new, said)),
        tuple(unfit(both.old, both.new, said)),
        stale(both.old.found, both.new.found, day),
    )
