"""Many visitors at once: websocket clients that speak Streamlit's protocol and click through the questionnaire."""

from __future__ import annotations

import asyncio
import json
import random
import re
import statistics
import time
from dataclasses import dataclass, field

from streamlit.components.v2.bidi_component.main import _make_trigger_id as trigger
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from tests.bench.heart import beginning
from tests.bench.serving import APP, EMPTY_APP, Serving, serve
from tests.bench.table import Row, percentile, row

SESSIONS = 200
SECONDS = 30  # from the first visitor to the last click
ARRIVALS = 10  # seconds over which they arrive
THINK = 2.0  # seconds between two clicks, on average
RERUNS = 300  # of one visitor who never pauses, to see what a rerun costs
STARTS = 5
PATIENCE = 60  # seconds after which no reply is an error
QUESTIONS = ("assess", beginning())  # where visitors begin: a page, and what stands in its address


@dataclass
class Visitor:
    """A browser tab: where it is, and what it was last shown to press."""

    socket: ClientConnection
    page: str
    query: str
    chance: random.Random
    script: str = ""
    fragment: str = ""
    button: str = ""  # the id of the empty app's Next
    part: str = ""  # the id of the part of our page that answers
    data: dict = field(default_factory=dict)
    number: int = 0
    chosen: bool = False
    start: tuple[str, str] | None = None
    long: dict[str, ForwardMsg] = field(default_factory=dict)  # messages that later ones may refer to, by their hash

    async def click(self) -> float:
        """Choose an answer or press Next, in turn. Says how many milliseconds the run took."""
        if self.button:
            return await self.rerun(WidgetState(id=self.button, trigger_value=True))
        if self.data["leave"] and self.start:  # past the last question: to the first again
            self.query, self.script = self.start
            self.fragment = ""
            return await self.rerun()
        self.chosen = not self.chosen
        options = re.findall(r'<input type="\w+" name="answer" value="(\w+)"', self.data["parts"]["options"])
        said = [self.chance.choice(options)] if self.chosen else self.data["chosen"]
        self.number += 1
        event = {
            "do": "answer" if self.chosen else "next",
            "at": self.data["place"],
            "chosen": said,
            "number": self.number,
        }
        payload = json.dumps([{"event": "event", "value": event}])
        return await self.rerun(WidgetState(id=trigger(self.part, "events"), json_trigger_value=payload))

    async def rerun(self, pressed: WidgetState | None = None) -> float:
        """Ask for a run, as a browser does, and wait for its end."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self.query, self.script
        asked.page_name = "" if self.script else self.page
        asked.fragment_id = self.fragment
        if pressed:
            asked.widget_states.widgets.append(pressed)
        asked_for = self.query
        begun = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while not self._over(ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(), PATIENCE))):
            pass
        taken = (time.perf_counter() - begun) * 1000
        self.start = self.start or (asked_for, self.script)
        return taken

    def _over(self, message: ForwardMsg) -> bool:
        """Take in what the server says. A long message may come as a reference to an earlier one."""
        if message.metadata.cacheable:
            self.long[message.hash] = message
        match message.WhichOneof("type"):
            case "ref_hash":
                return self._over(self.long[message.ref_hash])
            case "navigation":
                self.script = message.navigation.page_script_hash
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                self._see(message.delta)
            case "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise RuntimeError("the script could not be read")
                return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False

    def _see(self, delta: Delta) -> None:
        element = delta.new_element
        match element.WhichOneof("type"):
            case "exception":
                raise RuntimeError(f"{element.exception.type}: {element.exception.message}")
            case "button" if element.button.label == "Next":
                self.button = element.button.id
            case "bidi_component":
                self.part, self.fragment = element.bidi_component.id, delta.fragment_id
                [self.data] = json.loads(element.bidi_component.json)


@dataclass
class Taken:
    """What the visitors saw: how long their first page and their clicks took, and what went wrong."""

    first: list[float] = field(default_factory=list)
    clicks: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def tab(server: Serving) -> connect:
    return connect(
        f"ws://127.0.0.1:{server.port}/_stcore/stream", subprotocols=["streamlit"], origin=server.url, max_size=None
    )


async def _visit(server: Serving, number: int, until: float, taken: Taken) -> None:
    """One visitor among many. Each answers in its own way, the same in every run of the bench."""
    chance = random.Random(number)
    await asyncio.sleep(ARRIVALS * number / SESSIONS)
    try:
        async with tab(server) as socket:
            visitor = Visitor(socket, *QUESTIONS, chance)
            taken.first.append(await visitor.rerun())
            while time.perf_counter() < until:
                await asyncio.sleep(THINK * (0.5 + chance.random()))
                taken.clicks.append(await visitor.click())
            await asyncio.sleep(max(0, until + THINK - time.perf_counter()))  # so that all are there at the end
    except Exception as error:
        taken.errors.append(repr(error))


async def _crowd(server: Serving) -> tuple[Taken, float]:
    """All visitors, and the most memory that the server held meanwhile."""
    taken, most = Taken(), server.memory
    until = time.perf_counter() + SECONDS
    visits = asyncio.gather(*(_visit(server, number, until, taken) for number in range(SESSIONS)))
    while not visits.done():
        most = max(most, server.memory)
        await asyncio.sleep(0.5)
    return taken, most


async def _cost(server: Serving, page: str, query: str) -> float:
    """What one rerun costs the server, in milliseconds of processor time."""
    async with tab(server) as socket:
        visitor = Visitor(socket, page, query, random.Random(0))
        await visitor.rerun()
        for _ in range(RERUNS // 10):
            await visitor.click()
        before = server.process_time
        for _ in range(RERUNS):
            await visitor.click()
        return (server.process_time - before) / RERUNS


def _start(arguments: tuple[str, ...]) -> float:
    with serve(arguments) as server:
        return server.started


def measure() -> list[Row]:
    """All figures of this part."""
    starts = [(_start(APP), _start(EMPTY_APP)) for _ in range(STARTS)]
    with serve(APP) as ours, serve(EMPTY_APP) as empty:
        costs = asyncio.run(_cost(ours, *QUESTIONS)), asyncio.run(_cost(empty, "", ""))
    with serve(APP) as ours:
        before, begun, used = ours.memory, time.perf_counter(), ours.process_time
        taken, most = asyncio.run(_crowd(ours))
        busy = (ours.process_time - used) / (time.perf_counter() - begun) / 10
    many = f"{SESSIONS} sessions, "
    last = f"server {busy:.0f} % of a processor; p50 {statistics.median(taken.clicks):.1f}, p99 {percentile(taken.clicks, 0.99):.1f}"
    said = "; ".join(dict.fromkeys(taken.errors))
    return [
        row("start to healthy", [one for one, _ in starts], [other for _, other in starts], asked="2000 ms"),
        Row("process time of a rerun", RERUNS, "ms", *costs, asked="6 ms"),
        Row(f"{many}first page, p95", len(taken.first), "ms", percentile(taken.first, 0.95)),
        Row(f"{many}a click, p95", len(taken.clicks), "ms", percentile(taken.clicks, 0.95), asked="50 ms", note=last),
        Row(f"{many}errors", len(taken.clicks), "", len(taken.errors), asked="none", note=said),
        Row(f"{many}memory", 1, "MB", most, asked=f"{250 + SESSIONS / 10:.0f} MB", note=f"{before:.0f} MB before them"),
    ]
