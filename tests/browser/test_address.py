"""The address is the state."""

import re
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server
from tests.browser.steps import back, choose, forward, heading, query, see, start

TREE = "slm_sourcing"


def _answer(page: Page, count: int) -> list[tuple[str, str]]:
    given = []
    for _ in range(count):
        at = query(page)["at"]
        given.append((at, choose(page, 0)))
        forward(page)
    return given


def test_answers_stay_when_an_earlier_one_changes(page: Page, server: Server) -> None:
    start(page, server.url, TREE)
    given = _answer(page, 5)
    for _ in range(3):
        back(page)
    assert query(page)["at"] == given[2][0]
    changed = choose(page, 1)
    page.wait_for_url(re.compile(rf"{given[2][0]}={changed}"))
    forward(page)
    for name, said in given[3:]:
        assert query(page)["at"] == name
        assert query(page)[name] == said
        expect(page.locator("input:checked")).to_have_count(1)
        forward(page)


def test_home_and_learn_lead_back_to_the_same_page(page: Page, server: Server) -> None:
    start(page, server.url, TREE)
    _answer(page, 4)
    question, address = heading(page), page.url
    for name, title in (
        ("Learn", "What to know before you decide"),
        ("Home", "Decide how to source a language model"),
    ):
        page.get_by_role("link", name=name, exact=True).click()
        see(page, title)
        page.get_by_role("link", name="Assess", exact=True).click()
        see(page, question)
        assert query(page) == dict(parse_qsl(urlsplit(address).query))
        page.go_back()
        see(page, title)
        page.go_back()
        see(page, question)


def test_each_next_is_one_entry_in_the_history(page: Page, server: Server) -> None:
    start(page, server.url, "small")
    asked = []
    while page.get_by_role("button", name="Next", exact=True).is_visible():
        asked.append(heading(page))
        choose(page, 0)
        before = page.evaluate("history.length")
        forward(page)
        assert page.evaluate("history.length") == before + 1
    see(page, "Review your answers")
    assert len(asked) >= 3
    for question in reversed(asked):
        page.go_back()
        see(page, question)


def test_reload_private_window_and_restart_show_the_same_page(page: Page, browser: Browser, server: Server) -> None:
    start(page, server.url, TREE)
    _answer(page, 3)
    choose(page, 1)
    question, address = heading(page), page.url

    def same(window: Page) -> None:
        see(window, question)
        expect(window.locator("input:checked")).to_have_count(1)
        assert query(window) == dict(parse_qsl(urlsplit(address).query))

    page.reload()
    same(page)
    private = browser.new_context().new_page()
    private.goto(address)
    same(private)
    server.stop()
    server.start()
    private.goto(address)
    same(private)
    page.reload()
    same(page)
    private.context.close()


def test_a_link_of_another_version_says_so_and_changes_nothing_by_itself(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/assess?tree={TREE}&v=0.9.0-00000000&at=regulation&data_boundary=any_provider")
    warning = page.get_by_role("alert").filter(has_text="This link was made with version 0.9.0-00000000")
    expect(warning).to_be_visible()
    choose(page, 0)
    forward(page)
    assert query(page)["v"] == "0.9.0-00000000"
    expect(warning).to_be_visible()
    page.get_by_role("button", name=re.compile("^Go on with version")).click()
    expect(warning).to_have_count(0)
    assert not query(page)["v"].startswith("0.9.0")


def test_what_an_address_says_wrongly_is_named_and_the_rest_is_kept(page: Page, server: Server) -> None:
    page.goto(
        f"{server.url}/assess?tree={TREE}&at=nowhere&data_boundary=own_premises&regulation=%3Cb%3Ex%3C/b%3E&colour=red"
    )
    told = page.get_by_role("alert").filter(has_text="is left out")
    expect(told).to_contain_text('Question "regulation" has no option "<b>x</b>"')
    expect(told).to_contain_text('There is no question "colour"')
    expect(told).to_contain_text('a question "nowhere"')
    page.get_by_role("button", name="I have read this").click()
    expect(told).to_have_count(0)
    page.get_by_role("link", name="Recommendation", exact=True).click()
    expect(page.get_by_text("No further than our own premises").first).to_be_visible()


def test_an_overlong_address_is_refused_as_a_whole(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/assess?tree={TREE}&data_boundary=own_premises&x={'y' * 9_000}")
    expect(page.get_by_role("alert").filter(has_text="The address is too long")).to_be_visible()


def test_repeated_parameters_are_named(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/assess?tree={TREE}&at=regulation&data_boundary=own_premises&data_boundary=any_provider")
    told = page.get_by_role("alert").filter(has_text='"data_boundary" stands in the address more than once')
    expect(told).to_be_visible()
