"""`python -m tests.killed FOLDER ADDRESS TIMES`: kill a program that saves, as often as that, in the middle of it.

Prints a line each time: the last revision that was acknowledged, what stands afterwards, and its title. Every save
writes its revision as the title.
"""

import os
import signal
import sys
from pathlib import Path

from decision.store.saved import Person
from decision.store.store import Store, open_store
from tests.test_store import AT, made


def saving(store: Store, name: str, revision: int, acknowledged: int) -> None:
    """Save for ever, and say after each time that it is done."""
    while True:
        revision = store.change(Person(), name, revision, made(title=str(revision + 1)), AT)
        os.write(acknowledged, f"{revision}\n".encode())


def killed(folder: Path, address: str, name: str, revision: int, after: int) -> int:
    """Kill such a program when it has saved some times. Returns the last revision that it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        saving(open_store(folder, address), name, revision, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        for _ in range(after):
            told.readline()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        rest = told.read().split("\n")[:-1]
    return int(rest[-1]) if rest else revision + after


def main() -> None:
    folder, address, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    store = open_store(folder, address)
    (name,) = store.add(Person(), [made(title="1")], AT)
    revision = 1
    for round_ in range(times):
        store.database.close()  # a connection is not to be shared with the child
        acknowledged = killed(folder, address, name, revision, round_ % 5)
        saved = store.get(name)
        assert saved
        revision = saved.entry.revision
        print(acknowledged, revision, saved.entry.title, saved.assessment.title, flush=True)


if __name__ == "__main__":
    main()
