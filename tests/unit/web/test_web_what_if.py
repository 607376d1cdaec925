"""What-if in the browser: set, refused, queued, shown."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kinchain.core.formats.simulation import SETTING_RANGES, Simulation
from kinchain.simulate.settings import NOT_MODELLED
from kinchain.web import what_if
from kinchain.web.render import catalogue
from kinchain.web.work.child import OUT
from kinchain.web.work.process import Beat, Ended
from kinchain.web.work.tasks import EFFECTS, SIMULATE, SUMMARY, Task
from kinchain.web.work.worker import Worker
from tests.unit.web.test_web_follow import follow_store
from tests.unit.web.web_client import HEEL, person_at

EXAMPLE = Path(__file__).parents[3] / "src/kinchain/core/formats/examples/simulation.json"


def test_every_setting_of_the_model_is_offered_with_words() -> None:
    offered = [name for names in what_if.GROUPS.values() for name in names]
    assert sorted([*offered, *NOT_MODELLED]) == sorted(SETTING_RANGES)
    words = catalogue().what_if
    assert all(name in words.names and name in words.units for name in offered)


def test_a_what_if_is_queued_with_what_was_set(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL, height="180", mass="80", sex="male")
        page = person.get("/what-if")
        sent = person.send(
            "/what-if", page,
            **{"knee_extension_deficit_deg": "15", "knee_extension_deficit_deg@": "left",
               "cane": "10", "cane@": "both", "heel_pain": "", "knee_effusion_grade": "0",
               "speed": "1,1"},
        )  # fmt: skip
        assert sent.url.path.startswith("/what-if/")
        assert "Waiting for its turn" in sent.text
        store, case_id = follow_store(person)
        (job,) = store.jobs.of(case_id, SIMULATE)
        assert job.payload["settings"] == {"knee_extension_deficit_deg@left": 15.0, "cane": 10.0}
        assert job.payload["speed_mps"] == 1.1
        assert job.payload["person"] == {"mass_kg": 80.0, "height_m": 1.8, "sex": "male"}
        assert person.get(f"/walks/{job.id}").status_code == 404
        person.send(f"/work/{job.id}/delete", sent)
        assert store.jobs.of(case_id) == []


@pytest.mark.parametrize(
    "fields",
    [{}, {"cane": "900"}, {"cane": "much"}, {"cane": "nan"}, {"cane": "inf"}, {"speed": "9"},
     {"cane": "1" * 500}, {"knee_varus_deg": "5"}, {"arch_height_pct": "100"}],
)  # fmt: skip
def test_what_cannot_be_is_said(tmp_path: Path, fields: dict[str, str]) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        page = person.get("/what-if")
        empty = dict.fromkeys((n for names in what_if.GROUPS.values() for n in names), "")
        sent = person.send("/what-if", page, **{**empty, **fields})
        assert sent.status_code == 422
        assert 'role="alert"' in sent.text
        store, case_id = follow_store(person)
        assert store.jobs.of(case_id) == []


def test_a_what_if_that_is_done_is_shown(tmp_path: Path) -> None:
    data = json.loads(EXAMPLE.read_text("utf-8"))
    Simulation.model_validate(data)

    def done(_task: Task, folder: Path, _beat: Beat) -> Ended:
        out = folder / OUT
        out.mkdir()
        bare = {key: value for key, value in data.items() if key not in ("walk", "loads", "stride",
                "baseline", "baseline_stride")}  # fmt: skip
        (out / SUMMARY).write_text(json.dumps({"simulation": bare}), "utf-8")
        (out / "simulation.html").write_text("<!doctype html><title>x</title>", "utf-8")
        return Ended()

    with person_at(tmp_path) as person:
        person.tell(HEEL)
        sent = person.send("/what-if", person.get("/what-if"), cane="10")
        store, _ = follow_store(person)
        assert Worker(store, tmp_path / "work", do=done).once()
        shown = person.get(sent.url.path)
        assert "What was set" in shown.text
        assert "How sure, and what is not in it" in shown.text
        found = re.search(r"/work/[0-9a-f]{32}/view/simulation", shown.text)
        if data["converged"]:
            assert found
            assert person.get(found[0]).status_code == 200
            policy = person.get(found[0].replace("view", "page")).headers
            assert "script-src 'none'" in policy["content-security-policy"]
        assert "10 % of body weight" in person.get("/what-if").text


def test_one_can_begin_with_a_what_if(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        page: Any = person.send("/what-if/begin", person.get("/what-if"))
        assert 'name="cane"' in page.text


def test_what_simulated_walks_add_stands_in_the_result_until_something_else_is_told(
    tmp_path: Path,
) -> None:
    def done(task: Task, folder: Path, _beat: Beat) -> Ended:
        assert task.kind == EFFECTS
        order = json.loads((folder / "order.json").read_text("utf-8"))
        assert order["case"]["narrative"] == HEEL
        out = folder / OUT
        out.mkdir()
        chain = {"load_effects": [], "load_effects_note": "Computed quokka.", "would_change": []}
        (out / SUMMARY).write_text(json.dumps({"chain": chain, "sources": []}), "utf-8")
        return Ended()

    with person_at(tmp_path) as person:
        person.tell(HEEL)
        sent = person.send("/what-if/told", person.get("/what-if"))
        assert sent.url.path.startswith("/what-if/")
        again = person.send("/what-if/told", person.get("/what-if"))
        assert again.url == sent.url
        store, case_id = follow_store(person)
        assert Worker(store, tmp_path / "work", do=done).once()
        assert person.get(sent.url.path).url.path == "/report"
        assert "Computed quokka." in person.get("/report").text
        assert "It stands in your result" in person.get("/what-if").text
        person.tell(HEEL + " It is worse on stairs.")
        assert "Computed quokka." not in person.get("/report").text
        person.send("/what-if/told", person.get("/what-if"))
        assert len(store.jobs.of(case_id)) == 1
