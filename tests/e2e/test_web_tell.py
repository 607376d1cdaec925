"""Telling and showing in a real browser: pictures, home tests, plan, sheet and link."""

# ruff: noqa: F811 - a fixture that is imported bears the name of the parameter it fills
from __future__ import annotations

import base64
import re

import pytest

from tests.e2e.test_web import COLD, STORY, address, axe, browser, check, tab_to  # noqa: F401
from tests.e2e.web_browser import Browser

SPOT = 'input[value="pain_knee_inner@right"]'
WAIT_SAVED = """new Promise((done, fail) => { const end = Date.now() + 20000; (function look() {
  if (!document.querySelector("[data-saved]").hidden) done(true);
  else if (Date.now() > end) fail(new Error("not saved")); else setTimeout(look, 50); })(); })"""

WAIT_ALARM = """new Promise((done, fail) => { const end = Date.now() + 30000; (function look() {
  if (document.querySelector(".listen .alarm")) done(true);
  else if (Date.now() > end) fail(new Error("no alarm")); else setTimeout(look, 50); })(); })"""


def tell(browser: Browser, address: str, words: str = STORY) -> None:
    browser.open(f"{address}/tell")
    browser.fill("#words", words)
    browser.fill("#age", "52")
    browser.click("main button[value=next]")


def pages_of_print(browser: Browser) -> int:
    made = browser.ask("Page.printToPDF", preferCSSPageSize=True)["data"]
    return len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(made)))


@pytest.mark.slow
def test_where_it_hurts_is_tapped_by_keyboard_alone(
    address: str, browser: Browser, axe: str
) -> None:
    browser.open(f"{address}/where")
    check(browser, axe, "where")
    for _ in range(100):
        browser.press("Tab")
        if browser.script(f"document.activeElement.matches({SPOT!r})"):
            break
    else:
        raise AssertionError("the spot cannot be reached by keyboard")
    outline = "getComputedStyle(document.activeElement.closest('label')).outlineStyle"
    assert browser.script(outline) != "none"
    named = "document.activeElement.closest('label').querySelector('span').offsetWidth"
    assert browser.script(named) > 40, "the spot says its name while it has the focus"
    browser.press(" ")
    said = browser.script("document.querySelector('[data-tapped]').textContent")
    assert "inner side of the knee, right" in said
    check(browser, axe, "where, with a spot")
    browser.script("document.querySelector('form button.main').focus()")
    browser.press("Enter", leads_on=True)
    assert browser.path == "/question"
    browser.open(f"{address}/where")
    assert browser.script(f"document.querySelector({SPOT!r}).checked")
    assert browser.complaints == []


@pytest.mark.slow
def test_every_spot_can_be_hit_with_a_thumb(address: str, browser: Browser) -> None:
    browser.open(f"{address}/where")
    for width in (390, 800, 1280):
        browser.look(width)
        small = browser.script(
            "[...document.querySelectorAll('.spot')].map(one => one.getBoundingClientRect())"
            ".filter(one => one.width < 24 || one.height < 24).length"
        )
        assert small == 0, f"{small} spots are under 24 pixels at {width}"


@pytest.mark.slow
def test_the_question_for_places_has_no_violation(address: str, browser: Browser, axe: str) -> None:
    browser.open(f"{address}/tell")
    browser.click("button[value=ask]")
    check(browser, axe, "places")


@pytest.mark.slow
def test_a_clock_counts_into_the_field(address: str, browser: Browser, axe: str) -> None:
    browser.open(f"{address}/library/test/single_leg_heel_raises_n")
    check(browser, axe, "home test")
    for _ in range(3):
        browser.script("document.querySelector('[data-tap]').click()")
    assert browser.script("document.querySelector('[data-face]').textContent") == "3"
    assert "3" in browser.script("document.querySelector('[data-told]').textContent")
    browser.script("document.querySelector('[data-clear]').click()")
    assert browser.script("document.querySelector('[data-face]').textContent") == "0"
    assert browser.complaints == []


@pytest.mark.slow
def test_the_plan_is_ticked_off_and_kept_without_a_button(
    address: str, browser: Browser, axe: str
) -> None:
    tell(browser, address)
    browser.open(f"{address}/plan")
    check(browser, axe, "plan")
    tab_to(browser, ".day input")
    browser.press(" ")
    assert browser.script(WAIT_SAVED)
    check(browser, axe, "plan, ticked")
    browser.open(f"{address}/plan")
    assert browser.script("document.querySelectorAll('.day input:checked').length") == 1
    assert pages_of_print(browser) == 1
    assert browser.complaints == []


@pytest.mark.slow
def test_the_sheet_the_examination_and_the_link(address: str, browser: Browser, axe: str) -> None:
    tell(browser, address)
    browser.open(f"{address}/clinician")
    check(browser, axe, "clinician")
    assert pages_of_print(browser) == 1
    browser.open(f"{address}/clinician/exam")
    check(browser, axe, "exam")
    browser.fill("#by", "podiatrist")
    browser.script("document.querySelector('[name=\"windlass_pain@left\"]').value = 'yes'")
    browser.click("#exam button.main")
    assert browser.path == "/clinician"
    check(browser, axe, "clinician, examined")
    browser.open(f"{address}/share")
    check(browser, axe, "share")
    browser.click("#make button.main")
    check(browser, axe, "share, made")
    link = browser.script("document.querySelector('.linked code').textContent")
    browser.open(link)
    check(browser, axe, "shared")
    browser.click("#exam button.main")
    check(browser, axe, "shared, tried")
    assert browser.complaints == []


@pytest.mark.slow
def test_what_is_heard_shows_while_one_writes(address: str, browser: Browser, axe: str) -> None:
    browser.open(f"{address}/tell")
    browser.fill("#words", COLD)
    assert browser.script(WAIT_ALARM)
    check(browser, axe, "tell, with an alarm")
    browser.script("document.querySelector('.listen .alarm button').focus()")
    browser.press("Enter", leads_on=True)
    assert browser.path == "/report"
    assert browser.complaints == []


@pytest.mark.slow
def test_home_tests_on_one_page(address: str, browser: Browser, axe: str) -> None:
    tell(browser, address)
    browser.open(f"{address}/tests")
    check(browser, axe, "home tests")


@pytest.mark.slow
def test_telling_and_showing_without_scripts(address: str, browser: Browser) -> None:
    browser.ask("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(f"{address}/tell")
    browser.tap("#words")
    browser.ask("Input.insertText", text=STORY)
    browser.tap("main button[value=map]", leads_on=True)
    assert browser.address == f"{address}/where"
    browser.tap('input[value="pain_arch@left"]')
    browser.tap("form button.main", leads_on=True)
    assert browser.address == f"{address}/heard"
    browser.open(f"{address}/plan")
    browser.tap(".day input")
    browser.tap("[data-save]", leads_on=True)
    assert "saved=1" in browser.address
    browser.open(f"{address}/library")
    browser.tap("#question")
    browser.ask("Input.insertText", text="can flat feet cause knee pain?")
    browser.tap(".search button", leads_on=True)
    assert browser.address == f"{address}/library"
    assert browser.complaints == []
