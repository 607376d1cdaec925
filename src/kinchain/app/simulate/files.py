"""Write a predicted walk for other programs: markers, ground forces, angles, muscle forces."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kinchain.app.simulate.recording import recording_of
from kinchain.simulate.gait_cycle import GaitCycle, Person

__all__ = ["FILES", "write_predicted"]

FILES = ("predicted.trc", "predicted_forces.mot", "predicted_angles.mot", "predicted_muscles.sto")
"""All files that may be written; those of an earlier run that no longer hold are removed."""


def write_predicted(gait: GaitCycle | None, person: Person, out: Path) -> list[Path]:
    """Write a predicted stride into a folder; without one, remove what lies there of another.

    Parameters
    ----------
    gait
        The stride; None where no walk was found.
    person
        Whose.
    out
        The folder.

    Returns
    -------
    files
        What was written: markers and forces of five strides as a laboratory would record them,
        the model's own joint angles (degrees) and muscle forces (N) over one.

    Raises
    ------
    InputError
        If a file cannot be written.
    """
    for name in FILES:
        (out / name).unlink(missing_ok=True)
    if gait is None:
        return []
    from kinchain.body.motion_files import write_table
    from kinchain.gait.synthetic import write_trc

    trial = recording_of(gait, person)
    written = [out / FILES[0], out / FILES[1], out / FILES[2]]
    write_trc(trial, written[0])
    plates = trial.plates
    if plates is not None:
        names, values = [], []
        for k in range(plates.sizes["plate"]):
            for word, part in (("ground_force_v", "force_n"), ("ground_force_p", "cop_m"),
                               ("ground_torque_", "moment_nm")):  # fmt: skip
                names += [f"{k + 1}_{word}{axis}" for axis in "xyz"]
                values.append(np.nan_to_num(plates[part].values[:, k]))
        write_table(written[1], plates["time"].values, names, np.hstack(values),
                    title="Ground forces of a predicted walk")  # fmt: skip
    angles = np.stack(
        [one if name.startswith("pelvis_t") and name != "pelvis_tilt" else np.rad2deg(one)
         for name, one in gait.coordinates.items()], axis=1,
    )  # fmt: skip
    write_table(written[2], gait.time_s, list(gait.coordinates), angles,
                title="Coordinates", in_degrees=True)  # fmt: skip
    if gait.muscles:
        written.append(out / FILES[3])
        write_table(written[3], gait.time_s, list(gait.muscles),
                    np.stack(list(gait.muscles.values()), axis=1),
                    title="Muscle forces of a predicted walk, N")  # fmt: skip
    return written
