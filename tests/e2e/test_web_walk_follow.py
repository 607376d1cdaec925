"""Walk and follow in a real browser: sent, watched, played, told by keyboard; axe on each page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.test_web import AXE_RUN, STORY, address, axe, browser, check, tab_to
from tests.e2e.web_browser import Browser, browser_program

__all__ = ["address", "axe", "browser"]

EXAMPLE = Path(__file__).parents[2] / "examples" / "walks" / "spares_left_leg.c3d"
PATIENCE_S = 180.0
MOVES = "getComputedStyle(document.querySelector('.pip input:checked + span')).backgroundColor"

pytestmark = pytest.mark.slow


@pytest.fixture
def told(address: str, browser: Browser) -> Iterator[Browser]:
    """Return a browser in which a story was told."""
    browser.open(f"{address}/tell")
    browser.fill("#words", STORY)
    browser.click("button[value=next]")
    yield browser
    assert browser.asked_for <= {address.removeprefix("http://")}


def choose_file(browser: Browser, selector: str, file: Path) -> None:
    root = browser.ask("DOM.getDocument")["root"]["nodeId"]
    node = browser.ask("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
    browser.ask("DOM.setFileInputFiles", nodeId=node, files=[str(file)])


def wait_for(browser: Browser, script: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if browser.script(f"document.readyState === 'complete' && Boolean({script})"):
            return
        time.sleep(0.3)
    raise TimeoutError(script)


def test_a_recording_is_sent_worked_out_and_played(address: str, told: Browser, axe: str) -> None:
    told.open(f"{address}/walks")
    check(told, axe, "walks")
    choose_file(told, "#walk", EXAMPLE)
    told.click("form[data-upload] .main")
    assert told.path.startswith("/walks/")
    check(told, axe, "work")
    wait_for(told, "document.querySelector('.doors')")
    check(told, axe, "walk")
    job = told.path.rpartition("/")[2]
    for part in ("walk", "loads"):
        told.open(f"{address}/work/{job}/view/{part}")
        check(told, axe, f"view of {part}")
        told.open(f"{address}/work/{job}/page/{part}")
        told.script(axe + ";0")
        assert told.script(AXE_RUN) == [], part
        assert told.script("self.origin") == "null", "the made page is not kept apart"
        assert told.script("[...document.querySelectorAll('button')].some(one => !one.hidden)")
    told.open(f"{address}/report")
    assert "This walk shows" in told.script("document.body.textContent")
    assert told.complaints == []


def test_a_day_is_told_by_keyboard_and_seen(address: str, told: Browser, axe: str) -> None:
    told.open(f"{address}/follow")
    check(told, axe, "follow, empty")
    tab_to(told, "a[href='/follow/day'].main")
    told.press("Enter", leads_on=True)
    check(told, axe, "day")
    tab_to(told, "input[name='pain:heel@left']")
    told.press(" ")
    blank = told.script(MOVES)
    told.script("document.querySelector(\"input[name='pain:heel@left'][value='4']\").focus()")
    told.press(" ")
    assert told.script(MOVES) != blank
    tab_to(told, "form[action='/follow/day'] .main")
    told.press("Enter", leads_on=True)
    assert told.path == "/follow"
    assert "left heel 4" in told.script("document.body.textContent")
    check(told, axe, "follow")
    for path in ("follow/score", "follow/about", "what-if", "offline"):
        told.open(f"{address}/{path}")
        check(told, axe, path)
    assert told.complaints == []


def test_without_a_connection_a_page_says_so(tmp_path: Path) -> None:
    if browser_program() is None:
        pytest.skip("no Chromium on the path, and KINCHAIN_BROWSER names none")
    server = subprocess.Popen(
        [sys.executable, "-m", "kinchain", "serve", "--no-worker", "--port", "0", "--database",
         str(tmp_path / "a.sqlite")],
        stderr=subprocess.PIPE, text=True, env={**os.environ, "KINCHAIN_KEY_FILE":
                                                str(tmp_path / "keys")},
    )  # fmt: skip
    assert server.stderr is not None
    found = re.search(r"http://[\d.:]+", server.stderr.readline())
    assert found
    opened = Browser(browser_program() or "", tmp_path / "profile")
    try:
        offline(found[0], opened, server)
    finally:
        opened.close()
        server.kill()
        server.wait()
        server.stderr.close()


def offline(address: str, told: Browser, server: subprocess.Popen[str]) -> None:
    told.open(f"{address}/tell")
    told.fill("#words", STORY)
    told.click("button[value=next]")
    told.script("navigator.serviceWorker.ready.then(() => true)")
    kept = told.script(
        "caches.keys().then(names => Promise.all(names.map(name => caches.open(name)"
        ".then(cache => cache.keys())))).then(all => all.flat().map(one => one.url))"
    )
    assert sorted(one.removeprefix(address).partition("?")[0] for one in kept) == [
        "/offline", "/static/icon.svg", "/static/style.css",
    ]  # fmt: skip
    told.open(f"{address}/follow")
    server.kill()
    server.wait()
    told.open(f"{address}/follow")
    text = told.script("document.body.textContent")
    assert "No connection" in text
    assert "cannot be reached now" in text
    assert "heel" not in text
    told.open(f"{address}/report")
    assert "No connection" in told.script("document.body.textContent")
