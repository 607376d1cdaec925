"""What was told is kept: under two writers at once, and when the server is killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from kinchain.app.interview import NOT_SURE, answer, begin
from kinchain.core.formats.case import Case
from kinchain.store.keeping import open_store
from kinchain.web.keep import ChangedElsewhere, Keeper
from kinchain.web.settings import database_url
from kinchain.web.visit import Visit, text_of
from tests.unit.web.web_client import HEEL, HIDDEN

N_WRITERS = 12
N_KILLS = 3
PATIENCE_S = 60.0


def test_of_many_writers_at_once_one_wins_and_the_rest_are_told(tmp_path: Path) -> None:
    store = open_store(database_url(str(tmp_path / "a.sqlite")), tmp_path / "keys")
    keeper = Keeper(store)
    interview = begin(Case(narrative=HEEL))
    visit = keeper.make(interview, None)

    def write(_: int) -> bool:
        try:
            keeper.change(visit, interview)
        except ChangedElsewhere:
            return False
        return True

    with ThreadPoolExecutor(N_WRITERS) as pool:
        won = list(pool.map(write, range(N_WRITERS)))
    assert sum(won) == 1
    after = keeper.read(visit.id, None)
    assert after is not None and after.version == 2
    store.close()


def test_an_interview_comes_back_from_its_text_as_it_was() -> None:
    interview = begin(Case(narrative=HEEL))
    for _ in range(4):
        interview = answer(interview, NOT_SURE)
    again = Visit("", 1, text_of(interview)).interview
    assert again == interview
    assert again.question == interview.question
    assert again.urgency == interview.urgency


def start(file: Path) -> tuple[subprocess.Popen[str], str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "kinchain", "serve", "--port", "0", "--database", str(file)],
        stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "KINCHAIN_KEY_FILE": str(file.with_name("keys"))},
    )  # fmt: skip
    assert server.stderr is not None
    found = re.search(r"http://[\d.:]+", server.stderr.readline())
    assert found
    return server, found[0]


@pytest.mark.slow
def test_no_answer_that_was_taken_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    cookies: dict[str, str] = {}
    n_answered = 0
    for round_ in range(N_KILLS):
        server, address = start(file)
        try:
            with httpx.Client(
                base_url=address, cookies=cookies, timeout=PATIENCE_S, follow_redirects=True
            ) as client:
                if round_ == 0:
                    told = dict(HIDDEN.findall(client.get("/tell").text))
                    client.post("/tell", data={**told, "words": HEEL, "do": "next"})
                for _ in range(2):
                    page = client.get("/question")
                    assert f"Question {n_answered + 1} of" in page.text
                    fields = dict(HIDDEN.findall(page.text))
                    taken = client.post("/question", data={**fields, "do": "unsure"})
                    assert taken.status_code == 200
                    n_answered += 1
                cookies = {one.name: one.value or "" for one in client.cookies.jar}
        finally:
            server.kill()
            server.wait(PATIENCE_S)
            if server.stderr is not None:
                server.stderr.close()
            time.sleep(0.1)
