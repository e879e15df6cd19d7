"""What every part of the bench hands back, and how it is summed up and printed."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure: the app's, an empty page's where there is one to compare with, and what was asked for."""

    name: str
    runs: int
    unit: str
    ours: float
    empty: float | None = None
    asked: str = ""
    note: str = ""

    def __str__(self) -> str:
        empty = "" if self.empty is None else f"{self.empty:.2f}"
        ratio = "" if not self.empty else f"{self.ours / self.empty:.2f}"
        figures = f"{self.runs:>6}{self.ours:>11.2f}{empty:>11}{ratio:>7} {self.unit:<4}"
        return f"{self.name:<44}{figures} {self.asked:<25}{self.note}".rstrip()


HEAD = f"{'':<44}{'runs':>6}{'app':>11}{'empty':>11}{'ratio':>7} {'unit':<4} {'asked for':<25}"


def spread(taken: Sequence[float]) -> str:
    """The least and the most of some figures, of which the median is printed."""
    return f"{min(taken):.2f} to {max(taken):.2f}"


def row(name: str, taken: Sequence[float], empty: Sequence[float] = (), *, asked: str = "") -> Row:
    """Medians of milliseconds."""
    beside = statistics.median(empty) if empty else None
    return Row(name, len(taken), "ms", statistics.median(taken), beside, asked, spread(taken))


def percentile(taken: Sequence[float], share: float) -> float:
    """The least figure that this share of all figures does not exceed."""
    return sorted(taken)[max(0, math.ceil(share * len(taken)) - 1)]
