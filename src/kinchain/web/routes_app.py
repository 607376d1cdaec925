"""What lets the pages be put on a home screen: manifest, service worker, and the page offline."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from kinchain.web.render import catalogue, environment

router = APIRouter()

FOLDER = Path(__file__).parent
STALE = "no-cache"
"""Asked for anew each time: an old service worker must not outlive its release."""


@cache
def _manifest() -> str:
    words = catalogue().app
    return json.dumps(
        {
            "name": words.name, "short_name": words.short_name, "description": words.about,
            "id": "/", "start_url": "/", "scope": "/", "display": "standalone",
            "background_color": "#ffffff", "theme_color": "#0b6e8a", "lang": "en",
            "icons": [{"src": "/static/icon.svg", "sizes": "any", "type": "image/svg+xml"}],
            "shortcuts": [{"name": words.diary, "url": "/follow/day"}],
        }
    )  # fmt: skip


@cache
def _service_worker() -> str:
    mark = environment().globals["style_mark"]
    return (FOLDER / "service_worker.txt").read_text("utf-8").replace("STYLE_MARK", str(mark))


@router.get("/manifest.webmanifest")
def manifest() -> Response:
    """Return name, icon and colours for a home screen."""
    return Response(
        _manifest(), media_type="application/manifest+json", headers={"Cache-Control": STALE}
    )


@router.get("/sw.js")
def service_worker() -> Response:
    """Return the service worker: it shows a page of its own where there is no connection."""
    return Response(
        _service_worker(), media_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": STALE},
    )  # fmt: skip


@router.get("/offline")
def offline() -> Response:
    """Return the page for a browser without a connection; it holds nothing of anybody."""
    text = environment().get_template("offline.html").render(
        token="", has_visit=False, is_signed_in=False, path=""
    )  # fmt: skip
    return HTMLResponse(text, headers={"Cache-Control": STALE})
