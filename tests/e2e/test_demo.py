"""The demonstration, asserted by meaning."""

from __future__ import annotations

import json

from kinchain.cli.demo import run


def test_demo_goes_from_words_to_reports(tmp_path, capsys):
    run(tmp_path)
    told = " ".join(capsys.readouterr().out.split())
    assert "both heels hurt on the inner side" in told
    assert "Plantar fasciitis" in told
    assert "Emergency: get help now" in told
    assert told.index("What may be going on") < told.index("The chain between knee and foot")
    data = json.loads((tmp_path / "assessment.json").read_text("utf-8"))
    assert data["triage"]["urgency"] in ("routine", "within_days")
    top = [one["id"] for one in data["conditions"][:6]]
    assert "plantar_fasciitis" in top
    assert data["sources"]
    assert {one.name for one in tmp_path.iterdir()} == {
        "assessment.json", "clinician.html", "figures", "report.html", "report.pdf", "report.txt",
    }  # fmt: skip
