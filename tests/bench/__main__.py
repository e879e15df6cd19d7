"""`python -m tests.bench [heart|peers|browser|load]`: measure, and print the figures with the machine."""

import argparse
import os
import platform
import sys

from tests.bench import browser, heart, load, peers
from tests.bench.table import HEAD

PARTS = {"heart": heart.measure, "peers": peers.measure, "browser": browser.measure, "load": load.measure}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure; without a part, all four.")
    parser.add_argument("part", nargs="*", choices=[[], *PARTS], help="what to measure")
    chosen = parser.parse_args().part or list(PARTS)
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, {sys.platform}")
    for name in chosen:
        print(f"\n{name}\n{HEAD}")
        for row in PARTS[name]():
            print(row, flush=True)


if __name__ == "__main__":
    main()
