"""Who may change what is saved: nobody who might have come from elsewhere, unless a trusted proxy names them."""

from __future__ import annotations

import pytest

from decision.store.people import Door, loopback, who
from decision.store.saved import Person

HERE = Door("127.0.0.1")
PROXIED = Door("127.0.0.1", user_header="X-Remote-User")
LOCAL = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"}
FAR = {"host": "decide.example.org", "origin": "https://decide.example.org"}


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "LOCALHOST", "[::1]:8501", "127.8.9.1"])
def test_who_is_on_this_machine_may_change_everything(host: str) -> None:
    assert who({"host": host}, HERE) == Person()
    assert who({"host": host, "origin": f"http://{host}"}, Door("localhost")) == Person()


@pytest.mark.parametrize(
    "header",
    ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via", "cf-connecting-ip"],
)
def test_who_was_forwarded_only_reads(header: str) -> None:
    assert who({**LOCAL, header: "127.0.0.1"}, HERE).barred


@pytest.mark.parametrize(
    "host",
    [
        "decide.example.org",
        "192.0.2.1:8501",
        "0.0.0.0",
        "",
        "localhost.example.org",
        "127.0.0.1.example.org",
        "[::1",
        "a@b",
    ],
)
def test_another_host_only_reads(host: str) -> None:
    assert "do not come from the machine" in who({"host": host}, HERE).barred


def test_no_host_only_reads() -> None:
    assert who({}, HERE).barred


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:9999", "null", ""])
def test_a_page_of_another_site_only_reads(origin: str) -> None:
    assert "opened by another site" in who({**LOCAL, "origin": origin}, HERE).barred
    assert "opened by another site" in who({**LOCAL, "origin": origin, "x-remote-user": "eve"}, PROXIED).barred


@pytest.mark.parametrize("headers", [LOCAL, FAR, {**LOCAL, "x-remote-user": "eve"}])
def test_an_open_server_lets_nobody_change_anything(headers: dict[str, str]) -> None:
    assert "open to everyone" in who(headers, Door("0.0.0.0", open=True)).barred
    assert "open to everyone" in who(headers, Door("127.0.0.1", open=True)).barred


@pytest.mark.parametrize("address", ["0.0.0.0", "", "::", "192.0.2.1"])
def test_a_server_that_others_reach_lets_nobody_change_anything(address: str) -> None:
    """A host and a user are soon invented by who connects directly."""
    assert who(LOCAL, Door(address)).barred
    assert who({**LOCAL, "x-remote-user": "eve"}, Door(address, user_header="X-Remote-User")).barred


def test_a_trusted_proxy_says_who_it_is() -> None:
    signed_in = {**FAR, "x-forwarded-for": "192.0.2.7", "x-remote-user": " r.osei\t\n"}
    assert who(signed_in, PROXIED) == Person("r.osei")
    reached = {"host": "127.0.0.1:8501", "x-forwarded-host": FAR["host"], "origin": FAR["origin"], "x-remote-user": "a"}
    assert who(reached, PROXIED) == Person("a")
    assert who({**FAR, "x-remote-user": "Zoë".encode().decode("latin-1")}, PROXIED) == Person("Zoë")
    assert who({**FAR, "x-remote-user": "Zoë"}, PROXIED) == Person("Zoë")
    assert len(who({**FAR, "x-remote-user": "x" * 9_000}, PROXIED).name) == 200


@pytest.mark.parametrize("user", [{}, {"x-remote-user": ""}, {"x-remote-user": " \t"}, {"x-other-user": "eve"}])
def test_whom_a_trusted_proxy_does_not_name_only_reads(user: dict[str, str]) -> None:
    assert "did not say who you are" in who({**FAR, **user}, PROXIED).barred
    assert who({**LOCAL, **user}, PROXIED).barred


def test_a_loopback_address_is_one() -> None:
    assert [loopback(one) for one in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "", "host")] == [True] * 3 + [
        False
    ] * 3
