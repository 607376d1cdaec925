"""The vocabulary can be asked, reads easily, and no figure is dressed as better than it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kinchain.evidence import Knowledge, load_knowledge
from kinchain.evidence.model import Cited, FindingDef
from kinchain.evidence.rules import read_rules

ROOT = Path(__file__).parents[2]
KNOWLEDGE_FOLDER = ROOT / "src" / "kinchain" / "evidence" / "knowledge"

MEAN_GRADE = 6.0
"""The plain-language target for everything a person reads."""
MAX_GRADE = 9.0
"""One long word in a short question lifts its grade a lot; above this it is too hard."""
MAX_DANGER_WORDS = 18
"""A danger question must be taken in at one glance."""
NOT_READ = ("recalled", "secondary", "opinion", "third-party", "front matter")
"""Marks of a source that was not read itself."""

CASE_SITES = {
    "low_back", "hip", "thigh", "knee", "shin", "calf", "ankle", "heel", "arch", "midfoot",
    "forefoot", "toes", "foot", "leg",
}  # fmt: skip
MUST_ASK_PLAINLY = {
    "saddle_numbness", "bladder_change", "bowel_change", "breathlessness_new", "coughing_blood",
    "pale_blue_foot", "cold_foot", "cannot_bear_weight", "fever", "swelling_calf", "deformity",
    "bone_visible", "foot_drop", "rapid_skin_spread", "pain_out_of_proportion", "black_toe",
}  # fmt: skip
JARGON = re.compile(
    r"saddle an|bilateral|lateral|medial|anterior|posterior|distal|proximal|oedema|effusion|"
    r"neuropath|paraesth|arthritis|tendinopath|ischaem|malleol|metatars|navicular|fibula|patella|"
    r"plantar|incontinen|anticoag|cauda|crepit|palpat|dyspn|syncope|erythem"
)


def findings() -> list[FindingDef]:
    return list(load_knowledge().findings.values())


def n_syllables(word: str) -> int:
    """Count groups of vowels, parting ia, io, ua (di-a-be-tes), leaving out silent e and -ed."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", letters))
    count += len(re.findall(r"(?<![tcsgx])i[aou]|(?<![qg])ua", letters))
    silent_e = letters.endswith("e") and not letters.endswith(("le", "ee"))
    silent_ed = letters.endswith("ed") and not letters.endswith(("ted", "ded"))
    return max(1, count - (count > 1 and (silent_e or silent_ed)))


def reading_grade(text: str) -> float:
    """Compute the Flesch-Kincaid grade of a text."""
    n_sentences = max(1, len(re.findall(r"[.?!;:]+(?:\s|$)", text)))
    words = re.findall(r"[A-Za-z][A-Za-z'’-]*|\d+", text)
    syllables = sum(map(n_syllables, words))
    return 0.39 * len(words) / n_sentences + 11.8 * syllables / len(words) - 15.59


def test_the_grade_is_that_of_a_text_graded_by_hand() -> None:
    # 13 words, 2 sentences, 13 syllables: 0.39 * 6.5 + 11.8 - 15.59
    text = "Does your foot hurt when you walk? Does it hurt at night, too?"
    assert n_syllables("swollen") == 2 and n_syllables("diabetes") == 4
    assert reading_grade(text) == pytest.approx(0.39 * 6.5 + 11.8 * 13 / 13 - 15.59, abs=1e-9)


@pytest.mark.parametrize("entry", findings(), ids=lambda entry: entry.id)
def test_every_finding_can_be_asked(entry: FindingDef) -> None:
    assert entry.label and len(entry.label) <= 48
    assert entry.ask.count("?") == 1
    assert entry.why.endswith(".")
    assert reading_grade(entry.ask) <= MAX_GRADE
    if entry.kind == "test":
        assert entry.test
    if entry.type == "number":
        assert entry.unit and entry.range and entry.range[0] < entry.range[1]
    if entry.type == "bool":
        assert entry.leak is not None and entry.leak.basis == "expert"
    if entry.kind == "medicine":
        assert entry.meaning


def test_labels_and_questions_are_told_apart() -> None:
    entries = findings()
    assert len({entry.label for entry in entries}) == len(entries)
    assert len({entry.ask for entry in entries}) == len(entries)


@pytest.mark.parametrize("field", ["ask", "why", "test", "caution"])
def test_what_a_person_reads_is_easy_on_average(field: str) -> None:
    grades = [reading_grade(getattr(entry, field)) for entry in findings() if getattr(entry, field)]
    assert sum(grades) / len(grades) <= MEAN_GRADE
    assert max(grades) <= MAX_GRADE


@pytest.mark.parametrize(
    "entry", [entry for entry in findings() if entry.sided], ids=lambda entry: entry.id
)
def test_a_leg_question_says_which_leg(entry: FindingDef) -> None:
    """A question about one leg must be about this one, not about either."""
    words = set(re.findall(r"[a-z']+", entry.ask.lower()))
    assert words & {"this", "the", "your"}
    assert "either" not in words and "both" not in words


def test_danger_questions_are_short_and_plain(knowledge: Knowledge) -> None:
    sided = {name: entry.sided for name, entry in knowledge.findings.items()}
    book = read_rules(sided, set(knowledge.sources))
    urgent = {"emergency", "same_day"}
    asked = {
        name
        for rule in book.rules
        if any(tier.urgency in urgent for tier in rule.tiers)
        for name in rule.asks
    }
    asked |= {name for question in book.questions for name in question.ask}
    assert asked > MUST_ASK_PLAINLY - book.danger_ids
    for name in asked | MUST_ASK_PLAINLY:
        ask = knowledge.findings[name].ask
        assert len(ask.split()) <= MAX_DANGER_WORDS, ask
        assert not JARGON.search(ask.lower()), ask


def test_a_question_is_never_a_denial(knowledge: Knowledge) -> None:
    """'Are you not able to' leaves open what a no means; unknown and no must stay apart."""
    for entry in knowledge.findings.values():
        assert not re.match(r"(is|are|do|does|can|did) (it|you|this \w+) not\b", entry.ask.lower())


def test_implied_findings_are_yes_or_no_and_of_the_same_side(knowledge: Knowledge) -> None:
    for entry in knowledge.findings.values():
        for name in entry.implies:
            above = knowledge.findings[name]
            assert above.sided == entry.sided, (entry.id, name)
            assert above.type == entry.type == "bool"
        if entry.derive:
            assert knowledge.findings[entry.derive[0]].sided == entry.sided
            assert knowledge.findings[entry.derive[0]].type == "number"


def test_implications_have_no_circle(knowledge: Knowledge) -> None:
    from kinchain.evidence.vocabulary import ancestors

    for name in knowledge.findings:
        assert name not in ancestors(name, knowledge.findings)


def test_the_sites_of_a_case_file_are_in_the_vocabulary(knowledge: Knowledge) -> None:
    assert {f"pain_{site}" for site in CASE_SITES} <= set(knowledge.findings)


def figures(knowledge: Knowledge) -> Iterator[tuple[str, Cited]]:
    for name, finding in knowledge.findings.items():
        if finding.leak:
            yield f"{name} leak", finding.leak
    for name, condition in knowledge.conditions.items():
        yield f"{name} prior", condition.prior
        yield from ((f"{name} shows {show.finding}", show) for show in condition.shows)
        yield from ((f"{name} raised_by {one.finding}", one) for one in condition.raised_by)
    for name, edge in knowledge.edges.items():
        yield f"edge {name}", edge.strength


def test_a_sourced_figure_rests_on_sources_that_were_read(knowledge: Knowledge) -> None:
    """What was recalled or read second-hand never sets a figure shown as sourced."""
    unread = [
        (where, name, knowledge.sources[name].seen)
        for where, figure in figures(knowledge)
        if figure.basis == "sourced"
        for name in figure.sources
        if any(mark in knowledge.sources[name].seen.lower() for mark in NOT_READ)
    ]
    assert not unread


def test_every_source_says_how_much_of_it_was_read(knowledge: Knowledge) -> None:
    for name, source in knowledge.sources.items():
        assert source.cite.strip() and source.seen.strip(), name


def test_every_knowledge_file_is_in_the_wheel() -> None:
    wheel = pytest.importorskip("hatchling.builders.wheel", reason="needs the build backend")
    builder = wheel.WheelBuilder(str(ROOT))
    packed = {Path(item.path).resolve() for item in builder.recurse_included_files()}
    there = {path.resolve() for path in KNOWLEDGE_FOLDER.rglob("*.yaml")}
    assert there and there <= packed


def test_the_vocabulary_loads_fast() -> None:
    """Flow or block style is free; the fast parser must be able to read every file."""
    import yaml

    for path in KNOWLEDGE_FOLDER.rglob("*.yaml"):
        assert isinstance(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader), dict), path


def test_the_form_of_every_knowledge_file_is_documented() -> None:
    """Every format, every field of every model and every file has its place in the reference."""
    from kinchain.evidence import model

    text = (ROOT / "docs" / "reference" / "knowledge-format.md").read_text("utf-8")
    for path in KNOWLEDGE_FOLDER.rglob("*.yaml"):
        first = re.search(r"^format: (\S+)", path.read_text("utf-8"), re.MULTILINE)
        if first:
            assert first.group(1) in text, path.name
    kinds = (model.FindingDef, model.Condition, model.Node, model.Mechanism, model.Edge)
    for kind in (*kinds, model.Claim, model.Source, model.Shows, model.Raises):
        for name, field in kind.model_fields.items():
            assert re.search(rf"`[^`\n]*\b{field.alias or name}\b|\b{field.alias or name}:", text)
