"""A server in a process of its own, and what that process has used."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from decision.paths import ROOT

EMPTY = Path(__file__).parent / "empty" / "app.py"
APP = ("-m", "decision", "serve", "--port")
EMPTY_APP = ("-m", "streamlit", "run", str(EMPTY), "--server.port")


@dataclass(frozen=True)
class Serving:
    """A running server. Linux says in /proc what a process has used."""

    port: int
    pid: int
    started: float  # milliseconds until it was healthy

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def process_time(self) -> float:
        """Milliseconds of processor time so far, in user and system mode."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """Resident megabytes now."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1000


@contextmanager
def serve(arguments: tuple[str, ...]) -> Iterator[Serving]:
    """Start an app on a free port of this machine, in the folder of our settings, and stop it afterwards."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments, str(port)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _until_healthy(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield Serving(port, process.pid, (time.perf_counter() - begun) * 1000)
    finally:
        process.terminate()
        process.wait(20)


def _until_healthy(url: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1) as reply:
                if reply.status == 200:
                    return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the server did not start")
