"""What one can need of a framework: unknown is never taken for yes."""

from __future__ import annotations

from decision.catalog.entries import Framework
from decision.catalog.needs import Need, meets, needs, properties, sorted_out
from decision.library import read_library
from decision.paths import TREES


def _framework(**said: object) -> Framework:
    return Framework.model_validate({"name": "A server", "sources": {"all": "docs"}, **said})


SEVERAL = {
    "large": _framework(hardware=["NVIDIA GPU", "Intel CPU"], metrics="Prometheus", licence="MIT"),
    "small": _framework(hardware=["CPU"], metrics="none", licence="MIT"),
    "other": _framework(hardware=["AMD GPU"], licence="A licence that is told in rather many words"),
}


def test_what_is_short_can_be_needed_once_in_the_order_of_the_properties() -> None:
    assert needs(SEVERAL.values()) == (
        Need("hardware", "AMD GPU"),
        Need("hardware", "CPU"),
        Need("hardware", "Intel CPU"),
        Need("hardware", "NVIDIA GPU"),
        Need("licence", "MIT"),
        Need("metrics", "Prometheus"),
    )


def test_a_need_is_met_by_what_says_more_and_unknown_is_not_known() -> None:
    assert meets(SEVERAL["large"], Need("hardware", "CPU")) is True
    assert meets(SEVERAL["other"], Need("hardware", "CPU")) is False
    assert meets(SEVERAL["other"], Need("metrics", "Prometheus")) is None


def test_frameworks_are_kept_left_out_or_not_known() -> None:
    assert sorted_out(SEVERAL, ()) == (SEVERAL, {})
    kept, unknown = sorted_out(SEVERAL, (Need("metrics", "Prometheus"),))
    assert (list(kept), unknown) == (["large"], {"other": ("metrics",)})
    kept, unknown = sorted_out(SEVERAL, (Need("metrics", "Prometheus"), Need("hardware", "CPU")))
    assert (list(kept), unknown) == (["large"], {})


def test_every_need_of_the_shipped_catalogue_is_met_by_some_framework() -> None:
    catalogue = read_library(TREES).catalogues.frameworks
    assert catalogue is not None
    every = needs(catalogue.frameworks.values())
    assert {need.property for need in every} >= {"hardware", "quantization", "api", "platforms", "licence"}
    assert all(sorted_out(catalogue.frameworks, (need,))[0] for need in every)
    assert {"hardware", "safe_version", "authentication", "parallelism"} <= set(properties())
