"""The whole way: from Home through the questions to a PDF that is read back."""

import json
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Server
from tests.browser.steps import choose, forward, heading, query, see, start


def _download(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name, exact=True).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def _text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_from_home_to_the_pdf(page: Page, server: Server, tmp_path: Path) -> None:
    start(page, server.url, "slm_sourcing")
    asked = []
    while page.get_by_role("button", name="Next", exact=True).is_visible():
        asked.append(heading(page))
        choose(page, -1 if len(asked) == 2 else 0)
        forward(page)
    see(page, "Review your answers")
    assert len(asked) >= 10
    page.get_by_role("link", name="See the recommendation").click()
    see(page, "Sourcing a language model")
    page.get_by_text("Title, author, notes and logo").click()
    page.get_by_label("Title", exact=True).fill("Letters, coded on the ward #panic() 🚀")
    page.get_by_label("Title", exact=True).press("Enter")
    see(page, "Letters, coded on the ward #panic() 🚀")
    cards = page.locator(".cards .outcome").all_inner_texts()
    assert len(cards) == 5

    text = _text(_download(page, "Export PDF", tmp_path))
    assert "Letters, coded on the ward #panic()" in text
    for outcome in cards:
        assert " ".join(outcome.split()) in text
    assert asked[0] in text
    assert query(page)["v"].split("-")[1] in text


def test_an_example_opens_its_recommendation_and_its_file_opens_again(
    page: Page, server: Server, tmp_path: Path
) -> None:
    page.goto(f"{server.url}/?tree=slm_sourcing")
    page.get_by_role("button", name="Open this example").click()
    page.wait_for_url("**/recommendation?*")
    title = heading(page)
    cards = page.locator(".cards .outcome").all_inner_texts()
    page.get_by_role("button", name="More").click()
    file = _download(page, "Answers and recommendation (JSON)", tmp_path)
    assert json.loads(file.read_text())["title"] == title
    record = _download(page, "Decision record (Markdown)", tmp_path)
    assert record.read_text().startswith("---\nstatus:")

    page.goto(server.url)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Open these answers").click()
    see(page, "Review your answers")
    page.get_by_role("link", name="See the recommendation").click()
    see(page, title)
    assert page.locator(".cards .outcome").all_inner_texts() == cards


def test_a_file_that_does_not_fit_changes_nothing(page: Page, server: Server, tmp_path: Path) -> None:
    start(page, server.url, "slm_sourcing")
    said = choose(page, 1)
    forward(page)
    page.get_by_role("link", name="Home", exact=True).click()
    (tmp_path / "wrong.yaml").write_text("answers: {colour: red}")
    page.locator("input[type=file]").set_input_files(tmp_path / "wrong.yaml")
    expect(page.get_by_role("alert")).to_contain_text('There is no question "colour"')
    page.get_by_role("link", name="Go on with your answers").click()
    page.wait_for_url("**/assess?*")
    assert query(page)["data_boundary"] == said


def test_focus_goes_to_the_heading_of_the_next_question(page: Page, server: Server) -> None:
    start(page, server.url, "slm_sourcing")
    choose(page, 0)
    forward(page)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator("[role=status]").filter(has_text=f"Question: {heading(page)}")).to_have_count(1)


def test_a_recorded_outcome_needs_a_reason_and_stands_beside_the_tree_s(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?tree=slm_sourcing")
    page.get_by_role("button", name="Open this example").click()
    page.wait_for_url("**/recommendation?*")
    page.get_by_role("button", name="Record another outcome").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Record", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("Choose an outcome and write the reason")
    dialog.get_by_role("combobox").click()
    page.get_by_role("option").first.click()
    dialog.get_by_role("textbox").fill("The contract is signed.")
    dialog.get_by_role("button", name="Record", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("✎ recorded", exact=True)).to_have_count(1)
    expect(page.locator(".recorded")).to_contain_text("The contract is signed.")
    expect(page.locator(".recorded")).to_contain_text("The tree recommends:")
    page.get_by_role("button", name="Take the recorded outcome back").click()
    expect(page.get_by_text("✎ recorded", exact=True)).to_have_count(0)


def test_an_answer_that_next_overtakes_is_not_lost(page: Page, server: Server) -> None:
    start(page, server.url, "slm_sourcing")
    page.evaluate("""() => {
      document.querySelector('.option input[value=own_premises]').click();
      document.querySelector('[data-do=next]').click();
    }""")
    page.wait_for_url("**data_boundary=own_premises**")
    expect(page.locator(".option input:checked")).to_have_count(0)
    assert query(page)["at"] == "regulation"


def test_a_click_on_a_line_of_the_diagram_shows_its_rules(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/tree?tree=small")
    see(page, "Inside the tree")
    dots = page.locator("[data-testid=stPlotlyChart]").first.locator(".scatterlayer .trace").nth(1).locator(".point")
    expect(dots.first).to_be_visible()
    box = dots.last.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".reasons li").first).to_be_visible()
    expect(page.get_by_role("combobox", name="Rules behind a line")).not_to_have_value("")
