"""How much memory a model needs: its weights at one quantization, and the cache of its context.

Everything is counted in bytes. GB are 10^9 bytes, as vendors of memory and of files print them; a card sold as 24 GB
often holds 24 GiB, which is 7 per cent more, so that a model said to fit does.
"""

from __future__ import annotations

from decision.catalog.entries import Attention, Model

GB = 1_000_000_000
QUANTIZATION = "Q4_K_M"
BITS_PER_WEIGHT = 4.8944
BYTES_PER_ELEMENT = 2  # the cache in 16 bits, the default of llama.cpp and Ollama
SHORTEST_CONTEXT = 4096


def weights_bytes(model: Model) -> float | None:
    """The bytes of the weights at `QUANTIZATION`: the measured file, else parameters times bits per weight.

    A mixture of experts needs all its parameters in memory. 4.8944 bits is the average over Llama 3.1 8B in the README
    of llama.cpp's quantize tool (https://github.com/ggml-org/llama.cpp/blob/master/tools/quantize/README.md, read
    2026-11-24); other models differ by some 5 per cent, small ones upwards. None if neither is known.
    """
    measured = (model.files_gb or {}).get(QUANTIZATION)
    if measured is not None:
        return measured * GB
    if model.parameters_b is None:
        return None
    return model.parameters_b * GB * BITS_PER_WEIGHT / 8


def cache_bytes(attention: Attention, tokens: int, element: float = BYTES_PER_ELEMENT) -> float | None:
    """The bytes of the cache for `tokens` tokens of one request, `element` bytes a number. None if heads are unknown.

    Keys and values of every layer and head: 2 x layers x kv_heads x head_dim x element a token, as llm-d-planner counts
    (https://github.com/llm-d-incubation/llm-d-planner/blob/e50305af90f0812e77e1827f3bc740fe75b76370/src/planner/capacity_planner.py);
    with latent attention layers x (kv_lora_rank + qk_rope_head_dim) x element (same file); a sliding layer counts no
    more tokens than its window (https://github.com/gpustack/gguf-parser-go). Layers with a constant state, as Mamba or
    DeltaNet, add nothing that grows.
    """
    growing = _growing(attention)
    if growing is None:
        return None
    window = 0
    if attention.sliding:
        sliding = attention.sliding
        window = 2 * sliding.layers * sliding.kv_heads * sliding.head_dim * min(tokens, sliding.window)
    return (growing * tokens + window) * element


def _growing(attention: Attention) -> int | None:
    """The numbers that every further token adds to the cache."""
    if attention.latent:
        return attention.kv_layers * (attention.latent.kv_lora_rank + attention.latent.qk_rope_head_dim)
    if attention.kv_heads is None or attention.head_dim is None:
        return None
    return 2 * attention.kv_layers * attention.kv_heads * attention.head_dim
