"""Tables go up and down, keys and database belong together, what is kept is sealed."""

from __future__ import annotations

import sqlite3
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from kinchain.core.errors import KinchainError
from kinchain.store.database import migrate, open_database
from kinchain.store.keeping import open_store, utc_now
from kinchain.store.place import database_url
from kinchain.store.seal import ready_keys
from kinchain.store.shelf import hash_of
from kinchain.store.tables import METADATA

TOLD = '{"format":"kinchain-visit/1","start":{"narrative":"a stab under the heel"}}'


def test_tables_go_up_and_down_and_old_ones_are_copied_first(tmp_path: Path) -> None:
    file = tmp_path / "new" / "answers.sqlite"
    keys = ready_keys(tmp_path / "keys")
    engine = open_database(database_url(str(file)))
    migrate(engine, keys)
    assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0
    tables = {"alembic_version", *METADATA.tables}
    assert set(inspect(engine).get_table_names()) == tables
    migrate(engine, keys, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    assert file.with_name("answers.sqlite.before-0002").exists()
    migrate(engine, keys)
    assert set(inspect(engine).get_table_names()) == tables
    engine.dispose()


def test_the_tables_are_those_that_the_code_knows(tmp_path: Path) -> None:
    store = open_store(database_url(str(tmp_path / "a.sqlite")), tmp_path / "keys")
    found = inspect(store.engine)
    for name, table in METADATA.tables.items():
        columns = {one["name"]: one for one in found.get_columns(name)}
        assert set(columns) == set(table.columns.keys())
        for column in table.columns:
            assert bool(columns[column.name]["nullable"]) == bool(column.nullable), column
            assert type(columns[column.name]["type"]).__name__ == _sqlite(column.type), column
        assert {str(one["name"]) for one in found.get_indexes(name)} >= {
            str(one.name) for one in table.indexes
        }
    store.close()


def _sqlite(kind: object) -> str:
    return {
        "String": "VARCHAR", "Integer": "INTEGER", "BigInteger": "BIGINT", "LargeBinary": "BLOB",
        "DateTime": "DATETIME", "Date": "DATE", "Float": "FLOAT",
    }[type(kind).__name__]  # fmt: skip


def test_visits_of_the_first_tables_are_carried_over_and_back(tmp_path: Path) -> None:
    file, keys = tmp_path / "a.sqlite", tmp_path / "keys"
    ring = ready_keys(keys)
    engine = open_database(database_url(str(file)))
    migrate(engine, ring, "0001")
    secret, until = "what the browser holds", utc_now().replace(tzinfo=None) + timedelta(hours=3)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO visits VALUES (?, 7, ?, ?)", (hash_of(secret), TOLD, str(until))
        )
    engine.dispose()
    store = open_store(database_url(str(file)), keys)
    session = store.sessions.find(secret)
    assert session is not None and session.case_id is not None
    kept = store.cases.read(session.case_id, None)
    assert kept is not None
    assert (kept.version, kept.state, kept.expires) == (7, TOLD, until)
    store.wipe()
    assert b"stab under" not in file.read_bytes()
    migrate(store.engine, ring, "0001")
    with store.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT id, version, state FROM visits").one()
    assert tuple(row) == (hash_of(secret), 7, TOLD)
    store.close()


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    url, keys = database_url(str(tmp_path / "a.sqlite")), tmp_path / "keys"
    open_store(url, keys).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(KinchainError, match="newer kinchain"):
        open_store(url, keys)


def test_a_database_without_its_key_is_left_alone_and_no_new_key_is_made(tmp_path: Path) -> None:
    url, keys = database_url(str(tmp_path / "a.sqlite")), tmp_path / "keys"
    open_store(url, keys).close()
    for other in (tmp_path / "lost", tmp_path / "wrong"):
        if other.name == "wrong":
            ready_keys(other)
        with pytest.raises(KinchainError, match="sealed with a key"):
            open_store(url, other)
    assert not (tmp_path / "lost").exists()
    open_store(url, keys).close()


@pytest.mark.parametrize("text", ["", "kinchain-keys/1\n", "kinchain-keys/1\nabcd x\n", "no\n"])
def test_a_broken_key_file_is_a_fault_and_stays_as_it_is(tmp_path: Path, text: str) -> None:
    keys = tmp_path / "keys"
    keys.write_text(text)
    keys.chmod(0o600)
    with pytest.raises(KinchainError) as caught:
        open_store(database_url(str(tmp_path / "a.sqlite")), keys)
    assert all(one.mend and one.expected for one in caught.value.faults)
    assert keys.read_text() == text


def test_a_key_file_that_others_read_is_refused(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    ready_keys(keys)
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    keys.chmod(0o644)
    with pytest.raises(KinchainError, match="others on this machine"):
        open_store(database_url(str(tmp_path / "a.sqlite")), keys)


def test_sealed_text_opens_only_in_its_own_row(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    store = open_store(database_url(str(file)), tmp_path / "keys")
    one, two = store.cases.make(TOLD, None), store.cases.make(TOLD, None)
    raw = sqlite3.connect(file)
    raw.execute("UPDATE cases SET state = (SELECT state FROM cases WHERE id = ?) WHERE id = ?",
                (one.id, two.id))  # fmt: skip
    raw.commit()
    raw.close()
    assert store.cases.read(one.id, None)
    with pytest.raises(KinchainError, match="cannot be opened"):
        store.cases.read(two.id, None)
    store.close()
