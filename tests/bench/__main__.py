"""`python -m tests.bench [heart|peers|saved|browser|editor|load]`: measure, and print the figures with the machine."""

import argparse
import os
import platform
import sys
import tempfile

from decision.paths import DATA_VARIABLE
from tests.bench import browser, editor, heart, load, peers, saved
from tests.bench.table import HEAD

PARTS = {
    "heart": heart.measure,
    "peers": peers.measure,
    "saved": saved.measure,
    "browser": browser.measure,
    "editor": editor.measure,
    "load": load.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure; without a part, all.")
    parser.add_argument("part", nargs="*", choices=[[], *PARTS], help="what to measure")
    chosen = parser.parse_args().part or list(PARTS)
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, {sys.platform}")
    with tempfile.TemporaryDirectory() as data:  # what is measured is not what this user has saved
        os.environ[DATA_VARIABLE] = data
        for name in chosen:
            print(f"\n{name}\n{HEAD}")
            for row in PARTS[name]():
                print(row, flush=True)


if __name__ == "__main__":
    main()
