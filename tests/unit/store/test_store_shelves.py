"""Every shelf of the store, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, inspect

from kinchain.core.errors import KinchainError
from kinchain.store.accounts import NameTaken
from kinchain.store.backup import SEALED, change_key
from kinchain.store.database import migrate
from kinchain.store.files import PART_BYTES, TooManyBytesError
from kinchain.store.jobs import LEASE, MOST_ATTEMPTS
from kinchain.store.keeping import Store, open_store, utc_now
from kinchain.store.place import database_url
from kinchain.store.seal import read_keys
from kinchain.store.sessions import IDLE
from kinchain.store.shelf import ChangedElsewhere
from kinchain.store.tables import METADATA, SEALS
from kinchain.store.tries import Limit
from tests.unit.store.store_server import postgresql_at

TOLD = '{"format":"kinchain-visit/1","start":{"narrative":"a stab under the heel"}}'
DAY = date(2026, 3, 1)


class Clock:
    """A clock that can be set on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of an empty database."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        yield database_url(str(folder / "a.sqlite"))
        return
    with postgresql_at(folder) as address:
        yield database_url(address)


@pytest.fixture
def store(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store over it, with a clock of its own."""
    opened = open_store(url, tmp_path_factory.getbasetemp() / f"keys-{url[:8]}", Clock())
    yield opened
    opened.close()


def new_case(store: Store) -> str:
    return store.cases.make(TOLD, None).id


def test_tables_go_up_and_down(url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    keys = tmp_path_factory.getbasetemp() / f"keys-{url[:8]}"
    opened = open_store(url, keys)
    tables = {"alembic_version", *METADATA.tables}
    assert set(inspect(opened.engine).get_table_names()) == tables
    migrate(opened.engine, opened.keys, "base")
    assert inspect(opened.engine).get_table_names() == ["alembic_version"]
    opened.close()
    again = open_store(url, keys)
    assert set(inspect(again.engine).get_table_names()) == tables
    again.close()


def test_a_case_is_theirs_alone_and_changed_once(store: Store) -> None:
    ann, ben = store.accounts.make("ann-ann-0001", "x"), store.accounts.make("ben-ben-0002", "y")
    case = store.cases.make(TOLD, ann.id)
    assert store.cases.read(case.id, ann.id) == case
    assert store.cases.read(case.id, ben.id) is None
    assert store.cases.read(case.id, None) is None
    for version, account_id in ((1, ben.id), (1, None), (2, ann.id)):
        with pytest.raises(ChangedElsewhere):
            store.cases.change(case.id, version, "other", account_id)
    store.cases.change(case.id, 1, "newer", ann.id)
    store.cases.delete(case.id, ben.id)
    kept = store.cases.read(case.id, ann.id)
    assert kept is not None and (kept.version, kept.state) == (2, "newer")
    assert not store.cases.give(case.id, ben.id)
    with pytest.raises(NameTaken):
        store.accounts.make("Ann-Ann-0001 ", "z")
    for one in (ann, ben):
        store.accounts.delete(one.id)
    assert store.cases.read(case.id, ann.id) is None


def test_all_of_a_case_goes_with_it(store: Store) -> None:
    case = new_case(store)
    store.diary.put(case, DAY, {"note": "one"})
    score = store.scores.add(case, "psfs", DAY, {"value": 4.0})
    store.notes.put(case, "followed", {"side": "left"})
    file = store.files.keep(case, "recording", "walk.c3d", b"x")
    job = store.jobs.put(case, "walk", {"file": file})
    secret = store.shares.make(case, "clinician", timedelta(days=1))
    other = new_case(store)
    assert store.scores.get(other, score) is None
    assert not store.scores.delete(other, score)
    assert store.files.get(other, file) is None and store.files.content(other, file) == b""
    assert not store.files.delete(other, file)
    assert store.jobs.get(other, job) is None and not store.jobs.stop(other, job)
    store.cases.delete(case, None)
    assert (store.diary.of(case), store.scores.of(case), store.notes.of(case)) == ([], [], [])
    assert (store.files.of(case), store.jobs.of(case)) == ([], [])
    assert store.shares.open(secret) is None
    with pytest.raises(ChangedElsewhere):
        store.diary.put(case, DAY, {})


def test_what_is_added_lets_a_case_without_an_account_last(store: Store) -> None:
    case = new_case(store)
    store.clock.ahead = timedelta(hours=20)
    store.diary.put(case, DAY, {"note": "one"})
    store.clock.ahead = timedelta(hours=40)
    store.expire()
    assert store.cases.read(case, None) is not None
    store.clock.ahead = timedelta(hours=45)
    assert store.cases.read(case, None) is None
    store.expire()
    assert store.diary.of(case) == []


def test_one_entry_a_day_and_notes_by_kind(store: Store) -> None:
    case = new_case(store)
    first = store.diary.put(case, DAY, {"note": "one"})
    assert store.diary.put(case, DAY, {"note": "two"}) == first
    store.diary.put(case, DAY - timedelta(days=1), {"note": "before"})
    assert [one.entry["note"] for one in store.diary.of(case)] == ["before", "two"]
    found = store.diary.on(case, DAY)
    assert found is not None and found.entry == {"note": "two"}
    store.notes.put(case, "followed", 1)
    store.notes.put(case, "followed", 2)
    store.notes.add(case, "exam", {"x": [True, None, "ü"]})
    assert store.notes.last(case, "followed") == 2
    assert store.notes.last(case, "exam") == {"x": [True, None, "ü"]}
    assert store.notes.last(case, "plan") is None
    store.scores.add(case, "psfs", DAY, {"value": 4.0})
    test = store.scores.add(case, "heel_raises", DAY, {"value": 9.0}, kind="test")
    assert [one.measure for one in store.scores.of(case, "test")] == ["heel_raises"]
    assert store.scores.delete(case, test) and not store.scores.delete(case, test)


def test_a_file_is_whole_or_not_there(store: Store) -> None:
    case = new_case(store)
    data = bytes(range(256)) * (PART_BYTES // 100)
    file = store.files.keep(case, "recording", "walk ü.c3d", data)
    kept = store.files.get(case, file)
    assert kept is not None
    assert (kept.name, kept.n_bytes, len(kept.sha256)) == ("walk ü.c3d", len(data), 64)
    assert store.files.content(case, file) == data

    def write(n_parts: int, most: int, *, breaks: bool) -> None:
        with store.files.writing_file(case, "recording", "big", most) as one:
            for _ in range(n_parts):
                one.write(b"x" * PART_BYTES)
            assert store.files.of(case) == [kept]
            if breaks:
                raise RuntimeError

    with pytest.raises(TooManyBytesError):
        write(3, PART_BYTES, breaks=False)
    with pytest.raises(RuntimeError):
        write(2, 10 * PART_BYTES, breaks=True)
    assert store.files.of(case) == [kept]
    assert store.files.n_bytes(case) == len(data)


def test_what_was_never_written_to_its_end_is_swept_away(store: Store) -> None:
    case = new_case(store)
    writing = store.files.writing_file(case, "recording", "killed", 10 * PART_BYTES)
    one = writing.__enter__()
    one.write(b"x" * 2 * PART_BYTES)
    store.clock.ahead = timedelta(hours=7)
    store.expire()
    assert store.files.n_bytes(case) == 0
    with pytest.raises(ChangedElsewhere):
        one.write(b"x" * PART_BYTES)
    with pytest.raises(ChangedElsewhere):
        writing.__exit__(None, None, None)


def test_a_job_is_done_once_and_by_one_worker(store: Store) -> None:
    case = new_case(store)
    jobs = {store.jobs.put(case, "walk", {"n": n}) for n in range(8)}
    assert store.jobs.claim("w", ["simulate"]) is None
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda n: store.jobs.claim(f"w{n}", ["walk"]), range(10)))
    found = [one.id for one in taken if one is not None]
    assert set(found) <= jobs and len(found) == len(set(found))
    while (one := store.jobs.claim("w0", ["walk"])) is not None:
        found.append(one.id)
    assert sorted(found) == sorted(jobs)


def test_a_job_goes_its_way(store: Store) -> None:
    case = new_case(store)
    job = store.jobs.put(case, "walk", {"file": "x"})
    taken = store.jobs.claim("a", ["walk"])
    assert taken is not None and taken.id == job and taken.state == "running"
    assert store.jobs.beat(job, "a", 0.5, "Reading") and not store.jobs.beat(job, "b", 0.6, "")
    now = store.jobs.get(case, job)
    assert now is not None and (now.progress, now.step) == (0.5, "Reading")
    file = store.files.keep(case, "walk", "walk.json", b"{}")
    assert not store.jobs.finish(job, "b", file)
    assert store.jobs.finish(job, "a", file) and not store.jobs.finish(job, "a", file)
    done = store.jobs.get(case, job)
    assert done is not None and (done.state, done.result_id) == ("done", file)
    assert not store.jobs.stop(case, job)
    second = store.jobs.put(case, "walk", {})
    assert store.jobs.claim("a", ["walk"]) is not None
    assert store.jobs.stop(case, second)
    assert not store.jobs.beat(second, "a", 0.5, "")


def test_a_job_of_a_silent_worker_goes_to_another_and_is_given_up_in_the_end(store: Store) -> None:
    case = new_case(store)
    job = store.jobs.put(case, "silent", {})
    for n in range(MOST_ATTEMPTS):
        taken = store.jobs.claim(f"w{n}", ["silent"])
        assert taken is not None and taken.attempts == n + 1
        assert store.jobs.claim("other", ["silent"]) is None
        store.clock.ahead += LEASE + timedelta(seconds=1)
    assert store.jobs.claim("last", ["silent"]) is None
    over = store.jobs.get(case, job)
    assert over is not None and over.state == "failed"
    assert set(over.error[0]) == {"what", "where", "expected", "mend"}
    again = store.jobs.put(case, "silent", {})
    store.jobs.claim("a", ["silent"])
    fault = {"what": "w", "where": "x", "expected": "y", "mend": "z"}
    assert store.jobs.fail(again, "a", [fault], again=True)
    assert store.jobs.claim("a", ["silent"]) is None  # a little later
    store.clock.ahead += timedelta(seconds=30)
    assert store.jobs.claim("a", ["silent"]) is not None
    assert store.jobs.fail(again, "a", [fault])
    failed = store.jobs.get(case, again)
    assert failed is not None and (failed.state, failed.error) == ("failed", (fault,))


def test_links_and_keys_of_programs_open_until_they_are_over(store: Store) -> None:
    case, account = new_case(store), store.accounts.make("ann-link-0003", "x")
    secret = store.shares.make(case, "clinician", timedelta(hours=2))
    share = store.shares.open(secret)
    assert share is not None and share.case_id == case
    assert store.cases.of_share(share) is not None
    assert store.shares.open("x") is None and store.shares.open(share.handle) is None
    other = new_case(store)
    assert not store.shares.take_back(other, share.handle)
    token = store.tokens.make(account.id, "my program", timedelta(hours=2))
    assert [one.name for one in store.tokens.of(account.id)] == ["my program"]
    store.clock.ahead = timedelta(hours=3)
    assert store.shares.open(secret) is None and store.tokens.open(token) is None
    assert store.shares.of(case) == [] and store.tokens.of(account.id) == []
    store.clock.ahead = timedelta()
    assert store.shares.take_back(case, share.handle)
    assert store.shares.open(secret) is None
    store.accounts.delete(account.id)


def test_tries_are_counted_and_forgotten(store: Store) -> None:
    limit = Limit("x", 2, timedelta(hours=1), timedelta(minutes=1), timedelta(minutes=3))
    none = timedelta()
    assert [store.tries.take(limit, "ann") for _ in range(2)] == [none, none]
    assert timedelta(seconds=50) < store.tries.take(limit, "ann") <= timedelta(minutes=1)
    assert store.tries.take(limit, "ben") == none
    store.clock.ahead = timedelta(minutes=2)
    assert store.tries.take(limit, "ann") == none
    assert timedelta(seconds=110) < store.tries.take(limit, "ann") <= timedelta(minutes=2)
    for _ in range(9):
        store.clock.ahead += timedelta(minutes=4)
        store.tries.take(limit, "ann")
    assert store.tries.take(limit, "ann") <= timedelta(minutes=3)
    store.tries.forget(limit, "ann")
    assert store.tries.take(limit, "ann") == none


def test_browsers_end(store: Store) -> None:
    account = store.accounts.make("ann-browse-0004", "x")
    one, two = (store.sessions.begin(account.id, None, "Firefox") for _ in range(2))
    found = store.sessions.find(one)
    assert found is not None and found.account_id == account.id
    assert not store.sessions.end_one("0" * 32, found.handle)
    assert store.sessions.end_others(account.id, found.id) == 1
    assert store.sessions.find(two) is None
    store.clock.ahead = IDLE + timedelta(minutes=1)
    assert store.sessions.find(one) is None
    store.accounts.delete(account.id)


def test_every_sealed_column_is_known() -> None:
    columns = {
        (table.name, column.name)
        for table in METADATA.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary) and table.name != SEALS.name
    }
    assert columns == {(table.name, name) for table, name, _ in SEALED}


def test_the_key_changes_and_all_still_opens(url: str, tmp_path_factory) -> None:
    keys = tmp_path_factory.getbasetemp() / f"keys-{url[:8]}"
    store = open_store(url, keys)
    account = store.accounts.make("ann-key-0005", "x")
    store.accounts.offer_totp(account.id, "SECRET")
    case = store.cases.make(TOLD, account.id).id
    store.diary.put(case, DAY, {"note": "one"})
    file = store.files.keep(case, "recording", "walk.c3d", b"x" * 3 * PART_BYTES)
    store.jobs.put(case, "walk", {"n": 1})
    store.tokens.make(account.id, "mine", timedelta(days=1))
    before = store.keys.newest.id
    store.close()
    assert change_key(url, keys) > 6
    ring = read_keys(keys)
    assert ring is not None and ring.ids[0] == before and len(ring.ids) == 2
    change_key(url, keys, drops_old=True)
    ring = read_keys(keys)
    assert ring is not None and len(ring.ids) == 1 and before not in ring
    store = open_store(url, keys)
    found = store.accounts.by_name("ann-key-0005")
    assert found is not None and found.totp == "SECRET"
    kept = store.cases.read(case, account.id)
    assert kept is not None and kept.state == TOLD
    assert store.files.content(case, file) == b"x" * 3 * PART_BYTES
    assert store.jobs.of(case)[0].payload == {"n": 1}
    assert [one.name for one in store.tokens.of(account.id)] == ["mine"]
    store.accounts.delete(account.id)
    store.close()


def test_a_server_out_of_reach_is_a_fault_in_four_parts(tmp_path: Path) -> None:
    with pytest.raises(KinchainError) as caught:
        open_store(database_url("postgresql://x@127.0.0.1:1/none"), tmp_path / "keys")
    assert all(one.mend and one.expected for one in caught.value.faults)
