"""The shortlist in sentences: the same words in the exports and on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from decision.catalog.memory import BITS_PER_WEIGHT, QUANTIZATION, SHORTEST_CONTEXT
from decision.criteria import KINDS
from decision.reports.words import counted, listed, long_date
from decision.shortlist import MOST, Candidate, Criterion, Finding, Shortlist, Unsettled

HEADING = "Models to look at"
NEAREST = 6
NO_SHORTLIST = (
    "There is no shortlist of models: no catalogue lies beside this tree, or the tree asks nothing of a model."
)


def remarks(shortlist: Shortlist) -> list[str]:
    """What must be known to read the shortlist, a sentence or two each."""
    return [*_what_it_is(shortlist), *_memory(shortlist), *_still_open(shortlist)]


def _what_it_is(shortlist: Shortlist) -> Iterator[str]:
    yield (
        f"This is a shortlist and no ranking, out of {counted(shortlist.of, 'model')} with open weights in the "
        f"catalogue of {long_date(shortlist.as_of)}. It says which meet what was answered, not which do the work "
        "well: test them on your own cases."
    )
    if not shortlist.criteria:
        yield "Nothing that is known so far asks anything of a model, so none is listed."
        return
    meeting = len(shortlist.listed) + len(shortlist.further)
    if not meeting:
        yield "No model of the catalogue is known to meet every criterion."
        return
    yield (
        f"{counted(meeting, 'model meets', 'models meet')} every criterion. Listed is the newest of each maker, at "
        f"most {MOST}; of models of the same day the one with more parameters, and one without a known date comes last."
    )
    if shortlist.further:
        yield f"Left out by that rule: {listed(candidate.name for candidate in shortlist.further)}."


def _memory(shortlist: Shortlist) -> Iterator[str]:
    if shortlist.hosted:
        origins = listed(origin.said for origin in shortlist.hosted.origins)
        yield (
            f"No memory is counted, because a provider’s machine holds the weights ({origins}). Whether a provider "
            "offers one of these models, and which closed ones besides, is not in the catalogue."
        )
    if any(criterion.name == "memory_gb" for criterion in shortlist.criteria):
        context = (
            f"{SHORTEST_CONTEXT:,} tokens, the shortest window that common servers open, as no context is asked for"
            if all(criterion.name != "min_context_tokens" for criterion in shortlist.criteria)
            else f"{shortlist.tokens:,} tokens"
        )
        yield (
            f"Memory is counted in GB of a thousand million bytes: weights at {QUANTIZATION}, by the size of the file "
            f"where one was measured, else at {BITS_PER_WEIGHT} bits a weight, give or take 5 per cent; and a 16-bit "
            f"cache for one request of {context}. Further requests and the working memory of the server come on top."
        )


def _still_open(shortlist: Shortlist) -> Iterator[str]:
    if shortlist.unsettled:
        yield (f"What is open may still ask more, and is not counted: {'; '.join(map(_open, shortlist.unsettled))}.")


def _open(unsettled: Unsettled) -> str:
    topics = dict.fromkeys(KINDS[name].topic for name in unsettled.names)
    return f"{unsettled.asked} ({', '.join(topics)})"


def described(candidate: Candidate) -> str:
    """Who made a model, when, and its licence: `Google, 2 April 2026, Apache-2.0`."""
    day = long_date(candidate.released) if candidate.released else "date of release not known"
    return f"{candidate.maker}, {day}, {candidate.licence or 'licence not known'}"


@dataclass(frozen=True, slots=True)
class NearMisses:
    """The models that miss exactly one criterion: at most `NEAREST` of them, and how many more there are."""

    criterion: Criterion
    nearest: tuple[tuple[Candidate, Finding], ...]
    more: int


def near_misses(shortlist: Shortlist) -> list[NearMisses]:
    """What misses exactly one criterion, by that criterion, in the order of the criteria."""
    groups = []
    for criterion in shortlist.criteria:
        missing = [
            (candidate, candidate.missing[0])
            for candidate in shortlist.near
            if candidate.missing[0].criterion == criterion.name
        ]
        if missing:
            groups.append(NearMisses(criterion, tuple(missing[:NEAREST]), len(missing[NEAREST:])))
    return groups
