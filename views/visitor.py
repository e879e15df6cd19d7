"""Who is at the other end, and whether they may change what is saved."""

import os
from collections.abc import Mapping

import streamlit as st

from decision.paths import OPEN_VARIABLE, USER_HEADER_VARIABLE
from decision.store.people import Door, who
from decision.store.saved import Person


def person() -> Person:
    """This visitor, by the headers with which the page was opened."""
    address = st.get_option("server.address") or ""  # without one, Streamlit listens to everybody
    door = Door(address, bool(os.environ.get(OPEN_VARIABLE)), os.environ.get(USER_HEADER_VARIABLE, ""))
    return who(headers(), door)


def headers() -> Mapping[str, str]:
    """The headers of this visitor's connection, their names in lower case."""
    return {name.lower(): value for name, value in st.context.headers.items()}
