"""A real browser for the tests: Chromium, driven over a pipe, with nothing to install."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
PATIENCE_S = 60.0


def browser_program() -> str | None:
    """Return the program of a browser, or None."""
    for name in (os.environ.get("KINCHAIN_BROWSER", ""), *BROWSERS):
        if name and (found := shutil.which(name)):
            return found
    return None


class Browser:
    """One page in Chromium, told what to do by its own protocol."""

    def __init__(self, program: str, profile: Path) -> None:
        read_theirs, self._write = os.pipe()
        self._read, write_theirs = os.pipe()
        no_sandbox = "--no-sandbox" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
        command = (
            f'exec "$0" --headless=new --disable-gpu {no_sandbox} --hide-scrollbars '
            f'--no-first-run --user-data-dir="$1" --remote-debugging-pipe about:blank '
            f"3<&{read_theirs} 4>&{write_theirs}"
        )
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", command, program, str(profile)],
            pass_fds=(read_theirs, write_theirs), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(read_theirs)
        os.close(write_theirs)
        os.set_blocking(self._read, False)
        self._kept = b""
        self._number = 0
        self._session = ""
        self.events: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        opened = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = opened["sessionId"]
        for room in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{room}.enable")

    def close(self) -> None:
        """End the browser."""
        try:
            self.ask("Browser.close")
        finally:
            os.close(self._write)
            os.close(self._read)
            self._process.wait(PATIENCE_S)

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            for one in self._messages():
                if one.get("id") == self._number:
                    assert "error" not in one, one
                    return dict(one["result"])
        raise TimeoutError(method)

    def _messages(self) -> list[dict[str, Any]]:
        try:
            got = os.read(self._read, 1 << 20)
        except BlockingIOError:
            time.sleep(0.01)
            return []
        *whole, self._kept = (self._kept + got).split(b"\0")
        found = [json.loads(one) for one in whole]
        self.events += [one for one in found if "method" in one]
        return found

    def _loaded(self) -> None:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if any(one["method"] == "Page.loadEventFired" for one in self.events):
                return
            self._messages()
        raise TimeoutError("the page did not load")

    def _forget_loads(self) -> None:
        self.events = [one for one in self.events if one["method"] != "Page.loadEventFired"]

    def open(self, url: str) -> None:
        """Open an address and wait until it is loaded."""
        self._forget_loads()
        self.ask("Page.navigate", url=url)
        self._loaded()

    def script(self, text: str) -> Any:
        """Run a script as a person at the console would, and return its value."""
        done = self.ask("Runtime.evaluate", expression=text, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def click(self, selector: str) -> None:
        """Click something that leads to another page."""
        self._forget_loads()
        self.script(f"document.querySelector({json.dumps(selector)}).click()")
        self._loaded()

    def fill(self, selector: str, text: str) -> None:
        """Put a text into a field as typing does."""
        self.script(f"document.querySelector({json.dumps(selector)}).focus()")
        self.ask("Input.insertText", text=text)

    def press(self, key: str, *, leads_on: bool = False) -> None:
        """Press a key."""
        if leads_on:
            self._forget_loads()
        known = {"Tab": (9, ""), "Enter": (13, "\r"), " ": (32, " ")}
        code, text = known[key]
        shared = {"key": key, "code": "Space" if key == " " else key,
                  "windowsVirtualKeyCode": code}  # fmt: skip
        self.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **shared)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **shared)
        if leads_on:
            self._loaded()

    def tap(self, selector: str, *, leads_on: bool = False) -> None:
        """Click in the middle of something with the mouse; also where scripts are off."""
        root = self.ask("DOM.getDocument", depth=0)["root"]["nodeId"]
        node = self.ask("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        assert node, f"there is no {selector}"
        self.ask("DOM.scrollIntoViewIfNeeded", nodeId=node)
        quad = self.ask("DOM.getContentQuads", nodeId=node)["quads"][0]
        at = {"x": sum(quad[::2]) / 4, "y": sum(quad[1::2]) / 4, "button": "left", "clickCount": 1}
        if leads_on:
            self._forget_loads()
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, **at)
        if leads_on:
            self._loaded()

    @property
    def address(self) -> str:
        """Address of the page shown; also where scripts are off."""
        history = self.ask("Page.getNavigationHistory")
        return str(history["entries"][history["currentIndex"]]["url"])

    def look(self, width: int, *, dark: bool = False, height: int = 900) -> None:
        """Choose size and scheme."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=1, mobile=width < 600)  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self, file: Path) -> None:
        """Write a picture of the whole page."""
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 7000),
                "scale": 1}  # fmt: skip
        shot = self.ask("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        file.write_bytes(base64.b64decode(shot["data"]))

    @property
    def path(self) -> str:
        """Path of the page shown."""
        return str(self.script("location.pathname"))

    @property
    def complaints(self) -> list[str]:
        """What the browser complained of: refused by the policy, failed scripts."""
        return [
            one["params"]["entry"]["text"]
            for one in self.events
            if one["method"] == "Log.entryAdded" and one["params"]["entry"]["level"] == "error"
        ] + ["exception" for one in self.events if one["method"] == "Runtime.exceptionThrown"]

    @property
    def asked_for(self) -> set[str]:
        """Hosts that were asked for anything."""
        urls = [one["params"]["request"]["url"] for one in self.events
                if one["method"] == "Network.requestWillBeSent"]  # fmt: skip
        return {url.split("/")[2] for url in urls if url.startswith("http")}
