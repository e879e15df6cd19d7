"""The catalogues as models: what their files may say, in the words of the files.

A value that is not known is absent, or the word `unknown`. Where a value comes from stands in the entry's `sources`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from decision.tree import Date, Id, Ids, Label, Link, Number, Part, Source, Text, Texts, Truth, WholeNumber

UNKNOWN = "unknown"
ALL = "all"


def _languages(raw: Any) -> Any:
    if isinstance(raw, str) and re.fullmatch(r"[1-9][0-9]{0,3}", raw):
        return int(raw)
    if isinstance(raw, int) or (isinstance(raw, list | tuple) and raw and all(isinstance(one, str) for one in raw)):
        return raw
    raise PydanticCustomError("languages", "Languages are a list of codes, such as [en, de], or their number.")


def _known(raw: Any) -> Any:
    return None if raw == UNKNOWN else raw


Amount = Annotated[Number, Field(gt=0)]
Languages = Annotated[int | tuple[Label, ...], BeforeValidator(_languages)]
Count = Annotated[WholeNumber | None, BeforeValidator(_known)]
Modality = Literal["text", "image", "video", "audio"]


class Entry(Part):
    """One model, device or framework. `all` in `sources` stands for every value that is not named there."""

    name: Label
    note: Text | None = Field(None, description="What a reader must know about a value, such as where sources differ.")
    sources: Mapping[Label, Ids] = Field(
        min_length=1, description="Value, or all: the source or sources it comes from."
    )

    @model_validator(mode="before")
    @classmethod
    def _leave_out_unknown(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        return {key: value for key, value in raw.items() if value != UNKNOWN}

    def source_of(self, value: str) -> tuple[str, ...]:
        """The ids of the sources of a value: `attention`, or `files_gb.Q4_K_M` for one of several."""
        return self.sources.get(value) or self.sources.get(value.split(".")[0]) or self.sources.get(ALL) or ()

    @cached_property
    def stated(self) -> tuple[str, ...]:
        """The values that are known, and so need a source."""
        named = set(Entry.model_fields)
        return tuple(name for name in type(self).model_fields if name not in named and getattr(self, name) is not None)


class Sliding(Part):
    """Layers that attend to a window only: they keep at most `window` tokens, however long the context is."""

    layers: WholeNumber
    window: WholeNumber
    kv_heads: WholeNumber
    head_dim: WholeNumber


class Latent(Part):
    """Multi-head latent attention: one compressed vector a token and layer in place of keys and values."""

    kv_lora_rank: WholeNumber
    qk_rope_head_dim: WholeNumber


class Attention(Part):
    """What the size of the cache depends on. A layer that is in neither group keeps no growing cache.

    `kv_layers` are the layers whose cache grows with the context; `kv_heads` and `head_dim` are theirs.
    """

    layers: WholeNumber
    kv_layers: WholeNumber
    kv_heads: Count = None
    head_dim: Count = None
    sliding: Sliding | None = Field(None, description="Absent: there are none.")
    latent: Latent | None = Field(None, description="Absent: keys and values are kept as they are.")


class Licence(Part):
    """`permissive` is true for an OSI-approved licence that holds for the weights, without further restrictions."""

    name: Label
    permissive: Annotated[Truth | None, BeforeValidator(_known)] = None


class Model(Entry):
    """An open-weights model. `parameters_b` are all weights, `active_parameters_b` those read for a token, in billions."""

    maker: Label
    link: Link | None = None
    released: Date | None = None
    parameters_b: Amount | None = None
    active_parameters_b: Amount | None = None
    context_tokens: WholeNumber | None = None
    attention: Attention | None = None
    licence: Licence | None = None
    languages: Languages | None = None
    modalities: tuple[Modality, ...] | None = None
    files_gb: Mapping[Label, Amount] | None = Field(None, description="Measured files, in GB of 10^9 bytes.")

    @property
    def language_count(self) -> int | None:
        """How many languages its maker names."""
        return len(self.languages) if isinstance(self.languages, tuple) else self.languages


class Device(Entry):
    """A machine, or the part of one that runs a model. GB and GB/s are decimal, as vendors print them."""

    kind: Literal[
        "phone",
        "single_board",
        "edge_module",
        "laptop",
        "workstation",
        "apple_silicon",
        "consumer_gpu",
        "data_centre_gpu",
        "server_cpu",
    ]
    memory_gb: Amount | None = None
    bandwidth_gb_s: Amount | None = None
    bf16_tflops: Amount | None = Field(None, description="Dense, without sparsity.")
    int8_tops: Amount | None = Field(None, description="Dense, without sparsity.")
    watts: Amount | None = None


Facts = Annotated[Texts, Field(min_length=1)]


class Framework(Entry):
    """A serving framework: each value is one statement, or a list of them."""

    hardware: Facts | None = None
    quantization: Facts | None = None
    api: Facts | None = None
    structured_output: Facts | None = None
    adapters: Facts | None = None
    batching: Facts | None = None
    parallelism: Facts | None = Field(None, description="How many requests at a time, by default.")
    multi_gpu: Facts | None = None
    platforms: Facts | None = None
    licence: Facts | None = None
    metrics: Facts | None = None
    authentication: Facts | None = None
    safe_version: Label | None = Field(None, description="The lowest version in which the advisories are fixed.")
    advisories: Facts | None = None
    link: Link | None = None


class Catalogue(Part):
    """What every catalogue file says about itself."""

    format: Literal["1"]
    as_of: Date = Field(description="The day on which the whole of it was last looked through.")
    about: Text
    sources: Mapping[Id, Source] = Field(min_length=1)

    @property
    def entries(self) -> Mapping[str, Entry]:
        raise NotImplementedError

    def cited(self, entry: Entry, *values: str) -> tuple[Source, ...]:
        """The sources of some values of an entry, each once."""
        ids = (name for value in values for name in entry.source_of(value))
        return tuple(self.sources[name] for name in dict.fromkeys(ids))


class Models(Catalogue):
    models: Mapping[Id, Model] = Field(min_length=1)

    @property
    def entries(self) -> Mapping[str, Entry]:
        return self.models


class Hardware(Catalogue):
    hardware: Mapping[Id, Device] = Field(min_length=1)

    @property
    def entries(self) -> Mapping[str, Entry]:
        return self.hardware


class Frameworks(Catalogue):
    frameworks: Mapping[Id, Framework] = Field(min_length=1)

    @property
    def entries(self) -> Mapping[str, Entry]:
        return self.frameworks
