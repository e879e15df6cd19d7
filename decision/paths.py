"""Where the shipped files lie: in the checkout, or inside the installed package."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLE = _PACKAGE / "_bundle"  # only an installed wheel has it

ROOT = _BUNDLE if _BUNDLE.is_dir() else _PACKAGE.parent
APP = ROOT / "app.py"
TREES = ROOT / "trees"
ASSETS = ROOT / "assets"

MAIN_TREE = "slm_sourcing"
"""The tree that a visitor meets first, where the folder has it."""

TREES_VARIABLE = "SLM_SOURCING_TREES"
"""Hands the folder of trees on to the pages, which run in a process of Streamlit's own making."""

DATA_VARIABLE = "SLM_SOURCING_DATA"
"""Hands the data folder on in the same way."""

OPEN_VARIABLE = "SLM_SOURCING_OPEN"
"""Says, where it is not empty, that everyone may come in and nobody may change what is saved."""

USER_HEADER_VARIABLE = "SLM_SOURCING_USER_HEADER"
"""Names the header in which a trusted proxy says who is signed in."""
