"""Damage recordings and see how each ends: ``python benchmarks/walk_mutations.py --n 10000``.

Every damaged file goes through ``read_recording`` and ``measure_walk`` in a worker process with
limits. It must end in a result or in an error with its four parts: no traceback, no crash, no
more than ten seconds, no more than 1 GB. Sources: made walks in every format that can be
written, and the public recordings where they are (``KINCHAIN_RECORDINGS``).
"""

# ruff: noqa: T201  it is a script that prints
from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import resource
import select
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

HANG_S = 10.0
MEMORY_MB = 1024.0
ADDRESS_SPACE = 3 << 30
"""A worker may not ask for more; what it really uses is measured."""

PUBLIC = (
    ("bmclab_course/Gait.c3d",),
    ("btk_pig_beltc/PiG_Motion-FlatFoot-Full.c3d",),
    ("ensink_overground_c3d/exampleOverground.c3d",),
    ("fukuchi_wbds_c3d/fukuchi_WBDS19walkT01.c3d",),
    ("opensim_core_treadmill_c3d/walking2.c3d",),
    ("parkinson_c3d/figshare_pd_SUB01_off_walk_12b.c3d",),
    ("openofm_foot/dynamic.c3d",),
    ("c3d_byteorder_formats/Eb015pi.c3d",),
    ("c3d_byteorder_formats/Eb015vr.c3d",),
    ("opensim_moco_walk3d/markers_walk.trc", "opensim_moco_walk3d/grf_walk.mot"),
    ("opensim_moco_walk3d/coordinates.sto",),
    (
        "opensim_gait10dof18musc_subject01/subject01_walk.trc",
        "opensim_gait10dof18musc_subject01/subject01_walk_grf.mot",
    ),
    ("opensim_gait10dof18musc_subject01/subject01_walk_IK.mot",),
    ("opencap_val_subject4/MarkerData/walking1.trc", "opencap_val_subject4/ID/walking1_grf.mot"),
    ("opencap_val_subject4/IK/walking1_ik.mot",),
    ("opencap_mono_walk/derived_jointcentres_mono.trc", "opencap_mono_walk/GRF.mot"),
    ("opencap_mono_walk/sample_mono.json",),
    ("parkinson_c3d/example_parkinson.json",),
    ("bmclab_course/BiomecII2018_gait_n.txt",),
    ("bmclab_course/walk1.trc",),
    ("opencap_walking_videoAndMocap/walking1_videoAndMocap.mot",),
)


@dataclass(frozen=True)
class Source:
    """What is damaged: the files read together, or the files of a folder that is read."""

    name: str
    files: tuple[str, ...]
    folder: str = ""


@dataclass
class Tally:
    """How the damaged files ended."""

    ended: Counter[str] = field(default_factory=Counter)
    by_format: dict[str, Counter[str]] = field(default_factory=dict)
    slowest_s: float = 0.0
    memory_mb: float = 0.0
    faults: list[dict[str, Any]] = field(default_factory=list)


def public_recordings() -> Path | None:
    """Return the folder of the public recordings, or None where there is none."""
    told = os.environ.get("KINCHAIN_RECORDINGS")
    folder = Path(told) if told else Path(__file__).resolve().parents[2] / "shared" / "data"
    return folder if folder.is_dir() else None


def made_sources(folder: Path) -> list[Source]:
    """Write made walks in every format and return them."""
    from kinchain.gait import synthetic as make

    walk = make.SyntheticWalk(duration_s=3.0, plates=make.Plates(n=2), seed=3).make()
    belt = make.SyntheticWalk(duration_s=3.0, surface="treadmill", marker_set="ior", seed=4).make()
    opencap = make.SyntheticWalk(duration_s=3.0, marker_set="opencap", seed=5).make()
    video = make.SyntheticWalk(duration_s=2.0, rate_hz=30.0, seed=6).make()
    c3d = make.write_c3d(walk, folder / "made.c3d", plate_types=(2,))
    other = make.write_c3d(belt, folder / "belt.c3d", plate_types=(4,), maker="qualisys")
    trc = make.write_trc(walk.trial, folder / "made.trc")
    grf = make.write_grf(walk, folder / "made_grf.mot")
    mot = make.write_mot(walk, folder / "made_angles.mot")
    side = make.write_sports2d_trc(walk, folder / "sports2d.trc")
    space = make.write_pose2sim_trc(walk, folder / "pose2sim.trc")
    session = make.write_opencap_session(opencap, folder / "session")
    frames = make.write_openpose_json(video, folder / "openpose")

    def inside(base: Path) -> tuple[str, ...]:
        return tuple(sorted(str(one) for one in base.rglob("*") if one.is_file()))

    return [
        Source("made c3d", (str(c3d),)),
        Source("made c3d, belts", (str(other),)),
        Source("made trc", (str(trc), str(grf))),
        Source("made mot", (str(mot),)),
        Source("made sports2d", (str(side),)),
        Source("made pose2sim", (str(space),)),
        Source("made opencap session", inside(session), str(session)),
        Source("made openpose json", inside(frames), str(frames)),
    ]


def all_sources(folder: Path) -> list[Source]:
    """Return the made and, where they are, the public recordings."""
    found = made_sources(folder)
    root = public_recordings()
    if root is None:
        print("public recordings: skipped, set KINCHAIN_RECORDINGS to their folder")
        return found
    for files in PUBLIC:
        if all((root / one).exists() for one in files):
            found.append(Source(files[0], tuple(str(root / one) for one in files)))
        else:
            print(f"{files[0]}: skipped, not there")
    return found


def _cut(data: bytearray, rng: random.Random) -> bytearray:
    return data[: rng.randrange(len(data))]


def _flip(data: bytearray, rng: random.Random) -> bytearray:
    for _ in range(rng.choice((1, 3, 30, 300))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return data


def _head(data: bytearray, rng: random.Random) -> bytearray:
    reach = min(len(data), rng.choice((64, 512, 8192)))
    for _ in range(rng.randrange(1, 12)):
        data[rng.randrange(reach)] = rng.choice((0, 1, 127, 128, 255, rng.randrange(256)))
    return data


def _drop(data: bytearray, rng: random.Random) -> bytearray:
    at = rng.randrange(len(data))
    del data[at : at + rng.randrange(1, 4000)]
    return data


def _swap(data: bytearray, rng: random.Random) -> bytearray:
    size = rng.choice((16, 512, 4096))
    one, two = (rng.randrange(max(1, len(data) - size)) for _ in range(2))
    data[one : one + size], data[two : two + size] = (
        bytes(data[two : two + size]),
        bytes(data[one : one + size]),
    )
    return data


def _repeat(data: bytearray, rng: random.Random) -> bytearray:
    at, to = rng.randrange(len(data)), rng.randrange(len(data))
    data[to:to] = data[at : at + rng.randrange(1, 4000)]
    return data


def _blank(data: bytearray, rng: random.Random) -> bytearray:
    at = rng.randrange(len(data))
    part = data[at : at + rng.randrange(1, 4000)]
    data[at : at + len(part)] = bytes([rng.choice((0, 32, 255))]) * len(part)
    return data


def _insert(data: bytearray, rng: random.Random) -> bytearray:
    at = rng.randrange(len(data))
    data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 300)))
    return data


WORDS = (
    b"nan", b"inf", b"-inf", b"1e308", b"-1e308", b"1e-320", b"", b"0", b"-1", b"999999999999",
    b"1,5", b"#N/A", b"yes", b"\xc3\xa4\xe2\x82\xac", b"\xff\xfe", b"'", b"--", b"0x10", b"{}",
    b"[]", b"null", b"true",
)  # fmt: skip


def _number(data: bytearray, rng: random.Random) -> bytearray:
    """Change numbers or words of a text."""
    for _ in range(rng.choice((1, 1, 5, 50))):
        reach = rng.choice((400, len(data)))
        at = rng.randrange(max(1, min(len(data), reach)))
        found = re.compile(rb"[^\s,:\[\]{}]+").search(bytes(data[at : at + 400]))
        if found:
            data[at + found.start() : at + found.end()] = rng.choice(WORDS)
    return data


def _lines(data: bytearray, rng: random.Random) -> bytearray:
    """Drop, double or shuffle lines, or change the separators of a text."""
    lines = bytes(data).split(b"\n")
    kind, at = rng.randrange(5), rng.randrange(len(lines))
    if kind == 0:
        del lines[at : at + rng.randrange(1, 20)]
    elif kind == 1:
        lines[at:at] = [lines[at]] * rng.randrange(1, 20)
    elif kind == 2:
        rng.shuffle(lines)
    elif kind == 3:
        lines[at:] = [one.replace(b"\t", b",") for one in lines[at:]]
    else:
        lines[at] = rng.choice(WORDS)
    return bytearray(b"\n".join(lines))


BINARY = (_cut, _flip, _flip, _head, _head, _drop, _swap, _repeat, _blank, _insert)
TEXT = (_cut, _flip, _head, _drop, _swap, _repeat, _blank, _insert, _number, _number, _lines)


def damaged(data: bytes, binary: bool, rng: random.Random) -> bytes:
    """Return a file's content with one to three kinds of damage."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        if made:
            made = rng.choice(BINARY if binary else TEXT)(made, rng)
    return bytes(made)


def lay_out(source: Source, seed: int, folder: Path) -> list[Path]:
    """Write a source's files with one of them damaged and return what is to be read."""
    rng = random.Random(seed)
    for old in folder.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    victim = rng.randrange(len(source.files))
    base = Path(source.folder) if source.folder else None
    written = []
    for number, name in enumerate(source.files):
        path = Path(name)
        to = folder / (path.relative_to(base) if base else path.name)
        to.parent.mkdir(parents=True, exist_ok=True)
        data = path.read_bytes()
        to.write_bytes(damaged(data, path.suffix == ".c3d", rng) if number == victim else data)
        written.append(to)
    return [folder] if base else written


def is_four_part(error: Exception) -> bool:
    """Say whether an error names what was wrong, where, what was expected and how to mend it."""
    faults = getattr(error, "faults", ())
    return bool(faults) and all(
        f.what and f.where and f.expected and f.mend and "Traceback" not in str(f) for f in faults
    )


def end_of(paths: list[Path]) -> dict[str, Any]:
    """Read and measure what is damaged and say how it ended."""
    from kinchain.core.errors import KinchainError
    from kinchain.gait.measure import measure_walk
    from kinchain.gait.readers import read_recording

    try:
        told = {"rate_hz": 30.0, "height_m": 1.7} if paths[0].is_dir() else {}
        walk = measure_walk(read_recording(paths if len(paths) > 1 else paths[0], **told))
        walk.model_dump_json()
    except KinchainError as error:
        return {"end": "refused" if is_four_part(error) else "error not in four parts"}
    except MemoryError:
        return {"end": "memory error"}
    except Exception as error:  # noqa: BLE001  what is sought
        inside = [f for f in traceback.extract_tb(error.__traceback__) if "kinchain" in f.filename]
        where = f"{Path(inside[-1].filename).name}:{inside[-1].lineno}" if inside else "?"
        return {"end": "traceback", "what": f"{type(error).__name__} {where}: {str(error)[:90]}"}
    return {"end": "measured"}


def work(sources: list[Source]) -> None:
    """Serve as a worker: one source number and seed a line in, one result a line out."""
    import warnings

    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # libraries that print must not break the lines to the parent
    with tempfile.TemporaryDirectory() as room:
        for line in sys.stdin:
            number, seed = map(int, line.split())
            paths = lay_out(sources[number], seed, Path(room))
            start = time.perf_counter()
            result = end_of(paths)
            result["s"] = time.perf_counter() - start
            result["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            out.write(json.dumps(result) + "\n")
            out.flush()


class Worker:
    """A process that reads damaged files; ended where it hangs."""

    def __init__(self, listing: Path) -> None:
        self.listing = listing
        self.start()

    def start(self) -> None:
        """Start it."""
        threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--worker", str(self.listing)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **threads},
        )

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def ask(self, number: int, seed: int) -> dict[str, Any]:
        """Have one damaged file read."""
        assert self.process.stdin is not None and self.process.stdout is not None
        begun = time.perf_counter()
        self.process.stdin.write(f"{number} {seed}\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self.process.stdout], [], [], HANG_S + 20.0)
        line = self.process.stdout.readline() if ready else ""
        if line:
            return dict(json.loads(line))
        code = self.process.poll()
        self.stop()
        self.start()
        lasted = time.perf_counter() - begun
        return {"end": "hang" if not ready else f"crash ({code})", "s": lasted, "mb": 0.0}


def add(tally: Tally, source: Source, seed: int, result: dict[str, Any]) -> None:
    """Count one result."""
    end = result["end"]
    if end in ("measured", "refused") and result["s"] > HANG_S:
        end = "hang"
    if end in ("measured", "refused") and result["mb"] > MEMORY_MB:
        end = "over 1 GB"
    tally.ended[end] += 1
    tally.by_format.setdefault(source.name, Counter())[end] += 1
    tally.slowest_s = max(tally.slowest_s, result["s"])
    tally.memory_mb = max(tally.memory_mb, result["mb"])
    if end not in ("measured", "refused"):
        fault = {"source": source.name, "seed": seed, "end": end, "what": result.get("what", "")}
        tally.faults.append(fault)


def picks(n: int, n_sources: int, seed: int) -> Iterator[tuple[int, int]]:
    """Return which source is damaged by which seed."""
    rng = random.Random(seed)
    for place in range(n):
        yield place % n_sources, rng.randrange(1 << 48)


def run(
    n: int, seed: int = 0, sources: list[Source] | None = None, jobs: int = 1, minutes: float = 0.0
) -> Tally:
    """Damage and read ``n`` files with some workers, or as many as a time allows."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        sources = all_sources(folder) if sources is None else sources
        listing = folder / "sources.json"
        listing.write_text(json.dumps([asdict(one) for one in sources]))
        todo = picks(n, len(sources), seed)
        lock = threading.Lock()
        end = time.monotonic() + 60.0 * minutes if minutes else float("inf")

        def work_off() -> None:
            worker = Worker(listing)
            try:
                while time.monotonic() < end:
                    with lock:
                        one = next(todo, None)
                    if one is None:
                        break
                    result = worker.ask(*one)
                    with lock:
                        add(tally, sources[one[0]], one[1], result)
                        done = sum(tally.ended.values())
                        if done % 500 == 0:
                            print(f"{done}: {dict(tally.ended)}", flush=True)
            finally:
                worker.stop()

        threads = [threading.Thread(target=work_off) for _ in range(jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return tally


def show(tally: Tally) -> None:
    """Print the table."""
    print(f"\n{sum(tally.ended.values())} damaged files: {dict(tally.ended)}")
    print(f"slowest {tally.slowest_s:.2f} s, most memory {tally.memory_mb:.0f} MB")
    for name, ends in sorted(tally.by_format.items()):
        print(f"  {name:58} {dict(ends)}")
    for kind, count in Counter(f"{f['end']}: {f['what']}" for f in tally.faults).most_common(30):
        print(f"  {count:5} {kind}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2, help="workers side by side")
    parser.add_argument("--minutes", type=float, default=0.0, help="stop after these")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--worker", type=Path, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.worker is not None:
        listed = json.loads(told.worker.read_text())
        work([Source(s["name"], tuple(s["files"]), s["folder"]) for s in listed])
        return
    tally = run(told.n, told.seed, jobs=told.jobs, minutes=told.minutes)
    show(tally)
    if told.json:
        told.json.write_text(json.dumps(vars(tally), indent=1))
    raise SystemExit(1 if tally.faults else 0)


if __name__ == "__main__":
    main()
