"""Take one made-up person from words to a report: what `make demo` runs.

Prints the person's words and the readable report, and writes the same assessment as a page, as PDF
with a plan sheet for the fridge, as drawings and as JSON into ``demo-out/``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "examples" / "knees_and_heels.yaml"
OUT = ROOT / "demo-out"


def main() -> int:
    """Run the demo.

    Returns
    -------
    exit_code
        That of `kinchain assess`.
    """
    case = yaml.safe_load(CASE.read_text("utf-8"))
    print("\nOne person's own words (retold from a published case):\n")
    print(textwrap.indent(textwrap.fill(case["narrative"], 92), "    "))
    shown = f"kinchain assess {CASE.relative_to(ROOT).as_posix()} -o {OUT.name}"
    print(f"\n$ {shown}\n", flush=True)
    command = [str(kinchain_program()), "assess", str(CASE), "-o", str(OUT)]
    code = subprocess.run(command, check=False).returncode
    if code == 0:
        print("\nThe same with pictures, to open or print:")
        print(f"  page      {OUT.name}/report.html")
        print(f"  PDF       {OUT.name}/report.pdf (its last page is a plan sheet for the fridge)")
        print(f"  drawings  {OUT.name}/figures/")
        print(f"and for programs: {OUT.name}/assessment.json")
        print("In the browser, with the words above: .venv/bin/kinchain serve")
        print('Now your own: .venv/bin/kinchain assess --text "..." --age 50')
    return code


def kinchain_program() -> Path:
    """Return the command beside this Python.

    Returns
    -------
    program
        Its path.
    """
    return Path(sys.executable).parent / ("kinchain.exe" if os.name == "nt" else "kinchain")


if __name__ == "__main__":
    sys.exit(main())
