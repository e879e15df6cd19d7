"""Run a saved assessment again, on another version of its tree. Nothing is changed by it."""

from __future__ import annotations

import datetime

from decision.again.anew import asked_anew, stale, unfit
from decision.again.result import Again
from decision.again.why import decisions, side
from decision.assessment import Assessment
from decision.reading.read import TreeFile


def run_again(old: TreeFile, new: TreeFile, said: Assessment, day: datetime.date) -> Again:
    """What an assessment that was made with the old version comes to on the new one, why, and what has to be asked anew.

    Answers that do not fit the new version are left out there. `day` is the one on which sources are held against
    their age. Both may be the same version.
    """
    before = side(old.tree, said.answers)
    after = before if new.digest == old.digest else side(new.tree, said.answers)
    recorded = {name: choice.outcome for name, choice in said.recorded.items()}
    return Again(
        tuple(decisions(before, after, recorded)),
        tuple(asked_anew(before, after, said)),
        tuple(unfit(before, after, said)),
        stale(before.found, after.found, day),
    )
