"""Who may change what is saved: people on this machine, and those whom a trusted proxy names. All others read.

Behind a proxy everybody comes from this machine, so what a request says of its way decides. Where that is in doubt,
it may read only.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from decision.store.faults import BarredError
from decision.store.saved import Person

_FORWARDED = ("forwarded", "x-forwarded-", "x-real-ip", "via", "cf-connecting-ip", "true-client-ip", "x-original-")
_READ = "you can read and answer here, and change nothing that is saved."
_OPEN = f"This server is open to everyone, so {_READ}"
_FAR = f"You do not come from the machine that this server runs on, so {_READ}"
_UNNAMED = f"The proxy in front of this server did not say who you are, so {_READ}"
_ELSEWHERE = f"This page was opened by another site, so {_READ}"


@dataclass(frozen=True, slots=True)
class Door:
    """How the server is reached: the address that it listens on, whether everyone may come in, and the header in which
    a proxy names who is signed in, empty where there is none.
    """

    address: str
    open: bool = False
    user_header: str = ""


def loopback(host: str) -> bool:
    """Whether a host is this machine, to itself.

    >>> [loopback(one) for one in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "", "localhost.example.org")]
    [True, True, True, False, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def allow(by: Person) -> None:
    """Raise `BarredError` for somebody who may change nothing."""
    if by.barred:
        raise BarredError(by.barred)


def who(headers: Mapping[str, str], door: Door) -> Person:
    """Who made a request, by its headers, whose names are in lower case."""
    if door.open:
        return Person(barred=_OPEN)
    if not loopback(door.address):
        return Person(barred=_FAR)
    if _from_elsewhere(headers):
        return Person(barred=_ELSEWHERE)
    if door.user_header:
        name = _name(headers.get(door.user_header.lower(), ""))
        return Person(name) if name else Person(barred=_UNNAMED)
    forwarded = any(name.startswith(_FORWARDED) for name in headers)
    return Person(barred=_FAR) if forwarded or not loopback(_host(headers.get("host", ""))) else Person()


def _name(said: str) -> str:
    """Who a proxy says it is. Proxies write UTF-8 into a header, and servers read it as Latin-1."""
    with suppress(UnicodeError):
        said = said.encode("latin-1").decode()
    return "".join(sign for sign in said if sign.isprintable()).strip()[:200]


def _from_elsewhere(headers: Mapping[str, str]) -> bool:
    """Whether a page of another site makes the browser ask us."""
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != _host_as_reached(headers).lower()


def _host_as_reached(headers: Mapping[str, str]) -> str:
    """The host that the browser was told, which a proxy may hand on beside the one that it asks for itself."""
    return headers.get("x-forwarded-host", headers.get("host", ""))


def _host(authority: str) -> str:
    try:
        return urlsplit(f"//{authority}").hostname or ""
    except ValueError:  # brackets that do not close
        return ""
