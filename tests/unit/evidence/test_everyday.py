"""Everyday words: one entry for every page, plain, without figures, and faults named."""

from __future__ import annotations

import pytest

from kinchain.app.library.pages import PLAIN_WORDS, all_pages, page
from kinchain.core.errors import KnowledgeError
from kinchain.evidence import everyday as room
from kinchain.evidence.everyday import everyday_faults, load_everyday, read_everyday


def test_every_page_has_everyday_words_and_no_other():
    assert set(load_everyday()) == {entry.id for entry in all_pages()}


def test_nothing_that_people_ask_is_given_to_one_page_twice():
    for one in load_everyday().values():
        assert len(one.asked) == len(set(one.asked)), one.id


def test_a_page_that_there_is_not_is_a_fault():
    (fault,) = everyday_faults(
        {"condition:rust": load_everyday()["treatment:ice"]}, {"claim:S1-01"}
    )
    assert "condition:rust" in fault.what


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pages:\n- {id: a, plain: 'Ninety or 95 of 100 people.', asked: [b]}\n", "figure"),
        ("pages:\n- {id: a, plain: 'It is sore every day.', asked: []}\n", "at least 1"),
        ("pages:\n" + 2 * "- {id: a, plain: 'It is sore every day.', asked: [b]}\n", "twice"),
        ("other: []\n", "no 'pages'"),
    ],
)
def test_faults_are_named(text, said, tmp_path, monkeypatch):
    (tmp_path / room.FILE).write_text(text, "utf-8")
    monkeypatch.setattr(room, "KNOWLEDGE", tmp_path)
    with pytest.raises(KnowledgeError, match=said):
        read_everyday()


def test_everyday_words_stand_first_where_they_add_something():
    shown = page("condition:morton_neuroma").parts[0]
    assert shown.heading == PLAIN_WORDS
    assert shown.lines == (load_everyday()["condition:morton_neuroma"].plain,)


@pytest.mark.parametrize("name", ["claim:S2-01", "topic:weight"])
def test_claims_and_topics_are_plain_already(name):
    assert all(part.heading != PLAIN_WORDS for part in page(name).parts)
