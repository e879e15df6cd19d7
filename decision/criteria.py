"""What may be asked of a model, as numbers: the names that `assume` in a tree file takes, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True)
class Kind:
    """One name. `about` says it in a tree's schema, `asks` to a reader with the number in place of `{}`.

    `topic` is what it is about while the number is open. A `flag` is 1 or absent. Of several numbers the strictest counts: the lowest of a `most`, else the highest.
    """

    about: str
    asks: str
    topic: str
    bound: Literal["least", "most", "flag"]

    @property
    def flag(self) -> bool:
        return self.bound == "flag"

    def strictest(self, values: Iterable[float]) -> float:
        return min(values) if self.bound == "most" else max(values)

    def loosest(self, values: Iterable[float]) -> float:
        return max(values) if self.bound == "most" else min(values)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "max_parameters_b": Kind(
            "The most parameters of a model, in billions, all experts counted.",
            "At most {} billion parameters",
            "the size",
            "most",
        ),
        "min_parameters_b": Kind(
            "The fewest parameters of a model, in billions, all experts counted.",
            "At least {} billion parameters",
            "the size",
            "least",
        ),
        "permissive_licence": Kind(
            "1: an open-source licence without restrictions on use.",
            "A licence without restrictions on use",
            "the licence",
            "flag",
        ),
        "min_context_tokens": Kind(
            "The fewest tokens of context that a model takes.",
            "A context of at least {} tokens",
            "the context",
            "least",
        ),
        "min_languages": Kind(
            "The fewest languages that the maker of a model names.",
            "At least {} languages named by its maker",
            "the languages",
            "least",
        ),
        "images": Kind("1: the model takes images.", "Takes images", "images", "flag"),
        "audio": Kind("1: the model takes sound.", "Takes sound", "sound", "flag"),
        "memory_gb": Kind(
            "The memory for weights and cache, in GB of 10^9 bytes.",
            "Weights and cache within {} GB",
            "the memory",
            "most",
        ),
        "hosted": Kind(
            "1: a provider's machine holds the weights, so memory_gb is not looked at.",
            "A provider's machine holds the weights",
            "who holds the weights",
            "flag",
        ),
    }
)


def combined(numbers: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """All that is asked at the same time: of several numbers of one name the strictest.

    >>> combined([{"memory_gb": 24, "images": 1}, {"memory_gb": 48}])
    {'memory_gb': 24, 'images': 1}
    """
    found: dict[str, list[float]] = {}
    for asked in numbers:
        for name, value in asked.items():
            found.setdefault(name, []).append(value)
    return {name: KINDS[name].strictest(values) for name, values in found.items()}


def certain(alternatives: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """What is asked whichever of the alternatives comes true: the names in all of them, each at its loosest.

    >>> certain([{"memory_gb": 24, "images": 1}, {"memory_gb": 48}])
    {'memory_gb': 48}
    """
    those = list(alternatives)
    shared = [name for name in KINDS if those and all(name in asked for asked in those)]
    return {name: KINDS[name].loosest(asked[name] for asked in those) for name in shared}
