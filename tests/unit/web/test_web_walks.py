"""Recordings in the browser: sent, worked out, shown, entered into the result, deleted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kinchain.store.keeping import Store
from kinchain.web import settings, upload
from kinchain.web.work.tasks import RESULT
from kinchain.web.work.worker import Worker
from tests.unit.web.web_client import HEEL, HIDDEN, Person, person_at

EXAMPLE = Path(__file__).parents[3] / "examples" / "walks" / "spares_left_leg.c3d"
BOMB = b"PK\x03\x04" + b"\x00" * 5000
SCRIPT = "<script>alert(1)</script>"
HOSTILE = (
    "../../../../etc/passwd", "..\\..\\windows\\system.ini", f"{SCRIPT}.c3d", "a\r\nX-Bad: 1.trc",
    "\u202egpj.c3d", "'; DROP TABLE files; --", "x" * 5000, "con", ".", "{{ 7*7 }}.c3d", "\x00.c3d",
)  # fmt: skip


def send_files(person: Person, *files: tuple[str, tuple[str, bytes]], token: str = "") -> Any:
    page = person.get("/walks")
    own = token or dict(HIDDEN.findall(page.text))["token"]
    return person.client.post(
        "/walks/upload", files=[("token", (None, own)), *files], follow_redirects=True
    )


def store_of(person: Person) -> Store:
    store: Store = person.client.app.state.store  # type: ignore[attr-defined]
    return store


def work_off(person: Person, folder: Path) -> None:
    worker = Worker(store_of(person), folder / "work")
    while worker.once():
        pass


def job_of(page: Any) -> str:
    found = re.search(r"/walks/([0-9a-f]{32})", str(page.url))
    assert found, page.text
    return found[1]


@pytest.mark.slow
def test_a_recording_becomes_a_page_and_enters_the_result(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL, height="172", mass="70")
        page = send_files(person, ("walk", ("../my walk.c3d", EXAMPLE.read_bytes())))
        job = job_of(page)
        assert "Waiting for its turn" in page.text
        assert 'http-equiv="refresh"' in page.text
        assert person.get(f"/work/{job}/state").json()["state"] == "queued"
        assert person.get(f"/work/{job}/page/walk").status_code == 404
        work_off(person, tmp_path)
        assert person.get(f"/work/{job}/state").json() == {"state": "done", "at": 1.0, "step": ""}
        done = person.get(f"/walks/{job}")
        assert "How you walk" in done.text
        assert "my walk.c3d" in done.text
        assert "../" not in done.text
        for part in ("walk", "loads"):
            assert person.get(f"/work/{job}/view/{part}").status_code == 200
            made = person.get(f"/work/{job}/page/{part}")
            policy = made.headers["content-security-policy"]
            assert policy.startswith("sandbox allow-scripts;")
            assert "allow-same-origin" not in policy
            assert "script-src 'sha256-" in policy
            assert made.headers["x-frame-options"] == "SAMEORIGIN"
        kept = person.get(f"/work/{job}/file/walk.json")
        assert kept.json()["format"] == "kinchain-walk/1"
        assert kept.headers["content-disposition"].startswith("attachment")
        report = person.report()
        assert len(report["walks"]) == 1
        assert report["walks"][0]["recording"]["path"] == "my walk.c3d"
        assert report["loads"]
        assert "my walk.c3d" in person.get("/report").text
        person.send(f"/work/{job}/delete", done)
        assert person.get(f"/walks/{job}").status_code == 404
        assert not person.report()["walks"]
        store = store_of(person)
        with store.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM file_parts").scalar() == 0


@pytest.mark.parametrize("content", [BOMB, b"", b"\x02P", b"\x02P" + b"\xff" * 4000, b"{" * 4000])
def test_what_is_no_recording_ends_in_a_plain_page(tmp_path: Path, content: bytes) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        page = send_files(person, ("walk", ("a.c3d", content)))
        if not content:
            assert page.status_code == 422
            assert "no recording was chosen" in page.text.lower()
            return
        work_off(person, tmp_path)
        failed = person.get(f"/walks/{job_of(page)}")
        assert "could not be used" in failed.text
        assert "What to do" in failed.text
        assert person.get("/report").status_code == 200
        assert not list((tmp_path / "work").iterdir())


def test_hostile_names_are_only_shown_escaped(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        for name in HOSTILE:
            body = (
                f'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n'
                f"{dict(HIDDEN.findall(person.get('/walks').text))['token']}\r\n"
                f'--x\r\nContent-Disposition: form-data; name="walk"; filename="{name}"\r\n\r\n'
                "something\r\n--x--\r\n"
            )
            sent = person.client.post(
                "/walks/upload", content=body.encode(),
                headers={"content-type": "multipart/form-data; boundary=x"},
            )  # fmt: skip
            assert sent.status_code in (200, 422), name
            jobs = store_of(person).jobs
            for row in person.client.app.state.store.files._all():  # type: ignore[attr-defined]
                assert "/" not in row.name
                assert len(row.name) <= 80
            shown = person.get("/walks").text
            assert SCRIPT not in shown
            assert "49.c3d" not in shown
            for found in re.findall(r"/work/([0-9a-f]{32})/delete", shown):
                person.send(f"/work/{found}/delete", person.get("/walks"))
            assert jobs.waiting() == 0


def test_a_form_with_a_wrong_token_leaves_nothing(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        sent = send_files(person, ("walk", ("a.c3d", b"x" * 3_000_000)), token="0" * 64)
        assert sent.status_code == 403
        own = dict(HIDDEN.findall(person.get("/walks").text))["token"]
        late = person.client.post(
            "/walks/upload", files=[("walk", ("a.c3d", b"x" * 10)), ("token", (None, own))]
        )
        assert late.status_code == 422
        assert _n_parts(person) == 0


def test_too_large_a_file_is_refused_and_nothing_of_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        monkeypatch.setattr("kinchain.web.incoming.MAX_RECORDING_BYTES", 2_000_000)
        sent = send_files(person, ("walk", ("a.c3d", b"x" * 3_000_000)))
        assert sent.status_code == 422
        assert "too large" in sent.text
        assert _n_parts(person) == 0
        monkeypatch.setitem(settings.BODY_LIMITS, "/walks/upload", 1000)
        assert send_files(person, ("walk", ("a.c3d", b"x" * 3000))).status_code == 413
        assert _n_parts(person) == 0


def test_a_form_cut_short_leaves_nothing(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        own = dict(HIDDEN.findall(person.get("/walks").text))["token"]
        body = (
            f'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n{own}\r\n'
            '--x\r\nContent-Disposition: form-data; name="walk"; filename="a.c3d"\r\n\r\n'
        ).encode() + b"y" * 2_500_000
        kind = {"content-type": "multipart/form-data; boundary=x"}
        for content in (body, b"--x\r\n", b"", b"\xff" * 1000):
            sent = person.client.post("/walks/upload", content=content, headers=kind)
            assert sent.status_code == 422
        for kind["content-type"] in ("text/plain", "multipart/form-data", "multipart/form-data;"):
            sent = person.client.post("/walks/upload", content=body, headers=kind)
            assert sent.status_code == 422
        assert _n_parts(person) == 0


def test_so_many_recordings_at_once_and_no_more(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        for _ in range(upload.MOST_OPEN):
            assert send_files(person, ("walk", ("a.c3d", b"x"))).status_code == 200
        sent = send_files(person, ("walk", ("a.c3d", b"x")))
        assert sent.status_code == 422
        assert "wait until one is done" in sent.text.lower()


def test_one_can_begin_with_a_recording(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        page = person.get("/walks")
        assert "told nothing yet" in page.text
        again = person.send("/walks/begin", page)
        assert 'type="file"' in again.text
        assert send_files(person, ("walk", ("a.c3d", b"x"))).status_code == 200


def test_a_job_whose_file_is_gone_says_so(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        page = send_files(person, ("walk", ("a.c3d", b"x")))
        store = store_of(person)
        for one in store.files._all():
            store.files.delete(one.case_id, one.id)
        work_off(person, tmp_path)
        assert "not there any more" in person.get(f"/walks/{job_of(page)}").text


def _n_parts(person: Person) -> int:
    with store_of(person).engine.connect() as connection:
        whole = connection.exec_driver_sql("SELECT count(*) FROM files").scalar()
        return int(whole + connection.exec_driver_sql("SELECT count(*) FROM file_parts").scalar())


def test_results_are_kept_once_though_a_job_is_done_twice(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        store = store_of(person)
        page = send_files(person, ("walk", ("a.c3d", b"x")))
        (kept,) = store.files._all()
        store.files.keep(kept.case_id, RESULT, f"{job_of(page)}.1.walk.html", b"half")
        work_off(person, tmp_path)
        assert store.files.of(kept.case_id, RESULT) == []
