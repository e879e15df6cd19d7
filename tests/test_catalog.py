"""The catalogues: a broken file gets an exact report, what is not known stays unknown, and the shipped ones are in order."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from decision.catalog.entries import Attention, Catalogue, Entry, Latent, Model, Models, Sliding
from decision.catalog.memory import GB, QUANTIZATION, cache_bytes, weights_bytes
from decision.catalog.read import FORMS, examine_catalogue
from decision.cli import main
from decision.library import read_catalogue, read_library
from decision.paths import TREES
from tests.conftest import SMALL

FOLDER = Path(__file__).parent / "broken_catalogues"
BROKEN = sorted(FOLDER.glob("*/*.yaml"))
SHIPPED = sorted((TREES / "catalog").glob("*.yaml"))
GIB = 1024**3


def shipped(path: Path) -> Catalogue:
    found, problems = read_catalogue(path)
    assert problems == ()
    assert found is not None
    return found


def models() -> Models:
    found = read_library(TREES).catalogues.models
    assert found is not None
    return found


def entries() -> list[tuple[Catalogue, str, Entry]]:
    return [(found, name, entry) for found in map(shipped, SHIPPED) for name, entry in found.entries.items()]


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.parent.name)
def test_the_report_is_exact(path: Path) -> None:
    found, problems = examine_catalogue(path.read_bytes(), path.name)
    assert "".join(f"{problem}\n" for problem in problems) == (path.parent / "expected.txt").read_text(encoding="utf-8")
    assert found is None


def test_there_is_a_broken_file_for_every_catalogue() -> None:
    assert len(BROKEN) > 30
    assert {path.stem for path in BROKEN} > set(FORMS)


def test_what_is_no_text_is_reported() -> None:
    assert "not-utf-8" in str(examine_catalogue("Größe".encode("latin-1"), "models.yaml")[1][0])


def test_check_looks_at_the_catalogues_beside_the_trees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(SMALL, tmp_path)
    (tmp_path / "catalog").mkdir()
    path = tmp_path / "catalog" / "models.yaml"
    shutil.copy(FOLDER / "unknown_source" / "models.yaml", path)
    for asked in (tmp_path, path):
        assert main(["check", str(asked)]) == 1
        assert f'{path}:16:43: unknown-source: There is no source "file"' in capsys.readouterr().err


def test_a_broken_catalogue_spoils_neither_trees_nor_the_other_catalogues(tmp_path: Path) -> None:
    shutil.copytree(TREES, tmp_path / "trees")
    (tmp_path / "trees" / "catalog" / "models.yaml").write_text("format: 2")
    found = read_library(tmp_path / "trees")
    assert "slm_sourcing" in found.trees
    assert found.catalogues.models is None
    assert found.catalogues.hardware is not None
    assert found.problems["catalog/models.yaml"]


def test_a_folder_without_catalogues_has_none(tmp_path: Path) -> None:
    shutil.copy(SMALL, tmp_path)
    found = read_library(tmp_path)
    assert "small" in found.trees
    assert (found.catalogues.models, found.catalogues.hardware, found.catalogues.frameworks) == (None, None, None)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_catalogues_have_no_problem(path: Path) -> None:
    assert len(shipped(path).entries) > 7


def test_all_three_are_shipped() -> None:
    assert {path.stem for path in SHIPPED} == set(FORMS)
    assert len(models().models) == 50


def test_every_known_value_has_a_source_of_its_day() -> None:
    for found, name, entry in entries():
        for value in entry.stated:
            cited = found.cited(entry, value)
            assert cited, (name, value)
            assert all(source.date <= found.as_of for source in cited), (name, value)


def test_every_source_is_cited() -> None:
    for path in SHIPPED:
        found = shipped(path)
        cited = {one for entry in found.entries.values() for named in entry.sources.values() for one in named}
        assert set(found.sources) == cited


def test_unknown_is_none_and_never_a_word() -> None:
    small = models().models
    assert small["qwen3_5_4b"].released is None
    assert small["nemotron_3_nano_30b_a3b"].licence is not None
    assert small["nemotron_3_nano_30b_a3b"].licence.permissive is None
    assert small["gemma_4_12b"].attention is None
    assert not [entry for _, _, entry in entries() if "unknown" in entry.model_dump_json(exclude={"note"})]


def test_figures_of_one_model_agree_with_each_other() -> None:
    for name, model in models().models.items():
        if model.parameters_b is not None and model.active_parameters_b is not None:
            assert model.active_parameters_b <= model.parameters_b, name
        if model.attention is not None:
            sliding = model.attention.sliding.layers if model.attention.sliding else 0
            assert model.attention.kv_layers + sliding <= model.attention.layers, name
        measured, counted = weights_bytes(model), weights_bytes(model.model_copy(update={"files_gb": None}))
        if measured and counted:
            assert measured == pytest.approx(counted, rel=0.15), name


def test_a_source_of_one_part_goes_before_that_of_the_whole() -> None:
    llama = models().models["llama_3_1_8b"]
    assert llama.source_of("files_gb.F16") != llama.source_of("files_gb.Q4_K_M") == llama.source_of("files_gb")
    assert llama.source_of("released") == llama.sources["all"]


def test_languages_are_counted_or_given() -> None:
    found = models().models
    assert found["llama_3_1_8b"].language_count == 8
    assert found["qwen3_8b"].language_count == 119
    assert found["gpt_oss_20b"].language_count is None


def dense(parameters_b: float, **files: float) -> Model:
    return Model.model_validate(
        {"name": "A", "maker": "B", "parameters_b": str(parameters_b), "sources": {"all": "x"}}
        | ({"files_gb": {name: str(size) for name, size in files.items()}} if files else {})
    )


@pytest.mark.parametrize(("parameters", "printed"), [(8.03, 4.9), (70.6, 43.1), (405.9, 249.1)])
def test_weights_are_those_that_the_tool_prints(parameters: float, printed: float) -> None:
    """The three sizes of Q4_K_M in the README of llama.cpp's quantize tool, for Llama 3.1."""
    found = weights_bytes(dense(parameters))
    assert found is not None
    assert found / GB == pytest.approx(printed, rel=0.005)


def test_a_measured_file_goes_before_the_formula() -> None:
    assert weights_bytes(dense(8, Q4_K_M=5.5)) == 5.5 * GB
    assert weights_bytes(dense(8, F16=16)) == weights_bytes(dense(8))
    assert QUANTIZATION == "Q4_K_M"


@pytest.mark.parametrize(
    ("name", "tokens", "expected"),
    [
        ("llama_3_1_8b", 1, 131_072),
        ("llama_3_3_70b", 1, 327_680),
        ("glm_4_7_flash", 1, 54_144),
        ("gemma_4_31b", 262_144, 20.78 * GIB),
    ],
)
def test_the_cache_of_models_of_which_it_is_published(name: str, tokens: int, expected: float) -> None:
    """Plain heads twice, latent attention, and windows: the values that llm-d and fitllm print."""
    attention = models().models[name].attention
    assert attention is not None
    assert cache_bytes(attention, tokens) == pytest.approx(expected, rel=0.0005)


def test_a_window_stops_growing_and_a_constant_state_does_not_grow() -> None:
    sliding = Sliding(layers=2, window=100, kv_heads=1, head_dim=4)
    attention = Attention(layers=4, kv_layers=1, kv_heads=1, head_dim=4, sliding=sliding)
    assert cache_bytes(attention, 50) == 2 * (1 + 2) * 4 * 50 * 2
    assert cache_bytes(attention, 1000) == 2 * 4 * (1000 + 2 * 100) * 2
    hybrid = Attention(layers=64, kv_layers=16, kv_heads=4, head_dim=256)
    assert cache_bytes(hybrid, 1) == 2 * 16 * 4 * 256 * 2


def test_fewer_bytes_a_number_make_a_smaller_cache() -> None:
    attention = Attention(layers=2, kv_layers=2, latent=Latent(kv_lora_rank=6, qk_rope_head_dim=2))
    assert cache_bytes(attention, 10) == 2 * 8 * 10 * 2
    assert cache_bytes(attention, 10, element=34 / 32) == 2 * 8 * 10 * 34 / 32


def test_what_depends_on_the_unknown_is_unknown() -> None:
    assert cache_bytes(Attention(layers=4, kv_layers=4, kv_heads=None, head_dim=64), 10) is None
    assert weights_bytes(Model(name="A", maker="B", sources={"all": ("x",)})) is None


def test_a_source_is_old_at_its_age() -> None:
    source = models().sources["llama_cpp_27525"]
    assert source.date == datetime.date(2026, 8, 22)
    assert source.stale_after
    assert source.stale_on(datetime.date(2028, 8, 22))
    assert not source.stale_on(datetime.date(2028, 8, 21))
