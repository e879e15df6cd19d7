"""The dialog in which links to a saved assessment are made and withdrawn."""

import re

import streamlit as st

from decision.problems import DecisionError
from decision.store.saved import Saved, Share
from decision.store.shares import Shares
from views import keeping, visitor
from views.parts.live import Event, Live
from views.parts.markup import block, copy_field, esc, plain

_PART = Live(
    "share", '<div role="status" data-part="note"></div><div data-part="made"></div><div data-part="links"></div>'
)
_DIGEST = re.compile("[0-9a-f]{64}")
_NEW = "share_new"
_NOTE = "share_note"


@st.dialog("Share", width="large")
def dialog(saved: Saved, place: str, address: dict[str, str]) -> None:
    """Make a link, copy it, withdraw those that were made. The page below keeps its place and its address."""
    st.markdown(plain(f"“{saved.entry.title or 'Without a title'}”"))
    block(
        '<p class="muted small">Whoever has a link reads this assessment as it is at that moment, with its title, names '
        "and notes, and changes nothing. It works for everybody who can reach this server, until it is withdrawn.</p>"
    )
    try:
        links = Shares(keeping.store().database).of(saved.entry.id)
    except DecisionError as error:
        st.error(plain(keeping.trouble(error)))
        return
    _PART.show(
        place,
        "",
        address,
        parts={"note": _note(), "made": _made(), "links": _links(links)},
        on_event=lambda event: _hear(event, saved.entry.id),
    )


def begin() -> None:
    """Forget the link that was made last: it is shown once."""
    for known in (_NEW, _NOTE):
        st.session_state.pop(known, None)


def _note() -> str:
    note = st.session_state.get(_NOTE, "")
    return f'<p class="note">{esc(note)}</p>' if note else ""


def _made() -> str:
    secret = st.session_state.get(_NEW)
    if not secret:
        return _make("Make a link", "button primary")
    return copy_field("shared", {"link": secret}, "The new link") + _make("Make another link", "button")


def _make(label: str, kind: str) -> str:
    """The button that makes a link; by its id it keeps the focus, which would else go to the one that closes."""
    return f'<p><button type="button" id="make_link" class="{kind}" data-do="make">{label}</button></p>'


def _links(links: tuple[Share, ...]) -> str:
    rows = "".join(f'<li class="row"><div>{_said(one)}</div>{_withdraw(one)}</li>' for one in links)
    return f'<h3>Links</h3><ul class="bare said">{rows}</ul>' if rows else '<p class="muted">No link was made yet.</p>'


def _said(one: Share) -> str:
    by = f" by {esc(one.made_by)}" if one.made_by else ""
    made = f"Made {one.created:%d %b %Y, %H:%M} UTC{by}"
    return f"<s>{made}</s>, withdrawn {one.withdrawn:%d %b %Y, %H:%M} UTC" if one.withdrawn else made


def _withdraw(one: Share) -> str:
    if one.withdrawn:
        return ""
    made = f"{one.created:%d %b %Y, %H:%M} UTC"
    return (
        f'<button type="button" class="as_link" data-do="withdraw" data-to="{one.digest}" '
        f'aria-label="Withdraw the link made {made}">Withdraw</button>'
    )


def _hear(event: Event, name: str) -> None:
    shares, by = Shares(keeping.store().database), visitor.person()
    st.session_state[_NOTE] = ""
    try:
        if event.do == "make":
            st.session_state[_NEW] = shares.make(by, name, keeping.now())
            st.session_state[_NOTE] = "A link was made. Copy it now, it is not shown again."
        elif event.do == "withdraw" and _DIGEST.fullmatch(event.to):  # no database is asked for anything else
            shares.withdraw(by, event.to, keeping.now())
            st.session_state[_NOTE] = "The link was withdrawn. It opens nothing any more."
    except DecisionError as error:
        st.session_state[_NOTE] = f"Not done. {keeping.trouble(error)}"
