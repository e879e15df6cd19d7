"""A page as AppTest sees it: opened, its HTML, what the part that answers was given, and a press of its buttons."""

import json
import re

from streamlit.components.v2.bidi_component.main import _make_trigger_id as trigger
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from decision.paths import ROOT


def opened(page: str, **query: str) -> AppTest:
    """A page of the app, with what stands in its address."""
    at = AppTest.from_file(ROOT / "views" / "main.py", default_timeout=30)
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    at.switch_page(page)
    at.run()
    assert not at.exception
    return at


def html(at: AppTest) -> str:
    """All HTML that the page was put together from."""
    return "\n".join(element.proto.body for element in at.get("html"))


def data(at: AppTest, part: int = 0) -> dict:
    """What the page gave to its part, or to another by its number, as that of a dialog."""
    (given,) = json.loads(at.get("bidi_component")[part].proto.json)
    return given


def parts(at: AppTest) -> str:
    """The HTML of the part, in the order in which it was given."""
    return "\n".join(data(at)["parts"].values())


def options(at: AppTest) -> list[str]:
    """The values of the inputs that can be chosen."""
    return re.findall(r'<input type="\w+" name="answer" value="(\w+)"', data(at)["parts"]["options"])


def press(at: AppTest, do: str, to: str = "", chosen: list[str] | None = None, part: int = 0) -> AppTest:
    """Press something, with what is chosen by then; as the page says if nothing else is said."""
    now = data(at, part)
    event = {"do": do, "to": to, "at": now["place"], "chosen": now["chosen"] if chosen is None else chosen}
    payload = json.dumps([{"event": "event", "value": {**event, "number": now["seen"] + 1}}])
    name = at.get("bidi_component")[part].proto.id
    at._run(WidgetStates(widgets=[WidgetState(id=trigger(name, "events"), json_trigger_value=payload)]))
    assert not at.exception
    return at


def choose(at: AppTest, *chosen: str) -> AppTest:
    """Choose these options."""
    return press(at, "answer", chosen=list(chosen))
