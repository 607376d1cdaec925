"""A user's own events: what is read, and every fault of the table at once."""

from __future__ import annotations

import numpy as np
import pytest

from kinchain.app.walk_events import MAX_FAULTS, read_events
from kinchain.core.errors import InputError

CLOCK = list(np.arange(0.0, 5.0, 0.01))


def table(tmp_path, text, encoding="utf-8"):
    file = tmp_path / "events.csv"
    file.write_text(text, encoding)
    return file


@pytest.mark.parametrize("apart", [",", ";", "\t"])
def test_words_of_every_laboratory_are_read_in_order_of_time(tmp_path, apart):
    rows = [
        ("time_s", "side", "event"),
        ("1.90", "L", "Toe Off"),
        ("1.20", "left", "initial_contact"),
        ("", "", ""),
        ("1.75", "Right", "HS"),
    ]
    file = table(tmp_path, "\n".join(apart.join(row) for row in rows), "utf-8-sig")
    found = read_events(file, CLOCK)
    assert [(one.side, one.kind, one.time_s, one.by) for one in found] == [
        ("left", "initial_contact", 1.2, "user"),
        ("right", "initial_contact", 1.75, "user"),
        ("left", "foot_off", 1.9, "user"),
    ]


def test_all_faults_come_at_once_with_their_lines(tmp_path):
    text = "side,event,time_s\nup,initial_contact,1\nleft,jump,1\nleft,foot_off,soon\nleft,fo,99\n"
    with pytest.raises(InputError) as raised:
        read_events(table(tmp_path, text), CLOCK)
    places = [fault.where for fault in raised.value.faults]
    assert places == ["events.csv:2", "events.csv:3", "events.csv:4", "events.csv:5"]
    assert "frame" in raised.value.faults[-1].mend
    assert all(fault.expected and fault.mend for fault in raised.value.faults)


def test_two_landings_of_a_foot_within_a_moment_are_refused(tmp_path):
    text = "side,event,time_s\nleft,ic,1.00\nleft,ic,1.01\nright,ic,1.02\n"
    with pytest.raises(InputError) as raised:
        read_events(table(tmp_path, text), CLOCK)
    assert [fault.where for fault in raised.value.faults] == ["events.csv:3"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("side,event,frame\nleft,ic,100\n", "time_s"),
        ("", "header"),
        ("side,event,time_s\n", "no events"),
        ("side,event,time_s\nleft,ic,nan\n", "no number"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path, text, says):
    with pytest.raises(InputError, match=says):
        read_events(table(tmp_path, text), CLOCK)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    file = tmp_path / "events.csv"
    file.write_bytes(b"side,event,time_s\n\xff\xfe\x00")
    with pytest.raises(InputError, match="UTF-8"):
        read_events(file, CLOCK)


def test_a_wholly_wrong_file_does_not_flood(tmp_path):
    text = "side,event,time_s\n" + "x,y,z\n" * 500
    with pytest.raises(InputError) as raised:
        read_events(table(tmp_path, text), CLOCK)
    assert len(raised.value.faults) == MAX_FAULTS
