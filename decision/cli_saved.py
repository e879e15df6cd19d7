"""The commands on what is saved: `slm-sourcing backup | restore | again`. What speaks to databases is loaded by them alone."""

from __future__ import annotations

import argparse
import datetime
import os
from contextlib import closing
from pathlib import Path
from typing import Any

from decision.library import read_library
from decision.paths import DATA_VARIABLE, TREES
from decision.problems import DecisionError, Problem, did_you_mean


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


def add_again(commands: Any) -> None:
    """The command that tells what newer trees change."""
    again = commands.add_parser(
        "again",
        help="which saved assessments a newer version of their tree changes",
        description="Look through all saved assessments that are not archived: which of them come out otherwise on the "
        "version of their tree in use, ask something new or give other reasons, and whose sources are past their age.",
    )
    again.add_argument("--tree", metavar="TREE", help="id of a tree, to tell of its assessments alone")
    again.add_argument(
        "--trees",
        type=Path,
        metavar="DIR",
        help="hold them against the trees of this folder alone (default: the shipped ones, and before them what was saved "
        "of them in the browser)",
    )
    add_data(again)
    again.set_defaults(run=_again)


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


def _again(options: argparse.Namespace) -> int:
    from decision.reports.look_words import to_text
    from decision.store.look import Look, in_use
    from decision.store.shelf import Shelf
    from decision.store.store import open_served

    name_data(options)
    store = open_served()
    with closing(store.database):
        trees = read_library(options.trees or TREES).trees
        if not options.trees:
            trees = in_use(trees, Shelf(store.database))
        if options.tree and options.tree not in trees:
            message = f"There is no such tree in use.{did_you_mean(options.tree, trees)}"
            raise DecisionError([Problem(f"--tree {options.tree}", 0, 0, "unknown-tree", message)])
        look = Look(store, trees, datetime.date.today())
        while not look.finished:
            look.step()
    print(to_text(look, options.tree), end="")
    return 0


def _assessments(count: int) -> str:
    return "1 assessment" if count == 1 else f"{count:,} assessments"
