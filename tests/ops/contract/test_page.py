"""The contract's page: all of the contract stands in it, and Chromium shows it alone, in silence, for everybody."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from ops.contract import page
from ops.contract.problems import Kind, kinds
from ops.contract.reading import Contract
from tests.conftest import ROOT
from tests.ops.report.test_page import COMMANDS, CONTRAST, FLAGS

NAMELESS = """[...document.querySelectorAll("nav, section, [role=region]")]
  .filter((each) => !each.ariaLabel && !document.getElementById(each.getAttribute("aria-labelledby")))
  .map((each) => each.outerHTML.slice(0, 80))"""
"""Parts that a reader of the screen has no name for."""


class Text(HTMLParser):
    """What a page says, by the id of the last element that has one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.text += " " if tag in ("td", "th", "li", "p") else ""
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def contract() -> Contract:
    return Contract(ROOT)


@pytest.fixture(scope="module")
def problems() -> list[Kind]:
    return kinds(ROOT)


@pytest.fixture(scope="module")
def html(contract: Contract, problems: list[Kind]) -> str:
    return page.render(contract, problems)


@pytest.fixture(scope="module")
def told(html: str) -> Text:
    return Text(html)


def leaves(node: Any, *names: str) -> Iterator[str]:
    """Yield what stands under *names*, anywhere in the contract."""
    for name, value in node.items() if isinstance(node, dict) else ():
        if name in names and isinstance(value, str):
            yield value
        yield from leaves(value, *names)
    for value in node if isinstance(node, list) else ():
        yield from leaves(value, *names)


def said(text: str) -> str:
    return " ".join(text.replace("`", "").split())


def test_each_operation_parameter_answer_schema_and_word_of_the_contract_stands_in_it(
    contract: Contract, told: Text
) -> None:
    text = said(told.text)
    for path, verb, operation, parameters in contract.operations():
        assert operation["operationId"] in told.ids
        assert f"{verb.upper()} {path}" in text
        _, _, own = text.partition(said(f"{operation['summary']}. {operation.get('description', '')}"))
        own = own.partition("Answered by")[2]
        for parameter in parameters:
            assert re.search(rf"\b{parameter['name']}\b", own), (path, parameter["name"])
        for status in operation["responses"]:
            assert re.search(rf"\b{status} ", own), (path, status)
    assert {f"schema-{name}" for name in contract.document["components"]["schemas"]} <= set(told.ids)
    files = [json.loads(file.read_text()) for file in (ROOT / "api" / "events").glob("*.v1.schema.json")]
    reachable = [each for each in files if each["title"] != "archived"]
    for words in leaves([contract.document["paths"], contract.document["components"]], "description", "summary"):
        assert said(words) in text
    for words in leaves([each["properties"] for each in reachable], "description"):
        assert said(words) in text


def test_each_example_stands_in_it_whole(contract: Contract, told: Text) -> None:
    examples = [json.loads(each.body) for each in contract.examples() if each.body]
    assert examples
    for each in examples:
        assert json.dumps(each, indent=2) in told.text


def test_each_kind_of_problem_stands_in_it_those_of_functions_and_of_the_gateway(
    problems: list[Kind], told: Text
) -> None:
    types = {each.type for each in problems}
    assert {"urn:groot:problem:events:version-conflict", "urn:groot:problem:gateway:throttled"} <= types
    assert [each for each in problems if f"{each.type}{each.status}" not in "".join(told.text.split())] == []


def test_its_links_lead_somewhere_and_no_id_is_twice(told: Text) -> None:
    assert len(told.ids) == len(set(told.ids))
    assert {link for link in told.links if not link.startswith("#")} == set()
    assert {link.removeprefix("#") for link in told.links} <= set(told.ids)


def test_what_the_contract_says_is_text(tmp_path: Path, problems: list[Kind]) -> None:
    (tmp_path / "api").mkdir()
    hostile = (
        (ROOT / "api" / "openapi.yaml").read_text().replace("Append events to a stream", "<script>alert(1)</script>")
    )
    (tmp_path / "api" / "openapi.yaml").write_text(hostile)
    shutil.copytree(ROOT / "api" / "events", tmp_path / "api" / "events")
    html = page.render(Contract(tmp_path), problems)
    assert "script" not in Text(html).tags
    assert "&lt;script&gt;" in html


@pytest.fixture(params=["light", "dark"])
def opened(request: pytest.FixtureRequest, html: str, tmp_path: Path) -> Iterator[Page]:
    found = next(filter(None, map(shutil.which, COMMANDS)), None)
    if found is None:
        pytest.fail("the page is tested in Chromium, and there is none: install it (Debian: apt-get install chromium)")
    file = tmp_path / "api.html"
    file.write_text(html, encoding="utf-8")
    alone = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *alone])
        shown = browser.new_page(viewport={"width": 420, "height": 800}, color_scheme=request.param)
        said_by_it: list[str] = []
        asked: list[str] = []
        shown.on("console", lambda message: said_by_it.append(message.text))
        shown.on("request", lambda sent: asked.append(sent.url))
        shown.goto(file.as_uri())
        yield shown
        browser.close()
    assert said_by_it == []
    assert asked == [file.as_uri()]


def test_it_is_readable_on_a_narrow_screen_and_by_those_who_see_badly_or_not(opened: Page) -> None:
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs out of the screen"
    assert opened.evaluate(CONTRAST) == []
    levels = opened.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(each => +each.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), "no level is left out"
    assert opened.evaluate(NAMELESS) == []
    assert opened.evaluate("document.querySelectorAll('main').length") == 1
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"
