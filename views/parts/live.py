"""Markup that answers: HTML put together in Python, replaced in the browser where it changed, and one event back.

Streamlit's own elements cost several times as much in the browser, for each of them on each click. What a questionnaire
needs is a heading, real radio buttons and links, so those are written here, and the browser's own controls do the rest.
The same script does what Streamlit leaves out after a rerun: focus, a live region, and an address that keeps up.
"""

from collections.abc import Callable, Mapping
from typing import Annotated
from urllib.parse import urlencode

import streamlit as st
from pydantic import BaseModel, Field, ValidationError

from decision.paths import ASSETS
from views.parts.markup import target

_Id = Annotated[str, Field(max_length=64)]
_WIDEST = 1_200  # pixels that the content of a page has at most
_SCRIPT = (ASSETS / "web" / "live.js").read_text()


class Event(BaseModel):
    """What a visitor did: chose, or pressed something, at which place, and what was chosen there by then.

    `do` and `to` are the `data-do` and `data-to` of what was pressed; `do` is `answer` when something was chosen.
    """

    do: _Id
    to: Annotated[str, Field(max_length=200)] = ""
    at: Annotated[str, Field(max_length=200)]
    chosen: list[_Id] = Field(max_length=50)
    number: int

    @property
    def width(self) -> int:
        """How many pixels wide the page is, where that was painted."""
        return min(int(self.to), _WIDEST) if self.to.isdecimal() else _WIDEST


class Live:
    """Where a page is, and a skeleton whose elements with `data-part` are filled. There is one on every page."""

    def __init__(self, name: str, skeleton: str = "") -> None:
        self._name = name
        html = f'<span role="status" class="hidden"></span>\n<div class="our">{skeleton}</div>'
        self._mount = st.components.v2.component(name, html=html, js=_SCRIPT, isolate_styles=False)

    def show(
        self,
        place: str,
        say: str,
        address: Mapping[str, str],
        *,
        parts: Mapping[str, str] | None = None,
        chosen: tuple[str, ...] = (),
        on_event: Callable[[Event], None] | None = None,
        leave_for: str | None = None,
        ask_width: bool = False,
        ask_after: int = 0,
    ) -> None:
        """Announce the place when it is a new one, and give the page its address.

        `parts` is HTML made of escaped texts, `chosen` the values of the inputs that are on. With `leave_for`, the
        browser goes on to that page of the app. With `ask_width`, it sends `painted` with the width in pixels that
        the page has, once what it was given is on the screen. With `ask_after`, it sends `later` after so many
        milliseconds in which the page was shown nothing new.
        """
        data = {
            "place": place,
            "say": say,
            "address": urlencode(address),
            "parts": dict(parts or {}),
            "chosen": chosen,
            "seen": st.session_state.get(f"seen_{self._name}", 0),
            "ask_width": ask_width,
            "ask_after": ask_after,
            "leave": None if leave_for is None else target(leave_for, address),
        }
        # In a list, as Streamlit looks for tables in each value of a mapping, and loads all of pandas for that.
        self._mount(key=self._name, data=[data], on_event_change=lambda: self._hear(on_event))

    def _hear(self, on_event: Callable[[Event], None] | None) -> None:
        sent = st.session_state.get(self._name)
        if sent is None:  # while the next page was on its way
            return
        try:
            event = Event.model_validate(sent["event"])
        except ValidationError:  # no browser of ours sends that
            return
        st.session_state[f"seen_{self._name}"] = event.number
        if on_event:
            on_event(event)


VOICE = Live("voice")
"""For pages that need no more than a place, an announcement and an address."""
