"""A link of another site is followed: the browser holds its key back, and must not get another."""

from __future__ import annotations

from pathlib import Path

from tests.unit.web.web_client import HEEL, person_at

FOLLOWED = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}


def test_the_key_of_a_browser_is_not_replaced_by_a_link_from_elsewhere(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        key = person.client.cookies["kinchain"]
        person.client.cookies.clear()
        for path in ("/", "/report", "/follow", "/nowhere"):
            answer = person.client.get(path, headers=FOLLOWED)
            assert 'http-equiv="refresh" content="0"' in answer.text
            assert "set-cookie" not in answer.headers
            assert answer.headers["x-frame-options"] == "DENY"
        person.client.cookies.set("kinchain", key)
        own = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate"}
        assert "kinchain-assessment" in person.client.get("/report.json", headers=own).text


def test_whoever_types_the_address_gets_the_page(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        for site in ("none", "same-origin"):
            headers = {"sec-fetch-site": site, "sec-fetch-mode": "navigate"}
            assert "refresh" not in person.client.get("/", headers=headers).text
