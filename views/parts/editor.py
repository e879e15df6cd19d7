"""The code editor: CodeMirror in the browser, with what was typed coming back and problems going out.

What a tab holds stays there: a rerun never replaces the text, unless the page shows another document. So the cursor,
the undo history and the focus stay as they are, and a text that is on its way is never overwritten by an older one.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Annotated, Any, Literal
from uuid import uuid4

import streamlit as st
from pydantic import BaseModel, Field, ValidationError

from decision.editing.edit import Edit
from decision.paths import ASSETS

MOST = 2_000_000
"""How many characters a text in the editor can have; a longer one is refused in the browser."""

_Key = Annotated[str, Field(max_length=200)]


@dataclass(frozen=True, slots=True)
class Typed:
    """What the browser sent last: the text to the byte, the `document` it was typed into, and its number."""

    text: str
    base: str
    number: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A problem in the text. `line` and `column` count from 1; line 0 is the whole text.

    `end` is the column behind what is underlined; without it that is the word that begins at `column`.
    A mark that does not block is only a note.
    """

    line: int
    column: int
    message: str
    end: int | None = None
    remedy: str = ""
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class Edits:
    """Changes that the editor makes as one, undone as one, if its text is still the one with that `number`.

    `order` counts up in a session: edits are made once, however often they are shown. Number 0 is the text as given.
    """

    order: int
    number: int
    changes: Sequence[Edit]


class Ask(BaseModel, frozen=True):
    """What somebody wants of the page.

    `rename`: the id at the character `at` of the text `number` is to be called `to`. `save`: keep the text. `stale`:
    the edits with the order `at` were not made, because the text moved on.
    """

    do: Literal["rename", "save", "stale"]
    at: int = 0
    to: Annotated[str, Field(max_length=200)] = ""
    number: int = 0


class _Wish(Ask, frozen=True):
    order: int


class _Holds(BaseModel):
    document: _Key = ""
    schema_: Annotated[str, Field(max_length=64, alias="schema")] = ""


class _Event(BaseModel):
    """Everything that the server may not have heard yet. Without a text nothing was typed."""

    text: Annotated[str, Field(max_length=2 * MOST)] | None
    base: _Key = ""
    number: int = 0
    asks: Annotated[list[_Wish], Field(max_length=50)]
    holds: _Holds


@cache
def _loader() -> str:
    """Two lines that load the bundle from this server: the bundle itself would go through the socket, session by session."""
    digest = hashlib.sha256((ASSETS / "web" / "editor.js").read_bytes()).hexdigest()[:12]
    address = f'new URL("assets/editor.js?v={digest}", document.baseURI)'
    return f"const editor = await import({address});\nexport default editor.default;\n"


class Editor:
    """An editor on a page. `name` is its own, as there is one state for each name in a session."""

    def __init__(self, name: str) -> None:
        self._name = name
        html = '<div class="our">\n<div class="editor" data-editor></div></div>'
        self._mount = st.components.v2.component(name, html=html, js=_loader(), isolate_styles=False)

    def typed(self) -> Typed | None:
        """What the browser sent last, nothing before something was typed."""
        return self._known.get("typed")

    def show(
        self,
        *,
        document: str,
        copies: str,
        text: str,
        marks: Sequence[Mark],
        schema: Mapping[str, Any],
        edits: Edits | None,
        label: str,
        read_only: bool,
        goto: tuple[int, int] | None,
        kept: int,
        on_typed: Callable[[], None],
        on_ask: Callable[[Ask], None],
    ) -> None:
        """Show a document with the problems of its newest text.

        `copies` is the name under which the browser keeps what was typed until it is safe, whatever the document is
        called the next time. `text` is what the document holds where the browser has nothing of its own. `marks` were made for the text that
        `typed` gave in this run, if that was typed into this document, else for `text`. `schema` is the JSON Schema of
        the document: it completes keys and ids, and says what they mean. `goto` is a line and a column to go to, once
        for each run that names it. `kept` is the number of the newest text that is safe: until
        then the browser keeps what was typed.
        """
        typed = self.typed()
        ours = typed if typed and typed.base == document else None
        if goto:
            self._known["went"] = self._known.get("went", 0) + 1
        data = {
            "name": self._name,
            "session": self._known.setdefault("session", uuid4().hex),
            "document": document,
            "copies": copies,
            "text": self._unless_held("document", document, ours.text if ours else text),
            "schema": schema_key(schema),
            "rules": self._unless_held("schema", schema_key(schema), schema),
            "marks": [asdict(mark) for mark in marks],
            "number": ours.number if ours else 0,
            "edits": asdict(edits) if edits else None,
            "label": label,
            "read_only": read_only,
            "goto": [*goto, self._known["went"]] if goto else None,
            "kept": kept,
            "most": MOST,
            "seen": typed.number if typed else 0,
            "heard": self._known.get("heard", 0),
        }
        # In a list, as Streamlit looks for tables in each value of a mapping, and loads all of pandas for that.
        self._mount(key=self._name, data=[data], on_event_change=lambda: self._hear(on_typed, on_ask))

    @property
    def _known(self) -> dict[str, Any]:
        """What this session knows of the browser."""
        return st.session_state.setdefault(f"editor_{self._name}", {})

    def _unless_held(self, what: str, key: str, value: Any) -> Any:
        """The value, unless the browser has said that it holds it and was given nothing else since."""
        holds, given = self._known.setdefault("holds", {}), self._known.setdefault("given", {})
        if given.get(what) != key:
            holds.pop(what, None)
        given[what] = key
        return None if holds.get(what) == key else value

    def _hear(self, on_typed: Callable[[], None], on_ask: Callable[[Ask], None]) -> None:
        sent = st.session_state.get(self._name)
        if sent is None:  # while the next page was on its way; the browser keeps what was typed, and offers it
            return
        try:
            event = _Event.model_validate(sent["event"])
        except ValidationError:  # no browser of ours sends that
            return
        known = self._known
        known["holds"] = event.holds.model_dump(by_alias=True)
        before = self.typed()
        if event.text is not None and event.number > (before.number if before else 0):
            known["typed"] = Typed(event.text, event.base, event.number)
            on_typed()
        for wish in event.asks:
            if wish.order > known.get("heard", 0):
                known["heard"] = wish.order
                on_ask(Ask(**wish.model_dump(exclude={"order"})))


def schema_key(schema: Mapping[str, Any]) -> str:
    """A short name of a schema, the same for the same content."""
    return hashlib.sha256(json.dumps(schema).encode()).hexdigest()[:16]
