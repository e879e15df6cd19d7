"""Claims, proved over all completions or refuted with the smallest example."""

from __future__ import annotations

from decision.proofs.findings import Findings, of_ways
from decision.proofs.watch import HOLDS, Watch, claim_of


def check_claim(findings: Findings, watch: Watch, name: str) -> bool | None:
    """Whether the claim holds in every completion, None where that is not worked out; a problem where it fails."""
    counts = watch.counts(claim_of(name))
    if counts is None:
        message = (
            f'Claim "{name}" is neither proved nor refuted: that would need more than {watch.limit:,} cells at once.'
        )
        findings.note(("claims", name), "not-worked-out", message)
        return None
    fails = counts.get(HOLDS, 0)
    if fails:
        often = of_ways(fails, sum(counts.values()))
        message = f'Claim "{name}" fails {often}. Correct the rules, or the claim. {watch.example(claim_of(name))}'
        findings.block(("claims", name), "claim-fails", message)
    return not fails
