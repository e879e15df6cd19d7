"""Whether a model of the catalogue meets one criterion, and on what grounds. What is not known is never met."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from decision.catalog.entries import Modality, Model
from decision.catalog.memory import GB, QUANTIZATION, cache_bytes, weights_bytes

NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`met` is None where it is not known. `values` are those of the model that it rests on.

    `off` says how far a number misses what was asked, as a factor: 1.2 for 12 where 10 was the most.
    """

    met: bool | None
    found: str
    values: tuple[str, ...]
    off: float = 1


def judge(model: Model, name: str, asked: float, tokens: int) -> Verdict:
    """Hold a model against the criterion `name`. The cache is counted for `tokens` tokens."""
    if name == "memory_gb":
        return _memory(model, asked, tokens)
    return _JUDGES[name](model, asked)


def shown(number: float) -> str:
    """A number as one reads it.

    >>> shown(131072), shown(8.03), shown(70.0)
    ('131,072', '8.03', '70')
    """
    return f"{number:,.10g}"


def _most_parameters(model: Model, asked: float) -> Verdict:
    return _most(model.parameters_b, asked, _parameters(model), "parameters_b")


def _least_parameters(model: Model, asked: float) -> Verdict:
    return _least(model.parameters_b, asked, _parameters(model), "parameters_b")


def _most(known: float | None, asked: float, found: str, *values: str) -> Verdict:
    if known is None:
        return Verdict(None, NOT_KNOWN, values)
    return Verdict(known <= asked, found, values, known / asked)


def _least(known: float | None, asked: float, found: str, *values: str) -> Verdict:
    if known is None:
        return Verdict(None, NOT_KNOWN, values)
    return Verdict(known >= asked, found, values, asked / known)


def _parameters(model: Model) -> str:
    return f"{shown(model.parameters_b or 0)} billion parameters"


def _licence(model: Model, asked: float) -> Verdict:
    licence = model.licence
    if licence is None:
        return Verdict(None, NOT_KNOWN, ("licence",))
    doubt = "; whether it restricts use is not known" if licence.permissive is None else ""
    return Verdict(licence.permissive, licence.name + doubt, ("licence",))


def _context(model: Model, asked: float) -> Verdict:
    return _least(model.context_tokens, asked, f"{model.context_tokens or 0:,} tokens", "context_tokens")


def _languages(model: Model, asked: float) -> Verdict:
    known = model.language_count
    return _least(known, asked, "1 language" if known == 1 else f"{known} languages", "languages")


def _takes(modality: Modality) -> Callable[[Model, float], Verdict]:
    def judged(model: Model, asked: float) -> Verdict:
        if model.modalities is None:
            return Verdict(None, NOT_KNOWN, ("modalities",))
        return Verdict(modality in model.modalities, f"takes {', '.join(model.modalities)}", ("modalities",))

    return judged


def _memory(model: Model, asked: float, tokens: int) -> Verdict:
    measured = QUANTIZATION in (model.files_gb or {})
    values = (f"files_gb.{QUANTIZATION}" if measured else "parameters_b", "attention")
    weights = weights_bytes(model)
    cache = cache_bytes(model.attention, tokens) if model.attention else None
    if weights is None:
        return Verdict(None, NOT_KNOWN, values)
    how = "measured" if measured else "computed"
    needed = _gb(weights)
    if cache is None:
        found = f"{shown(needed)} GB of weights ({how}); the size of the cache is not known"
        return Verdict(False if needed > asked else None, found, values, needed / asked)
    total = round(needed + _gb(cache), 2)
    found = f"{shown(total)} GB, of them {shown(needed)} weights ({how}) and {shown(_gb(cache))} cache"
    return _most(total, asked, found, *values)


def _gb(size: float) -> float:
    """GB to two decimals, rounded up: what is said to fit must fit."""
    return math.ceil(size / GB * 100) / 100


_JUDGES: Mapping[str, Callable[[Model, float], Verdict]] = {
    "max_parameters_b": _most_parameters,
    "min_parameters_b": _least_parameters,
    "permissive_licence": _licence,
    "min_context_tokens": _context,
    "min_languages": _languages,
    "images": _takes("image"),
    "audio": _takes("audio"),
}
