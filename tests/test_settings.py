"""The settings that speed and safety hang on, as they are when the app runs."""

import subprocess
import sys
from pathlib import Path

import pytest

from decision.paths import ROOT
from tests.bench.serving import APP, serve

# What `streamlit run app.py` does with the settings before it serves.
_ASK = """
import streamlit as st
from streamlit.web import bootstrap
bootstrap.load_config_options({})
print(st.get_option("runner.postScriptGC"))
"""


def test_no_click_waits_for_a_full_garbage_collection() -> None:
    """The option is hidden and may be renamed; without it 50 visitors bring the server to a stand."""
    asked = subprocess.run([sys.executable, "-c", _ASK], cwd=ROOT, capture_output=True, text=True, check=True)
    assert asked.stdout.split() == ["False"]


@pytest.mark.parametrize("command", [APP, ("-m", "streamlit", "run", "app.py", "--server.port")], ids=["serve", "run"])
def test_the_server_listens_to_this_machine_only(command: tuple[str, ...]) -> None:
    with serve(command) as server:
        sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        at = {place for _, place, _, state, *_ in sockets if state == "0A" and place.endswith(f":{server.port:04X}")}
        everywhere = Path("/proc/net/tcp6").read_text()
    assert at == {f"0100007F:{server.port:04X}"}  # 127.0.0.1, in the kernel's order
    assert f":{server.port:04X} 0" not in everywhere
