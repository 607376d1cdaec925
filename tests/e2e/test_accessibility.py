"""The page and axe-core: no violation in a real browser, light and dark, wide and narrow."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import unescape
from importlib.util import find_spec
from pathlib import Path

import pytest

import kinchain as kc
from kinchain.evidence import load_knowledge
from kinchain.report import build_report, render_page

ROOT = Path(__file__).resolve().parents[2]
WALK = "a measured walk"
LOADS = "loads of a walk"
WHAT_IF = "a predicted walk"
CLINICIAN = "the clinician page of "
"""Before the name of an example, whose clinician page is meant."""

CASES = (
    "case", "knees_and_heels", "cold_leg", WALK, LOADS, WHAT_IF, f"{CLINICIAN}case",
    f"{CLINICIAN}cold_leg", f"{CLINICIAN}knees_and_heels",
)  # fmt: skip
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
SCHEMES = {"dark": 0, "light": 1}
"""The browser's own numbers for the preferred scheme of colours."""

BROWSER_TIMEOUT_S = 120.0
RESULT = re.compile(r'<pre id="axe-result">(.*?)</pre>', re.DOTALL)
CSP = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')

RUN = """
<script>
axe.run(document, {runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
  "wcag22aa", "best-practice"]}}).then(found => {
  const pre = document.createElement("pre");
  pre.id = "axe-result";
  pre.textContent = JSON.stringify({
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    wide: document.documentElement.scrollWidth, room: document.documentElement.clientWidth,
    passes: found.passes.length,
    violations: found.violations.map(one => ({id: one.id, help: one.help,
      nodes: one.nodes.slice(0, 4).map(node => node.html.slice(0, 160) + " " +
        (node.any[0] ? node.any[0].message : ""))})),
  });
  document.body.append(pre);
});
</script>
"""


@pytest.fixture(scope="module")
def browser() -> str:
    """Return a browser's program."""
    for name in (os.environ.get("KINCHAIN_BROWSER", ""), *BROWSERS):
        if name and (found := shutil.which(name)):
            return found
    pytest.skip("no Chromium on the path, and KINCHAIN_BROWSER names none")


@pytest.fixture(scope="module")
def axe() -> str:
    """Return the source of axe-core."""
    spec = find_spec("axe_core_python")
    if spec is None or spec.origin is None:
        pytest.skip("axe-core-python is not installed; it comes with the development requirements")
    return (Path(spec.origin).parent / "axe.min.js").read_text("utf-8")


def page_of(name: str) -> str:
    if name == WHAT_IF:
        from kinchain.app.simulate.order import SimulateOrder
        from kinchain.app.simulate.predict import predict
        from kinchain.report.simulation import simulation_page
        from kinchain.simulate.gait_cycle import Person
        from kinchain.simulate.settings import parse_settings
        from tests.unit.simulate.made_gait import MadeWalker

        settings = parse_settings(["knee_extension_deficit_deg@right=15", "knee_pain@right=4"])
        order = SimulateOrder(Person(70.0, 1.75), settings, compare=True)
        return simulation_page(predict(order, walker=MadeWalker()))
    if name == WALK:
        from kinchain.gait.measure import as_walk, work_out
        from kinchain.gait.synthetic import SyntheticWalk
        from kinchain.report.walk.page import walk_page
        from kinchain.report.walk.plots import walk_figures

        done = work_out(SyntheticWalk(duration_s=5.0).make().trial)
        walk = as_walk(done)
        return walk_page(done, walk, walk_figures(done, walk))
    if name == LOADS:
        from kinchain.report.loads.page import loads_page
        from tests.unit.report.loads_example import loads, side, walk_in_space

        return loads_page(loads(side(), side(1.1)), walk_in_space())
    case = kc.read_case(ROOT / "examples" / f"{name.removeprefix(CLINICIAN)}.yaml")
    if name.startswith(CLINICIAN):
        from kinchain.app.clinician import clinician_page
        from kinchain.report.clinician_page import render_clinician

        return render_clinician(clinician_page(case, kc.assess(case), load_knowledge()))
    return render_page(build_report(kc.assess(case), load_knowledge(), case.narrative))


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", CASES)
def test_page_has_no_violation(
    name: str, scheme: str, browser: str, axe: str, tmp_path: Path
) -> None:
    # the page forbids every script; only for this test is one let in
    page = CSP.sub("", page_of(name)).replace("</body>", f"<script>{axe}</script>{RUN}</body>")
    file = tmp_path / "page.html"
    file.write_text(page, "utf-8")
    command = [
        browser, "--headless=new", "--disable-gpu", "--virtual-time-budget=20000",
        f"--user-data-dir={tmp_path / 'profile'}",
        f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}",
        "--window-size=900,1200", "--dump-dom", file.as_uri(),
    ]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.insert(1, "--no-sandbox")  # its sandbox refuses to run for root, as in containers
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False,
        timeout=BROWSER_TIMEOUT_S,
    )  # fmt: skip
    found = RESULT.search(done.stdout)
    assert found, done.stderr[-2000:]
    result = json.loads(unescape(found.group(1)))
    assert result["dark"] is (scheme == "dark")
    assert result["passes"] > 15
    assert result["violations"] == []
    assert result["wide"] <= result["room"]
