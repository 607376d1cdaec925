"""The pages in a real browser: a journey by keyboard, and axe-core on each page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.e2e.web_browser import Browser, browser_program

TAGS = '["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]'
AXE_RUN = f"""axe.run(document, {{runOnly: {{type: "tag", values: {TAGS}}}}}).then(found =>
  found.violations.map(one => one.id + ": " + one.nodes.slice(0, 3).map(node =>
    node.html.slice(0, 160) + " " + (node.any[0] ? node.any[0].message : "")).join(" | ")))"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """[...document.querySelectorAll("button, .button, .choice, .tick, select, input")]
  .filter(one => !one.matches("[aria-hidden]"))
  .map(one => [one.closest("label") || one, one])
  .filter(([box]) => box.getBoundingClientRect().width > 0)
  .filter(([box]) => box.getBoundingClientRect().height < 24).map(([, one]) => one.outerHTML)"""
STORY = (
    "The first steps in the morning stab under my left heel, since about six weeks. "
    "My right knee got bad in spring and it is swollen."
)
COLD = "Since this morning my left foot is cold, pale and numb and I cannot move the toes."
VIEWS = ((1280, False), (390, False), (1280, True), (390, True))
MOST_TABS = 60


@pytest.fixture(scope="module")
def axe() -> str:
    """Return the source of axe-core."""
    spec = find_spec("axe_core_python")
    if spec is None or spec.origin is None:
        pytest.skip("axe-core-python is not installed; it comes with the development requirements")
    return (Path(spec.origin).parent / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the server as a person does, and return its address."""
    if browser_program() is None:
        pytest.skip("no Chromium on the path, and KINCHAIN_BROWSER names none")
    file = tmp_path_factory.mktemp("web") / "answers.sqlite"
    server = subprocess.Popen(
        [sys.executable, "-m", "kinchain", "serve", "--port", "0", "--database", str(file)],
        stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "KINCHAIN_KEY_FILE": str(file.with_name("keys"))},
    )  # fmt: skip
    try:
        assert server.stderr is not None
        found = re.search(r"http://[\d.:]+", server.stderr.readline())
        assert found
        yield found[0]
    finally:
        server.terminate()
        server.wait(20)
        if server.stderr is not None:
            server.stderr.close()


@pytest.fixture
def browser(address: str, tmp_path: Path) -> Iterator[Browser]:
    """Return a browser with an empty profile."""
    opened = Browser(browser_program() or "", tmp_path / "profile")
    opened.look(1280)
    yield opened
    opened.close()


def check(browser: Browser, axe: str, name: str) -> None:
    """Look for violations at both sizes, light and dark."""
    browser.script(axe + ";0")
    for width, dark in VIEWS:
        browser.look(width, dark=dark)
        assert browser.script(AXE_RUN) == [], f"{name}, {width} px, {'dark' if dark else 'light'}"
        assert browser.script(TOO_WIDE) <= 0, f"{name} is wider than {width} px"
        assert browser.script(SMALL) == [], f"{name}: targets too small to hit"
    browser.look(1280)


def tab_to(browser: Browser, selector: str) -> None:
    """Go on with the Tab key until something has the focus, which must be seen."""
    for _ in range(MOST_TABS):
        browser.press("Tab")
        if browser.script(f"document.activeElement.matches({selector!r})"):
            seen = browser.script(
                "(one => getComputedStyle(one.closest('label') || one).outlineStyle)"
                "(document.activeElement)"
            )
            assert seen != "none", f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def answer_by_keyboard(browser: Browser) -> None:
    tab_to(browser, "button[value=unsure]")
    browser.press("Enter", leads_on=True)


@pytest.mark.slow
def test_a_whole_journey_by_keyboard_alone(address: str, browser: Browser) -> None:
    browser.open(address)
    browser.press("Tab")
    assert browser.script("document.activeElement.className") == "skip"
    tab_to(browser, ".hero .main")
    browser.press("Enter", leads_on=True)
    tab_to(browser, "#words")
    browser.ask("Input.insertText", text=STORY)
    tab_to(browser, "#age")
    browser.ask("Input.insertText", text="52")
    tab_to(browser, "button[value=next]")
    browser.press("Enter", leads_on=True)
    assert browser.path == "/heard"
    tab_to(browser, "button[value=next]")
    browser.press("Enter", leads_on=True)
    tab_to(browser, "input[type=checkbox]")
    browser.press(" ")
    assert browser.script("document.activeElement.checked")
    tab_to(browser, "button[value=next]")
    browser.press("Enter", leads_on=True)
    for _ in range(25):
        if browser.path != "/question":
            break
        answer_by_keyboard(browser)
    assert browser.path == "/report"
    assert browser.script("document.querySelector('[data-print]').hidden") is False
    assert browser.complaints == []
    assert browser.asked_for == {address.removeprefix("http://")}


@pytest.mark.slow
def test_no_page_has_a_violation(address: str, browser: Browser, axe: str) -> None:
    browser.open(address)
    check(browser, axe, "start")
    browser.click(".hero .main")
    check(browser, axe, "tell")
    browser.click("button[value=next]")
    check(browser, axe, "tell, with a fault")
    browser.fill("#words", STORY)
    browser.fill("#age", "52")
    browser.click("button[value=next]")
    check(browser, axe, "heard")
    browser.click("button[value=next]")
    check(browser, axe, "question")
    browser.click("button[value=next]")
    check(browser, axe, "question, with a fault")
    browser.open(f"{address}/report")
    check(browser, axe, "report")
    for path in ("library", "library/condition/plantar_fasciitis", "nowhere", "delete"):
        browser.open(f"{address}/{path}")
        check(browser, axe, path)


@pytest.mark.slow
def test_an_emergency_is_shown_at_once(address: str, browser: Browser, axe: str) -> None:
    browser.open(f"{address}/tell")
    browser.fill("#words", COLD)
    browser.click("button[value=next]")
    assert browser.path == "/report"
    assert "Emergency" in browser.script("document.querySelector('h1').textContent")
    check(browser, axe, "emergency")
    browser.click('a[href="/heard"].button')
    check(browser, axe, "heard in an emergency")


@pytest.mark.slow
def test_an_account_by_keyboard_and_without_a_violation(
    address: str, browser: Browser, axe: str
) -> None:
    passphrase = "seven green kettles hum"
    browser.open(f"{address}/tell")
    browser.fill("#words", STORY)
    browser.click("main button[value=next]")
    browser.open(f"{address}/sign-up")
    check(browser, axe, "sign up")
    name = browser.script("document.querySelector('#name').value")
    tab_to(browser, "#passphrase")
    browser.ask("Input.insertText", text=passphrase)
    tab_to(browser, ".see")
    browser.press("Enter")
    assert browser.script("document.querySelector('#passphrase').type") == "text"
    tab_to(browser, "#again")
    browser.ask("Input.insertText", text=passphrase)
    browser.press("Enter", leads_on=True)
    assert browser.path == "/account"
    assert name in browser.script("document.querySelector('main').textContent")
    check(browser, axe, "account")
    for path in ("passphrase", "browsers", "second-step", "programs", "delete"):
        browser.open(f"{address}/account/{path}")
        check(browser, axe, path)
    browser.open(f"{address}/account/second-step")
    browser.click("button[value=begin]")
    check(browser, axe, "second step")
    browser.open(f"{address}/account")
    browser.click('form[action="/sign-out"] button')
    browser.open(f"{address}/sign-in")
    check(browser, axe, "sign in")
    tab_to(browser, "#name")
    browser.ask("Input.insertText", text=name)
    tab_to(browser, "#passphrase")
    browser.ask("Input.insertText", text=passphrase)
    browser.press("Enter", leads_on=True)
    assert browser.path == "/account"
    browser.open(f"{address}/report")
    assert browser.path == "/report"
    assert browser.complaints == []
