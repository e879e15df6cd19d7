"""The commands on what is saved: `slm-sourcing backup | restore`. What speaks to databases is loaded by them alone."""

from __future__ import annotations

import argparse
import os
from contextlib import closing
from pathlib import Path
from typing import Any

from decision.paths import DATA_VARIABLE


def add_data(command: argparse.ArgumentParser) -> None:
    """Let a command be told where assessments are saved."""
    command.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="folder in which assessments are saved (default: where this system keeps the data of a user; "
        "the PostgreSQL database that DATABASE_URL names comes first)",
    )


def add_backup(commands: Any) -> None:
    """The command that writes a backup."""
    backup = commands.add_parser(
        "backup",
        help="write all that is saved into a file",
        description="Write all that is saved into one file: assessments, links to them, trees, their versions and drafts. "
        "The app may run meanwhile.",
    )
    backup.add_argument("file", metavar="FILE", type=Path, help="where to write; a file that is there is replaced")
    add_data(backup)
    backup.set_defaults(run=_backup)


def add_restore(commands: Any) -> None:
    """The command that puts one back."""
    restore = commands.add_parser(
        "restore",
        help="put back what a backup holds",
        description="Put back all that a backup holds, into the data folder or into the database that DATABASE_URL names.",
    )
    restore.add_argument("file", metavar="FILE", type=Path, help="a file that backup wrote")
    restore.add_argument(
        "--replace", action="store_true", help="delete what is saved now, and put the backup in its place"
    )
    add_data(restore)
    restore.set_defaults(run=_restore)


def name_data(options: argparse.Namespace) -> None:
    """Hand on where assessments are saved, if the command was told."""
    if options.data:
        os.environ[DATA_VARIABLE] = str(options.data.resolve())


def _backup(options: argparse.Namespace) -> int:
    from decision.store.backup import backup
    from decision.store.store import open_served

    name_data(options)
    with closing(open_served().database) as database:
        print(f"{_assessments(backup(database, options.file))} written to {options.file}.")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from decision.store.backup import restore
    from decision.store.store import open_served

    name_data(options)
    with closing(open_served().database) as database:
        count = restore(database, options.file, replace=options.replace)
    print(f"{_assessments(count)} put back from {options.file}.")
    return 0


def _assessments(count: int) -> str:
    return "1 assessment" if count == 1 else f"{count:,} assessments"
