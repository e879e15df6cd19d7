"""The command line: `slm-sourcing serve | check | recommend | diff | schema | backup | restore | again`."""

from __future__ import annotations

import argparse
import datetime
import os
import runpy
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from decision import library
from decision.assessment import MAX_BYTES, bind, read_assessment
from decision.catalog.read import FOLDER
from decision.cli_saved import add_again, add_backup, add_data, add_restore, name_data
from decision.difference.cases import MAX_BYTES as CASES_BYTES
from decision.difference.cases import as_csv, compare_cases, read_cases
from decision.difference.difference import difference
from decision.difference.result import Cases
from decision.paths import APP, OPEN_VARIABLE, TREES, TREES_VARIABLE, USER_HEADER_VARIABLE
from decision.problems import DecisionError, Problem
from decision.proofs.deep import Step, deep_check
from decision.proofs.words import health_text
from decision.reading.read import TreeFile
from decision.reports.difference_json import to_json as difference_json
from decision.reports.difference_words import to_text as difference_text
from decision.reports.json_report import to_json
from decision.reports.markdown import to_markdown
from decision.reports.report import Report, make_report
from decision.reports.text import to_text
from decision.scenarios import check_scenarios
from decision.schema import as_text, difference_schema, export_schema, saved_schema, schema_of, tree_schema
from decision.store.people import loopback
from decision.tree import Tree

STOPPED = 130
"""The exit status of a command that was stopped from the keyboard, as shells have it."""

PATIENCE = 2.0
"""A check that takes longer says every so many seconds how far it is."""

_ANSWERS_HELP = """\
An answers file says what you answered, by the ids of the tree:

  answers:
    data_boundary: own_premises
    machines: unsure

Download one from the app, or write one by hand. JSON and YAML are both read.
"""

_CASES_HELP = """\
A table of use cases has a column a question and a line a use case, by the ids of the tree:

  data_boundary,machines,inputs
  own_premises,unsure,long_documents.many_languages

Several options are joined by a dot; an empty cell is a question not answered. At most 100,000 use cases are read.
"""

_SCHEMAS = {
    "tree": tree_schema,
    "export": export_schema,
    "difference": difference_schema,
    "saved": saved_schema,
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns its exit status: 0 well, 1 problems found, 2 called wrongly."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except DecisionError as error:
        _complain(error.problems)
        return 1
    except OSError as error:
        print(f"slm-sourcing: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="slm-sourcing",
        description="Decide how to source a language model: a questionnaire over a decision tree in YAML.",
        epilog="Begin with: slm-sourcing serve. Help on one command: slm-sourcing recommend --help.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    saved = (add_backup, add_restore, add_again)
    for add in (_add_serve, _add_check, _add_recommend, _add_diff, _add_schema, *saved):
        add(commands)
    return parser


def _add_serve(commands: Any) -> None:
    serve = commands.add_parser("serve", help="open the app for a browser", description="Serve the app.")
    serve.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only, %(default)s)"
    )
    serve.add_argument("--port", type=int, default=8501, help="port to listen on (default: %(default)s)")
    serve.add_argument(
        "--trees", type=Path, metavar="DIR", default=TREES, help="folder of tree files (default: the shipped ones)"
    )
    add_data(serve)
    access = serve.add_mutually_exclusive_group()
    access.add_argument(
        "--open",
        action="store_true",
        help="let everyone who reaches the address read and answer, and nobody save, change or delete; "
        "without it, no other address than this machine's own is listened on",
    )
    access.add_argument(
        "--trust-user-header",
        metavar="NAME",
        default="",
        help="the header in which a proxy on this machine names who is signed in; it must not let visitors set it",
    )
    serve.set_defaults(run=_serve)


def _add_check(commands: Any) -> None:
    check = commands.add_parser(
        "check",
        help="find every problem in tree files and catalogues",
        description="Check tree files, and the catalogues beside them, like a compiler: every problem with its place and remedy on standard error, "
        "exit status 1 if any blocks the use of a tree or a scenario fails. Silent when all is well.",
    )
    check.add_argument(
        "--deep",
        action="store_true",
        help="also prove the claims of each tree over all ways to answer, find what does nothing, dead ends and what no "
        "scenario notices, and print how the tree is doing on standard output",
    )
    check.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="tree files, or folders of them (default: the shipped trees)",
    )
    check.set_defaults(run=_check)


def _add_recommend(commands: Any) -> None:
    recommend = commands.add_parser(
        "recommend",
        help="evaluate answers without a browser",
        description="Evaluate an answers file and write the recommendation.",
        epilog=_ANSWERS_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    recommend.add_argument("--tree", required=True, metavar="TREE", help="id of a shipped tree, or path of a tree file")
    recommend.add_argument("--answers", required=True, type=Path, metavar="FILE", help="answers in JSON or YAML")
    recommend.add_argument(
        "--format", choices=("text", "json", "markdown", "pdf"), default="text", help="default: %(default)s"
    )
    recommend.add_argument(
        "--paper", choices=("a4", "us-letter"), default="a4", help="paper of the PDF (default: %(default)s)"
    )
    recommend.add_argument(
        "--date",
        type=datetime.date.fromisoformat,
        metavar="DAY",
        help="date on the document, such as 2026-11-24 (default: today)",
    )
    recommend.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where to write (default: standard output)"
    )
    recommend.set_defaults(run=_recommend)


def _add_diff(commands: Any) -> None:
    diff = commands.add_parser(
        "diff",
        help="what another version of a tree would recommend",
        description="Compare two versions of a tree: what is said otherwise, how many of the ways to answer get another recommendation, "
        "which scenarios change, and the version number that this calls for.",
        epilog=_CASES_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    diff.add_argument(
        "old", metavar="OLD", help="the old tree file, whatever it is called, or the id of a shipped tree"
    )
    diff.add_argument("new", metavar="NEW", help="the new one")
    diff.add_argument("--over", type=Path, metavar="CASES", help="a table of use cases, as CSV")
    diff.add_argument(
        "-o",
        "--output",
        type=Path,
        nargs="?",
        const=Path("-"),
        metavar="FILE",
        help="write the use cases that change as CSV; without FILE, or with -, to standard output and nothing else there",
    )
    diff.add_argument("--json", action="store_true", help="for machines, as schema --of difference says")
    diff.set_defaults(run=_diff)


def _add_schema(commands: Any) -> None:
    schema = commands.add_parser("schema", help="print a JSON Schema", description="Print the JSON Schema of a file.")
    which = schema.add_mutually_exclusive_group()
    which.add_argument(
        "--of",
        choices=tuple(_SCHEMAS),
        default="tree",
        help="a tree file, an exported recommendation, a difference between versions, or saved assessments "
        "(default: %(default)s)",
    )
    which.add_argument(
        "--tree",
        metavar="TREE",
        help="a tree file with the ids of this tree, for an editor to offer: the id of a shipped tree, or the path of one",
    )
    schema.set_defaults(run=_schema)


def _serve(options: argparse.Namespace) -> int:
    if not options.trees.is_dir():
        raise DecisionError(
            [Problem(str(options.trees), 0, 0, "no-folder", "There is no such folder. Name one that holds tree files.")]
        )
    if not options.open and not loopback(options.host):
        message = (
            "Others can reach this server at that address. Add --open, and everyone can read and answer but nobody save; "
            "or leave --host away, and put a proxy with a sign-in in front."
        )
        raise DecisionError([Problem(f"--host {options.host}", 0, 0, "not-this-machine", message)])
    os.environ[TREES_VARIABLE] = str(options.trees.resolve())
    os.environ[OPEN_VARIABLE] = "yes" if options.open else ""
    os.environ[USER_HEADER_VARIABLE] = options.trust_user_header
    name_data(options)
    sys.argv = ["streamlit", "run", str(APP), "--server.address", options.host, "--server.port", str(options.port)]
    runpy.run_module("streamlit", run_name="__main__")  # as a program: nothing in here imports it
    return 0


def _check(options: argparse.Namespace) -> int:
    paths = list(_tree_paths(options.paths or [TREES]))
    failed = False
    for path in paths:
        problems = _problems(path, deep=options.deep)
        _complain(problems)
        failed = failed or any(problem.blocks for problem in problems)
    return int(failed)


def _problems(path: Path, *, deep: bool) -> tuple[Problem, ...]:
    if path.absolute().parent.name == FOLDER:
        return library.read_catalogue(path)[1]
    if path.absolute().match(library.LEARN):
        return library.read_learn(path)[1]
    found, problems = library.read_path(path)
    if found is None:
        return problems
    return (*problems, *(_deep(found, path) if deep else check_scenarios(found, str(path))))


def _deep(found: TreeFile, path: Path) -> tuple[Problem, ...]:
    progress = _Progress(str(path))
    try:
        health = deep_check(found, str(path), datetime.date.today(), told=progress)
    except KeyboardInterrupt:
        progress.clear()
        _complain((Problem(str(path), 0, 0, "stopped", f"The check was stopped at {progress.at}. Nothing is proved."),))
        raise SystemExit(STOPPED) from None
    progress.clear()
    print(health_text(health))
    return health.problems


class _Progress:
    """Says on standard error how far a long check is; on a terminal always in the same line."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.at = "its beginning"
        self.in_place = sys.stderr.isatty()
        self.next = time.monotonic() + PATIENCE
        self.shown = 0

    def __call__(self, step: Step) -> None:
        self.at = f"step {step.done + 1} of {step.of}, {step.next}"
        if time.monotonic() >= self.next:
            self.clear()
            line = f"{self.path}: {self.at}"
            print(line, end="" if self.in_place else "\n", file=sys.stderr, flush=True)
            self.shown = len(line)
            self.next = time.monotonic() + PATIENCE

    def clear(self) -> None:
        if self.in_place and self.shown:
            print("\r" + " " * self.shown, end="\r", file=sys.stderr, flush=True)


def _tree_paths(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            folders = (path, path / FOLDER, path / library.TEMPLATES)
            inside = [file for folder in folders for file in sorted(folder.glob("*.yaml"))] + [
                *path.glob(library.LEARN)
            ]
            if not inside:
                raise DecisionError(
                    [Problem(str(path), 0, 0, "no-trees", "There is no tree file (*.yaml) in this folder.")]
                )
            yield from inside
        else:
            yield path


def _recommend(options: argparse.Namespace) -> int:
    found, folder = _tree(options.tree)
    name = str(options.answers)
    with options.answers.open("rb") as file:
        assessment = read_assessment(file.read(MAX_BYTES + 1), name)
    _complain(bind(assessment, found, name))
    models = library.read_catalogues(folder)[0].models
    report = make_report(found, assessment, options.date or datetime.date.today(), models)
    _write(_rendered(report, options.format, options.paper), options.output)
    return 0


def _tree(named: str) -> tuple[TreeFile, Path]:
    """The tree of this name, and the folder in which its catalogues would lie."""
    path = _path(named)
    found, problems = library.read_path(path)
    if found is None:
        raise DecisionError(problems)
    return found, path.parent


def _path(named: str) -> Path:
    """Where a tree is that is named by its path, or by its id if it is shipped."""
    path = Path(named)
    if path.suffix in (".yaml", ".yml") or path.exists():
        return path
    shipped = library.read_library(TREES).trees
    if named not in shipped:
        message = f"There is no shipped tree of this name. Shipped: {', '.join(shipped)}. Or give the path of a file."
        raise DecisionError([Problem(named, 0, 0, "unknown-tree", message)])
    return TREES / f"{named}.yaml"


def _rendered(report: Report, form: str, paper: str) -> bytes:
    if form == "pdf":
        from decision.reports.pdf import to_pdf  # loads the typesetter, and only needed here

        return to_pdf(report, "a4" if paper == "a4" else "us-letter")
    writers = {"text": to_text, "json": to_json, "markdown": to_markdown}
    return writers[form](report).encode()


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)


def _diff(options: argparse.Namespace) -> int:
    if options.output and not options.over:
        message = "Only use cases are written as CSV. Name a table of them with --over."
        raise DecisionError([Problem("--output", 0, 0, "no-cases", message)])
    old, new = (_version(named) for named in (options.old, options.new))
    cases = _cases(options.over, old.tree, new.tree) if options.over else None
    if options.output and cases:
        _write(as_csv(cases).encode(), None if str(options.output) == "-" else options.output)
    if str(options.output) != "-":
        found = difference(old, new)
        print(difference_json(found, cases) if options.json else difference_text(old, new, found, cases), end="")
    return 0


def _version(named: str) -> TreeFile:
    """A tree file of any name, or a shipped tree by its id."""
    found, problems = library.read_version(_path(named))
    if found is None:
        raise DecisionError(problems)
    return found


def _cases(path: Path, old: Tree, new: Tree) -> Cases:
    with path.open("rb") as file:
        return compare_cases(old, new, read_cases(file.read(CASES_BYTES + 1), str(path), old, new))


def _schema(options: argparse.Namespace) -> int:
    schema = schema_of(library.read_data(_path(options.tree))) if options.tree else _SCHEMAS[options.of]()
    print(as_text(schema), end="")
    return 0


def _complain(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)
