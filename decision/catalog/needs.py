"""What one can need of a framework, taken from what the catalogue says of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from decision.catalog.entries import Entry, Framework

_LONGEST = 32


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """A property of a framework, and a word that it must have there."""

    property: str
    word: str


def needs(frameworks: Iterable[Framework]) -> tuple[Need, ...]:
    """Everything short that a framework has in a property, each once, in the order of the properties."""
    found = (
        Need(name, fact)
        for framework in frameworks
        for name in properties()
        for fact in facts(framework, name)
        if is_feature(fact) and not fact.casefold().startswith("none")
    )
    order = properties()
    return tuple(sorted(set(found), key=lambda need: (order.index(need.property), need.word.casefold())))


def is_feature(fact: str) -> bool:
    """Whether a statement is short enough to name a feature, and does not explain one."""
    return len(fact) <= _LONGEST


def meets(framework: Framework, need: Need) -> bool | None:
    """Whether one of the facts says so, None if nothing is known. `CPU` is also met by `Intel CPU`."""
    said = facts(framework, need.property)
    return any(need.word.casefold() in fact.casefold() for fact in said) if said else None


def facts(framework: Framework, name: str) -> tuple[str, ...]:
    """The statements of one property; none if it is not known."""
    value = getattr(framework, name)
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def properties() -> tuple[str, ...]:
    """The properties of a framework, in the order of its model."""
    return tuple(name for name in Framework.model_fields if name not in {*Entry.model_fields, "link"})


def sorted_out(
    frameworks: Mapping[str, Framework], wanted: Collection[Need]
) -> tuple[dict[str, Framework], dict[str, tuple[str, ...]]]:
    """The frameworks that are known to meet all needs; and those left out only because something is not known, with what."""
    kept, unknown = {}, {}
    for name, framework in frameworks.items():
        met = {need: meets(framework, need) for need in wanted}
        if all(met.values()):
            kept[name] = framework
        elif False not in met.values():
            unknown[name] = tuple(dict.fromkeys(need.property for need, known in met.items() if known is None))
    return kept, unknown
