"""The header: where one is, and the ways to the other pages. Every link carries the address."""

from views.parts.markup import block, link
from views.session import Here

_LINKS = {
    "": "Home",
    "assess": "Assess",
    "recommendation": "Recommendation",
    "what-if": "What if",
    "saved": "Saved",
    "options": "Options",
    "learn": "Learn",
    "trees": "Trees",
}
_PART_OF = {
    "Review": "Assess",
    "Run again": "Saved",
    "Side by side": "Saved",
    **dict.fromkeys(("Tree", "Edit", "Guide", "Compare versions"), "Trees"),
}


def show(here: Here | None, title: str, *, apart: bool = False) -> None:
    """The header of a page with this title. A page apart has an address of its own, which its links do not carry on."""
    query = here.query(here.place) if here else {}
    now = _PART_OF.get(title, title)
    links = "".join(link(path, query, label, current=label == now) for path, label in _LINKS.items())
    block(
        f'<header class="top{" apart" if apart else ""}"><span class="brand"><span class="mark" aria-hidden="true"></span>SLM Sourcing</span>'
        f'<nav aria-label="Pages">{links}</nav></header>'
    )
