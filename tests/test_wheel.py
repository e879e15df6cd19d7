"""The built wheel works from any folder: the command, the trees, the pages and their files."""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from decision.paths import ROOT
from tests.browser.conftest import Server


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel was installed, without what it depends on."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        "--target",
        str(folder / "site"),
    ]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    return folder / "site"


def test_the_command_works_from_any_folder(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    (tmp_path / "answers.yaml").write_text("answers: {data_boundary: own_premises}")
    call = [
        str(installed / "bin" / "slm-sourcing"),
        "recommend",
        "--tree",
        "slm_sourcing",
        "--answers",
        "answers.yaml",
        "--format",
        "pdf",
        "-o",
        "a.pdf",
    ]
    subprocess.run([sys.executable, *call], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_the_catalogues_travel_with_the_trees(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    (tmp_path / "answers.yaml").write_text("answers: {data_boundary: own_premises}")
    call = ["-m", "decision", "recommend", "--tree", "slm_sourcing", "--answers", "answers.yaml", "--format", "json"]
    told = subprocess.run(
        [sys.executable, *call], cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    )
    assert json.loads(told.stdout)["shortlist"]["of"] > 40


def test_the_guide_and_the_templates_travel_with_the_trees(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    call = (
        "from decision import library, paths; "
        "print(library.read_guide(paths.TREES).splitlines()[0], *library.read_templates(paths.TREES))"
    )
    told = subprocess.run(
        [sys.executable, "-c", call], cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    )
    assert told.stdout.split() == ["#", "How", "to", "write", "a", "tree", "local_server", "provider_or_own"]


def test_the_app_is_served_with_its_fonts(installed: Path, tmp_path: Path) -> None:
    server = Server(installed / "decision" / "_bundle" / "trees", folder=tmp_path, path=str(installed))
    server.start()
    try:
        with urllib.request.urlopen(f"{server.url}/assets/IBMPlexSans-Regular.woff2", timeout=10) as reply:
            assert reply.headers["content-type"] == "font/woff2"
            assert reply.headers["referrer-policy"] == "no-referrer"
    finally:
        server.stop()
