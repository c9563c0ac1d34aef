"""The page in a real browser: opened from disk, clicked and typed through, in light, dark and print.

The browser lives as long as this module: while it is open, an event loop runs in this thread.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ops.report import page
from tests.ops.report.sample import CANARY, CRITICAL, drifted, run
from tests.ops.report.sample import page as page_of

COMMANDS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
CONTRAST = (Path(__file__).parent / "contrast.js").read_text()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, COMMANDS)), None)
    if found is None:
        pytest.fail(
            "the report is tested in Chromium, and there is none: install it (Debian: apt-get install chromium)"
        )
    with sync_playwright() as playwright:
        alone = ("--no-sandbox",) if os.geteuid() == 0 else ()  # Chromium refuses its sandbox to root
        opened = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *alone])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    judged = run()
    written = tmp_path_factory.mktemp("report") / "report.html"
    written.write_text(page.render(page_of(judged, drifted(judged))), encoding="utf-8")
    return written


def opened(browser: Browser, path: Path, **options: str) -> Iterator[Page]:
    """The page, watched: it says nothing on the console and asks for nothing but itself."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, **options)  # pyright: ignore[reportArgumentType] - named by tests
    context.set_default_timeout(5_000)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url.partition("#")[0]))
    page.goto(path.as_uri())
    yield page
    context.close()
    assert said == []
    assert set(asked) == {path.as_uri()}


@pytest.fixture
def report(browser: Browser, path: Path) -> Iterator[Page]:
    yield from opened(browser, path, color_scheme="light")


@pytest.fixture
def dark_report(browser: Browser, path: Path) -> Iterator[Page]:
    yield from opened(browser, path, color_scheme="dark")


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation").get_by_role("tab", name=name).click()


def test_every_tab_shows_its_panel_and_no_other(report: Page) -> None:
    panels = report.locator("main > [role=tabpanel]")
    assert panels.count() == 7
    for name in ("Map", "Controls", "Findings", "Waivers", "Drift", "History", "Overview"):
        tab(report, name)
        expect(report.get_by_role("heading", name=name, level=2)).to_be_visible()
        shown = panels.evaluate_all(
            "all => all.filter(each => each.checkVisibility({contentVisibilityAuto: true}) "
            "&& !each.hidden).map(each => each.id)"
        )
        assert shown == [name.lower()]


def test_a_card_leads_to_the_controls_of_its_framework(report: Page) -> None:
    assert report.locator(".card").count() == 7
    report.get_by_role("link", name="PCI DSS").click()
    expect(report.get_by_role("heading", name="PCI DSS")).to_be_visible()
    expect(report.get_by_role("heading", name="SOC 2")).to_be_hidden()


def test_controls_are_filtered_by_result_and_by_words(report: Page) -> None:
    tab(report, "Controls")
    report.get_by_role("tab", name="soc2").click()
    panel = report.locator("#framework-soc2")
    rows = panel.locator("tbody tr:visible")
    every = rows.count()
    report.locator("#controls").get_by_role("radio", name="failed").check()
    failed = rows.count()
    assert 0 < failed < every
    assert set(panel.locator("tbody tr:visible .pill").filter(has_text="failed").all_inner_texts()) >= {"failed"}
    expect(panel.locator("[data-count]")).to_have_text(f"{failed} of {every} controls")
    report.locator("#controls").get_by_role("searchbox").fill("CC6.1 logs-us-east-1")
    assert 0 < rows.count() < failed
    report.locator("#controls").get_by_role("searchbox").fill("no control says this")
    expect(panel.locator("[data-count]")).to_have_text(f"0 of {every} controls")


def test_a_control_tells_its_rationale_its_findings_and_where_they_were_declared(report: Page) -> None:
    tab(report, "Controls")
    report.get_by_role("tab", name="soc2").click()
    row = report.locator("#framework-soc2 tbody tr").filter(
        has=report.get_by_role("rowheader", name="CC6.1", exact=True)
    )
    expect(row.locator("details > p").first).to_be_hidden()
    row.locator("summary").first.click()
    expect(row.locator("details > p").first).to_be_visible()
    expect(row.get_by_text("components/logs.py:12").first).to_be_visible()
    row.get_by_role("link", name=CRITICAL).click()
    expect(report.get_by_role("heading", name="Findings", level=2)).to_be_visible()
    expect(report.locator(f"#rule-{CRITICAL}")).to_be_focused()


def test_a_link_to_a_finding_shows_it_though_a_filter_hid_it(report: Page) -> None:
    tab(report, "Findings")
    report.locator("#findings").get_by_role("radio", name="open").check()
    expect(report.locator(f"#rule-{CRITICAL}")).to_be_hidden()
    tab(report, "Drift")
    report.locator("#drift").get_by_role("link", name=CRITICAL).click()
    expect(report.locator(f"#rule-{CRITICAL}")).to_be_visible()
    expect(report.locator("#findings .finding:visible")).to_have_count(2)


def test_a_page_opens_where_its_address_points(report: Page) -> None:
    tab(report, "Waivers")
    report.reload()
    expect(report.get_by_role("heading", name="Waivers", level=2)).to_be_visible()
    expect(report.get_by_text("It says nothing but <b>ok</b>.")).to_be_visible()
    expect(report.get_by_text("10 days left")).to_be_visible()


def test_all_of_it_is_reached_by_keyboard(report: Page) -> None:
    press = report.keyboard.press
    press("Tab")
    expect(report.get_by_role("link", name="Skip to the report")).to_be_focused()
    press("Tab")
    expect(report.get_by_role("button", name="Dark")).to_be_focused()
    press("Tab")
    expect(report.get_by_role("tab", name="Overview")).to_be_focused()
    press("ArrowRight")
    expect(report.get_by_role("heading", name="Map", level=2)).to_be_visible()
    press("End")
    expect(report.get_by_role("tab", name="History")).to_be_focused()
    press("ArrowRight")
    press("ArrowLeft")
    press("Home")
    for _ in range(2):
        press("ArrowRight")
    expect(report.get_by_role("tab", name="Controls")).to_be_focused()
    press("Tab")
    expect(report.locator("#controls")).to_be_focused()
    press("Tab")
    press("ArrowRight")
    expect(report.get_by_role("radio", name="failed").first).to_be_checked()
    press("Tab")
    report.keyboard.type("CC6.1")
    press("Tab")
    press("End")
    expect(report.get_by_role("tab", name="soc2")).to_be_focused()
    press("Tab")
    press("Tab")
    press("Enter")
    expect(report.locator("#framework-soc2 tbody tr:visible details").first).to_have_attribute("open", "")


def test_what_has_the_focus_is_seen_to_have_it(report: Page) -> None:
    report.keyboard.press("Tab")
    report.keyboard.press("Tab")
    outline = report.get_by_role("button", name="Dark").evaluate("each => getComputedStyle(each).outlineWidth")
    assert outline == "2px"


def _surface(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_theme_follows_the_system_until_a_person_chooses(report: Page) -> None:
    light = _surface(report)
    report.get_by_role("button", name="Dark").click()
    dark = _surface(report)
    assert dark != light
    report.reload()
    assert _surface(report) == dark
    expect(report.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    report.get_by_role("button", name="Dark").click()
    assert _surface(report) == light


def test_text_stands_out_in_light(report: Page) -> None:
    assert report.evaluate(CONTRAST) == []


def test_text_stands_out_in_dark(dark_report: Page) -> None:
    assert dark_report.evaluate(CONTRAST) == []


def test_the_map_shows_regions_and_flows_and_says_the_same_in_tables(report: Page) -> None:
    tab(report, "Map")
    drawing = report.get_by_role("img", name="3 regions")
    for text in ("us-east-1", "eu-west-1", "ap-south-1", "Shard replication", "DNS by weight 33", "1 written"):
        expect(drawing.get_by_text(text).first).to_be_visible()
    report.get_by_text("The map as tables").click()
    flows = report.get_by_role("table", name="What flows between regions")
    expect(flows.get_by_role("row", name="Shard replication us-east-1 eu-west-1 shard-0")).to_be_visible()


def test_drift_names_properties_and_controls(report: Page) -> None:
    tab(report, "Drift")
    expect(report.get_by_role("row", name=re.compile("logs-us-east-1.*changed: policy.*CC6.1"))).to_be_visible()


def test_history_lists_runs_and_says_what_it_left_out(report: Page) -> None:
    tab(report, "History")
    expect(report.locator("#history tbody tr")).to_have_count(3)
    expect(report.get_by_text("1 line of the history could not be read and is left out.")).to_be_visible()


def test_what_a_rule_says_is_text(report: Page) -> None:
    tab(report, "Findings")
    expect(report.get_by_text("<script>document.title = 'owned'</script>").first).to_be_visible()
    assert report.title() == "staging · compliance report"


def test_it_fits_a_narrow_screen(report: Page) -> None:
    report.set_viewport_size({"width": 360, "height": 640})
    for name in ("Map", "Controls", "Findings", "Waivers", "Drift", "History", "Overview"):
        tab(report, name)
        assert report.evaluate("document.documentElement.scrollWidth") <= 360


def test_print_shows_every_part_opened(report: Page) -> None:
    tab(report, "Waivers")
    report.emulate_media(media="print")
    for panel in ("overview", "map", "controls", "findings", "drift", "history"):
        expect(report.locator(f"#{panel} > h2")).to_be_visible()
    closed = report.locator("#framework-soc2 details:not([open]) > p").first
    assert closed.evaluate("each => each.getBoundingClientRect().height && each.checkVisibility()")
    expect(report.get_by_role("tab").first).to_be_hidden()
    pages = re.findall(rb"/Type /Page\b", report.pdf(format="A4"))
    assert len(pages) > 20


def test_without_scripts_all_of_it_is_there(browser: Browser, path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    for panel in ("overview", "map", "controls", "findings", "waivers", "drift", "history"):
        expect(page.locator(f"#{panel} > h2")).to_be_visible()
    expect(page.get_by_role("tab").first).to_be_hidden()
    context.close()


def test_the_page_may_load_nothing(browser: Browser, path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(path.as_uri())
    refused = page.evaluate(
        """() => new Promise((done) => {
          addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
          new Image().src = "http://127.0.0.1:9/";
        })"""
    )
    assert refused == "img-src"
    context.close()


def test_no_property_is_in_the_page(path: Path) -> None:
    assert CANARY not in path.read_text(encoding="utf-8")
