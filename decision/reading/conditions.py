"""A condition as it is written, to a condition as it is evaluated."""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticCustomError

from decision.conditions import All, AnyOf, Condition, Not, Path, Test

MISSHAPEN = "misshapen_condition"
_EXAMPLE = "A condition is written {question: option}, or a list of such."


def parse_condition(raw: Any) -> Condition:
    """The condition that `raw` writes down; every fault in it at once, as one error of type `MISSHAPEN`.

    A mapping is AND, a list is OR; `any`, `all` and `not` do what they say. The error's context holds
    `faults`: pairs of a path inside the condition and a message.
    """
    if isinstance(raw, Test | All | AnyOf | Not):
        return raw
    faults: list[tuple[Path, str]] = []
    condition = _condition(raw, (), faults)
    if faults:
        raise PydanticCustomError(MISSHAPEN, "The condition is not well formed.", {"faults": faults})
    return condition


def _condition(raw: Any, at: Path, faults: list[tuple[Path, str]]) -> Condition:
    if isinstance(raw, list):
        return _several(raw, at, faults, AnyOf)
    if not isinstance(raw, dict):
        faults.append((at, _EXAMPLE))
        return AnyOf(())
    if not raw:
        faults.append((at, "An empty condition says nothing. " + _EXAMPLE))
    parts = tuple(_entry(key, value, (*at, key), faults) for key, value in raw.items())
    return parts[0] if len(parts) == 1 else All(parts)


def _entry(key: str, value: Any, at: Path, faults: list[tuple[Path, str]]) -> Condition:
    if key == "not":
        return Not(_condition(value, at, faults), at)
    if key in ("any", "all"):
        if isinstance(value, list):
            return _several(value, at, faults, AnyOf if key == "any" else All)
        faults.append((at, f"{key} takes a list of conditions."))
        return AnyOf(())
    wanted = [value] if isinstance(value, str) else value
    if not isinstance(wanted, list) or not wanted or not all(isinstance(item, str) for item in wanted):
        faults.append((at, f'"{key}" is compared with one id or a list of ids.'))
        return AnyOf(())
    return Test(key, frozenset(wanted), at)


def _several(raw: list[Any], at: Path, faults: list[tuple[Path, str]], kind: type[All] | type[AnyOf]) -> Condition:
    if not raw:
        faults.append((at, "An empty list of conditions says nothing. " + _EXAMPLE))
    parts = tuple(_condition(item, (*at, index), faults) for index, item in enumerate(raw))
    return parts[0] if len(parts) == 1 else kind(parts)
