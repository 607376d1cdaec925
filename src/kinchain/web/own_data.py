"""Everything that is kept of somebody, as files in one archive that is made while it is sent."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from kinchain.evidence import load_knowledge
from kinchain.report import build_report, render_pdf
from kinchain.store.accounts import Account
from kinchain.store.cases import KeptCase
from kinchain.store.keeping import Store
from kinchain.web.visit import Visit
from kinchain.web.walked import assessed

FORMAT = "kinchain-own-data/1"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NAME = re.compile(r"[^A-Za-z0-9._-]+")
MAX_NAME = 80


class _Pipe(io.RawIOBase):
    """What an archive is written into, and taken out of again piece by piece."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self._held = b"".join(self._held), []
        return taken


def archive(store: Store, account: Account | None, cases: Iterable[KeptCase]) -> Iterator[bytes]:
    """Yield a ZIP archive with all that is kept: JSON, tables, results as PDF, recordings.

    Parameters
    ----------
    store
        The store.
    account
        Whose it is; None without an account.
    cases
        The cases, theirs for sure.

    Yields
    ------
    piece
        What comes next of the archive.
    """
    pipe, cases = _Pipe(), list(cases)
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("kinchain-data.json", _json(store, account, cases))
        for number, case in enumerate(cases, 1):
            for name, content in _case_files(store, case):
                out.writestr(f"case-{number}/{name}", content)
                yield pipe.take()
            for file in store.files.of(case.id):
                shown = f"case-{number}/files/{file.id[:8]}-{_plain(file.name)}"
                with out.open(shown, "w", force_zip64=True) as target:
                    for piece in store.files.pieces(case.id, file.id):
                        target.write(piece)
                        yield pipe.take()
    yield pipe.take()


def data_of(store: Store, account: Account | None, cases: Iterable[KeptCase]) -> dict[str, Any]:
    """Return all that is kept as JSON holds it, without the content of files.

    Parameters
    ----------
    store, account, cases
        As for ``archive``.
    """
    return {
        "format": FORMAT,
        "made": f"{store.clock():%Y-%m-%dT%H:%M:%SZ}",
        "account": None if account is None else _account(store, account),
        "cases": [_case(store, one) for one in cases],
    }


def _account(store: Store, account: Account) -> dict[str, Any]:
    return {
        "name": account.name,
        "created": account.created.isoformat(),
        "second_step": account.has_totp,
        "browsers": [
            {"browser": one.agent, "signed_in": one.created.isoformat(),
             "last_seen": one.seen.isoformat()}
            for one in store.sessions.of(account.id)
        ],
    }  # fmt: skip


def _case(store: Store, case: KeptCase) -> dict[str, Any]:
    return {
        "created": case.created.isoformat(),
        "changed": case.changed.isoformat(),
        "told": json.loads(case.state),
        "diary": [one.entry for one in store.diary.of(case.id)],
        "scores": [one.entry for one in store.scores.of(case.id, "score")],
        "home_tests": [one.entry for one in store.scores.of(case.id, "test")],
        "notes": [{"kind": one.kind, "entry": one.entry} for one in store.notes.of(case.id)],
        "jobs": [
            {"kind": one.kind, "with": one.payload, "state": one.state,
             "created": one.created.isoformat()}
            for one in store.jobs.of(case.id)
        ],
        "files": [
            {"name": one.name, "kind": one.kind, "n_bytes": one.n_bytes, "sha256": one.sha256}
            for one in store.files.of(case.id)
        ],
        "links": [
            {"shows": one.what, "expires": one.expires.isoformat()}
            for one in store.shares.of(case.id)
        ],
    }  # fmt: skip


def _json(store: Store, account: Account | None, cases: list[KeptCase]) -> str:
    return json.dumps(data_of(store, account, cases), ensure_ascii=False, indent=2) + "\n"


def _case_files(store: Store, case: KeptCase) -> Iterator[tuple[str, bytes]]:
    visit = Visit(case.id, case.version, case.state, case.account_id)
    told, assessment = visit.interview.case, assessed(store, visit)
    yield "result.json", (assessment.model_dump_json(indent=2) + "\n").encode()
    report = build_report(assessment, load_knowledge(), told.narrative)
    yield "result.pdf", render_pdf(report)
    heard = [(one.finding, one.side, one.value) for one in assessment.heard]
    yield "answers.csv", _table(("finding", "side", "value"), heard)
    diary = [one.entry for one in store.diary.of(case.id)]
    if diary:
        yield "diary.csv", _table_of(diary)
    scores = [one.entry for one in store.scores.of(case.id)]
    if scores:
        yield "scores.csv", _table_of(scores)


def _table_of(entries: list[dict[str, Any]]) -> bytes:
    names = tuple(dict.fromkeys(name for one in entries for name in one))
    return _table(names, [[_flat(one.get(name)) for name in names] for one in entries])


def _flat(value: Any) -> Any:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {one}" for name, one in value.items())
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _table(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Return a table as CSV, in which no cell is taken for a formula."""
    text = io.StringIO(newline="")
    out = csv.writer(text)
    out.writerow(names)
    for row in rows:
        out.writerow([_cell(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _plain(name: str) -> str:
    """Return a file's name that cannot lead out of a folder."""
    return NAME.sub("_", name).strip("._")[-MAX_NAME:] or "file"
