"""Cut, mend and filter a trial, and say what was done."""

from __future__ import annotations

from dataclasses import dataclass, replace

import xarray as xr

from kinchain.core.trial import Note, Trial, marker_array
from kinchain.gait.landmarks import Landmarks, find_landmarks
from kinchain.gait.prepare.filters import CUTOFF_HZ, low_pass
from kinchain.gait.prepare.gaps import MAX_GAP_S, fill_gaps, remove_spikes
from kinchain.gait.prepare.mass import Mass, compare_mass, estimate_mass
from kinchain.gait.prepare.passes import Pass, find_passes
from kinchain.gait.prepare.plate_contacts import PlateContact, find_contacts, judge_load
from kinchain.gait.prepare.swaps import mend_swaps


@dataclass(frozen=True)
class Prepared:
    """A trial ready to be measured.

    Parameters
    ----------
    trial
        With gaps filled, spikes and swaps mended, unfiltered; its notes say what was done, its
        subject bears a mass from the plates where none was given.
    filtered
        Its markers low-pass filtered, as ``Trial.markers``; None without markers.
    marks
        Which marker is which landmark.
    passes
        Straight walks; turns and standing are left out.
    contacts
        Contacts on force plates, clean or not.
    mass
        Body mass by the plates, None where they cannot tell.
    cutoff_hz
        Of ``filtered``.
    """

    trial: Trial
    filtered: xr.DataArray | None
    marks: Landmarks
    passes: tuple[Pass, ...]
    contacts: tuple[PlateContact, ...]
    mass: Mass | None
    cutoff_hz: float

    @property
    def notes(self) -> tuple[Note, ...]:
        """Return all that was found, mended and left out."""
        return self.trial.notes


def prepare(
    trial: Trial,
    *,
    cutoff_hz: float = CUTOFF_HZ,
    max_gap_s: float = MAX_GAP_S,
    mass_kg: float | None = None,
) -> Prepared:
    """Mend, filter and cut a trial.

    Parameters
    ----------
    trial
        As ``read_recording`` gives it.
    cutoff_hz
        Cut-off of the zero-lag fourth-order Butterworth filter for markers, Hz.
    max_gap_s
        Longest gap that is filled, s; longer ones stay unseen and are reported.
    mass_kg
        Body mass told by the user; wins over the file's.
    """
    marks = find_landmarks(_names(trial), dict(trial.landmark_map))
    if mass_kg is not None:
        trial = replace(trial, subject=replace(trial.subject, mass_kg=mass_kg))
    notes: list[Note] = []
    if trial.markers is not None:
        trial, notes = _mend(trial, marks, max_gap_s)
    passes, pass_notes = find_passes(trial, marks)
    found = find_contacts(trial, marks)
    # Not by the mass told: it is what the plates are to check.
    contacts, _ = judge_load(found, None)
    mass = estimate_mass(trial, contacts)
    mass_notes = compare_mass(trial.subject.mass_kg, mass)
    if mass is not None and trial.subject.mass_kg is None:
        trial = replace(trial, subject=replace(trial.subject, mass_kg=mass.kg))
    contacts, contact_notes = judge_load(found, _weight(trial, mass))
    filtered = None
    if trial.markers is not None:
        filtered = trial.markers.copy(data=low_pass(trial.markers.values, trial.rate_hz, cutoff_hz))
    trial = trial.with_notes(*notes, *pass_notes, *mass_notes, *contact_notes)
    return Prepared(trial, filtered, marks, passes, contacts, mass, cutoff_hz)


def _names(trial: Trial) -> list[str]:
    return [] if trial.markers is None else [str(name) for name in trial.markers["marker"].values]


def _weight(trial: Trial, mass: Mass | None) -> float | None:
    """Return the mass by which contacts are judged: a sure one of the plates before a told one."""
    if mass is not None and mass.error_kg < 0.06 * mass.kg:
        return mass.kg
    return trial.subject.mass_kg


def _mend(trial: Trial, marks: Landmarks, max_gap_s: float) -> tuple[Trial, list[Note]]:
    assert trial.markers is not None
    names = _names(trial)
    position = trial.markers.values
    notes: list[Note] = []
    if marks.is_pose:
        position, swap_notes = mend_swaps(position, names, marks, trial.rate_hz)
        notes += swap_notes
    position, spike_notes = remove_spikes(position, names, trial.rate_hz)
    position, gap_notes = fill_gaps(position, names, trial.rate_hz, max_gap_s)
    markers = marker_array(trial.time_s, names, position)
    return replace(trial, markers=markers), [*notes, *spike_notes, *gap_notes]
