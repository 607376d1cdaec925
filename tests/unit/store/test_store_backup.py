"""Copies: made while in use, checked before they are put back; nothing told lies in the open."""

from __future__ import annotations

import sqlite3
import stat
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from kinchain.cli.running import run
from kinchain.core.errors import KinchainError
from kinchain.store.backup import back_up, restore
from kinchain.store.keeping import open_store
from kinchain.store.place import database_url
from kinchain.store.seal import ready_keys

WORDS = "a stab under the heel that nobody else would tell of"
TOLD = f'{{"format":"kinchain-visit/1","start":{{"narrative":"{WORDS}"}}}}'


def test_nothing_told_lies_in_the_open(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    store = open_store(database_url(str(file)), tmp_path / "keys")
    account = store.accounts.make("quiet-quokka-0001", "hash")
    case = store.cases.make(TOLD, account.id).id
    store.diary.put(case, date(2026, 3, 1), {"note": WORDS})
    store.scores.add(case, "psfs", date(2026, 3, 1), {"items": {WORDS: 4.0}})
    store.notes.add(case, "exam", WORDS)
    store.files.keep(case, "recording", WORDS, WORDS.encode() * 9)
    store.jobs.put(case, "walk", {"about": WORDS})
    store.tokens.make(account.id, WORDS, timedelta(days=1))
    back_up(database_url(str(file)), tmp_path / "copy")
    journal = file.with_name("a.sqlite-wal")
    raw = [one.read_bytes() for one in (file, journal, tmp_path / "copy")]
    store.wipe()
    raw.append(file.read_bytes())
    store.close()
    assert all(b"nobody else" not in one and b"quokka" not in one for one in raw)
    assert [b"accounts" in one for one in raw] == [False, True, True, True]


def test_a_copy_is_made_while_in_use_and_put_back(tmp_path: Path) -> None:
    file, copy, keys = tmp_path / "a.sqlite", tmp_path / "copy.sqlite", tmp_path / "keys"
    url = database_url(str(file))
    store = open_store(url, keys)
    account = store.accounts.make("quiet-quokka-0001", "hash")
    case = store.cases.make(TOLD, account.id).id
    session = store.sessions.begin(account.id, case, "Firefox")
    store.shares.make(case, "clinician", timedelta(days=1))
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            store.notes.add(case, "exam", WORDS)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        back_up(url, copy)
    finally:
        stop.set()
        writer.join()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with pytest.raises(KinchainError, match="there already"):
        back_up(url, copy)
    store.cases.delete(case, account.id)
    later = store.cases.make("later", account.id).id
    aside = restore(url, keys, copy)
    assert aside is not None and stat.S_IMODE(aside.stat().st_mode) == 0o600
    kept = store.cases.read(case, account.id)  # the same store, open all the while
    assert kept is not None and kept.state == TOLD
    assert store.cases.read(later, account.id) is None
    assert store.sessions.find(session) is None and store.shares.of(case) == []
    store.close()
    again = open_store(database_url(str(aside)), keys)
    assert again.cases.read(later, account.id) is not None
    again.close()


def test_a_copy_goes_to_a_new_place(tmp_path: Path) -> None:
    url, keys = database_url(str(tmp_path / "a.sqlite")), tmp_path / "keys"
    store = open_store(url, keys)
    case = store.cases.make(TOLD, None).id
    store.close()
    back_up(url, tmp_path / "copy")
    there = database_url(str(tmp_path / "new" / "b.sqlite"))
    assert restore(there, keys, tmp_path / "copy") is None
    store = open_store(there, keys)
    assert store.cases.read(case, None) is not None
    store.close()


@pytest.mark.parametrize("harm", ["nothing", "text", "cut", "newer", "key", "other"])
def test_a_copy_that_cannot_be_used_changes_nothing(tmp_path: Path, harm: str) -> None:
    url, keys, copy = database_url(str(tmp_path / "a.sqlite")), tmp_path / "keys", tmp_path / "copy"
    store = open_store(url, keys)
    case = store.cases.make(TOLD, None).id
    back_up(url, copy)
    if harm == "nothing":
        copy.unlink()
    elif harm == "text":
        copy.write_text("no database at all " * 500)
    elif harm == "cut":
        copy.write_bytes(copy.read_bytes()[:-3000])
    elif harm in ("newer", "other"):
        with sqlite3.connect(copy) as raw:
            raw.execute("UPDATE alembic_version SET version_num = '9999'" if harm == "newer"
                        else "DROP TABLE alembic_version")  # fmt: skip
        raw.close()
    others = tmp_path / "others"
    ready_keys(others)
    with pytest.raises(KinchainError) as caught:
        restore(url, others if harm == "key" else keys, copy)
    assert all(one.mend and one.expected for one in caught.value.faults)
    assert store.cases.read(case, None) is not None
    store.close()


def test_the_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, keys, copy = tmp_path / "a.sqlite", tmp_path / "keys", tmp_path / "copy"
    monkeypatch.setenv("KINCHAIN_KEY_FILE", str(keys))
    store = open_store(database_url(str(file)), keys)
    case = store.cases.make(TOLD, None).id
    store.close()
    here = ["--database", str(file)]
    assert run(["store", "backup", str(copy), *here]) == 0
    assert run(["store", "restore", str(copy), *here]) == 0
    assert run(["store", "change-key", *here]) == 0
    assert run(["store", "restore", str(copy), *here]) == 0  # the old key is still there
    assert run(["store", "change-key", "--drop-old-keys", *here]) == 0
    assert run(["store", "restore", str(copy), *here]) == 2
    for wrong in (["store", "nonsense"], ["store", "backup"], ["store", "change-key", "x"]):
        assert run([*wrong, *here]) == 2
    said = capsys.readouterr()
    assert "Keep the key file apart" in said.out and "Mend:" in said.err
    store = open_store(database_url(str(file)), keys)
    assert store.cases.read(case, None) is not None
    store.close()


def test_a_copy_of_a_server_is_left_to_the_server(tmp_path: Path) -> None:
    with pytest.raises(KinchainError, match="SQLite files only"):
        back_up(database_url("postgresql://x@127.0.0.1/none"), tmp_path / "copy")
