"""Which hits say nothing of their own beside a more telling one."""

from __future__ import annotations

from collections.abc import Mapping

from kinchain.intake._lexicon import Concept, Hit

COVERS: dict[str, tuple[str, ...]] = {
    "pain": (
        "chest_pain",
        "urethral_discharge",
        "bladder_change",
        "skin_break",
        "part_fine",
        "several_joints_swollen",
        "widespread_pain",
        "tender_deep_vein",
        "uveitis",
        "bone_tender_fifth_metatarsal",
        "bone_tender_navicular",
        "bone_tender_malleolus",
        "bone_tender_fibular_head",
        "bone_tender_kneecap_only",
        "tender_joint_line",
        "windlass_pain",
        "small_joints_pain",
        "touch_hurts_skin",
        "pain_pebble",
        "pain_toe_stretch",
        "pulsating_lump_behind_knee",
    ),
    "pain_stabbing": ("chest_pain",),
    "numb": ("saddle_numbness",),
    "tingling": ("saddle_numbness",),
    "pain_running": ("load_increase",),
    "weak_leg": (
        "cannot_lift_straight_leg",
        "quadriceps_weak",
        "hip_weak",
        "osteoporosis",
        "heart_failure",
    ),
    "swelling": (
        "swelling_whole_leg",
        "swelling_calf",
        "pitting_oedema",
        "swelling_heel_back",
        "several_joints_swollen",
        "lump_behind_knee",
        "swelling_front_kneecap",
        "small_joints_pain",
        "bony_enlargement_knee",
    ),
    "bruising": ("skin_dusky_blisters", "black_toe"),
    "pale_blue_foot": ("skin_dusky_blisters",),
    "pain_worsening": ("pain_out_of_proportion",),
    "night_pain": ("night_sweats",),
    "pus_discharge": ("skin_pustules_rash",),
    "direct_blow": ("kicked_feeling_heel",),
    "injury": (
        "previous_knee_injury",
        "previous_ankle_sprain",
        "previous_achilles_problem",
        "bone_visible",
    ),
    "clicking": ("pop_felt",),
    "steroid": ("tried_injection", "recent_joint_injection"),
    "part_fine": ("xray_normal",),
    "lump": ("lump_behind_knee", "lump_growing_or_over_5cm"),
    "pop_felt": (),
    "warmth": ("fever",),
    "pain_throbbing": ("pulsating_lump_behind_knee",),
    "pain_first_step": (),
    "rolled_ankle": ("ankle_giving_way", "previous_ankle_sprain"),
    "twist_injury": ("rolled_ankle",),
    "osteoarthritis_known": ("rheumatoid_known",),
    "pain_walking": (
        "pain_walking_distance",
        "pebble",
        "cannot_bear_weight",
        "leans_on_other_leg",
    ),
    "foot_ulcer": ("stomach_ulcer_or_bleed",),
    "pain_stairs": ("cannot_bear_weight", "fall"),
    "grinding": ("pop_felt",),
    "pain_push_off": ("weak_push_off", "cannot_single_heel_raise"),
    "cannot_straighten_knee": ("cannot_lift_straight_leg",),
    "pain_after_rest": ("pain_squatting",),
    "redness": ("uveitis", "colour_temperature_changes"),
    "skin_break": ("ring_rash",),
    "calf_tight": (),
    "pain_electric": (),
    "recent_surgery": (),
    "stiff": ("cannot_bend_knee_90",),
}
"""Hits that say nothing of their own where they overlap one of these."""


def covered_hits(hits: list[Hit], concepts: Mapping[str, Concept]) -> set[Hit]:
    """Return the hits that only repeat part of a more telling one.

    Parameters
    ----------
    hits
        All hits of a text.
    concepts
        The lexicon's concepts; further wordings of a finding count as the finding.
    """
    by_name: dict[str, list[Hit]] = {}
    for hit in hits:
        by_name.setdefault(_meant(hit, concepts), []).append(hit)
    covered: set[Hit] = set()
    for hit in hits:
        for name in COVERS.get(_meant(hit, concepts), ()):
            if any(_lies_over(h, hit) for h in by_name.get(name, ())):
                covered.add(hit)
        if hit.name == "part_fine" and any(
            not h.value and h.name != "part_fine" and h.first < hit.last and hit.first < h.last
            for h in hits
        ):
            covered.add(hit)
    return covered


def _lies_over(cover: Hit, hit: Hit) -> bool:
    """Say whether a more telling hit overlaps; that one can walk does not tell of pain.

    "Painful if I pull my toes back" opens with a pain of its own.
    """
    walks = hit.name == "pain_walking" and not cover.value
    if cover.name == "pain_toe_stretch" and hit.first == cover.first:
        return False
    return cover.first < hit.last and hit.first < cover.last and not walks


def _meant(hit: Hit, concepts: Mapping[str, Concept]) -> str:
    by_part = concepts[hit.name].by_part
    return by_part["*"] if len(by_part) == 1 and "*" in by_part else hit.name
