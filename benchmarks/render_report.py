"""Draw the terminal report of a case: ``python benchmarks/render_report.py [CASE] [FILE]``.

The picture at the head of the README is made by this.
"""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import kinchain as kc
from kinchain.evidence import load_knowledge
from kinchain.report import Report, build_report, print_report
from kinchain.report.model_care import CarePart

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "examples" / "case.yaml"
PICTURE = ROOT / "docs" / "images" / "report.svg"
COLUMNS = 84
CALM = TerminalTheme(
    (252, 252, 250),
    (40, 46, 56),
    [(40, 46, 56), (178, 38, 30), (26, 127, 75), (138, 106, 0), (31, 95, 174), (122, 62, 157),
     (11, 110, 138), (150, 158, 170)],
    [(120, 128, 140), (178, 38, 30), (26, 127, 75), (138, 106, 0), (31, 95, 174), (122, 62, 157),
     (11, 110, 138), (40, 46, 56)],
)  # fmt: skip
"""Dark on light, every colour at 4.5 to 1 or more."""


def shortened(report: Report) -> Report:
    """Return a report short enough for a picture: the first of everything.

    Parameters
    ----------
    report
        The report.
    """
    soon = replace(
        report.soon,
        flags=report.soon.flags[:1],
        bring=(),
        say=(),
        protect=(),
        open_questions=report.soon.open_questions[:3],
        n_more_open=len(report.soon.open_questions) - 3 + report.soon.n_more_open,
    )
    chain = replace(report.chain, routes=report.chain.routes[:3])
    return replace(
        report,
        soon=soon,
        conditions=report.conditions[:2],
        chain=chain,
        care=_shortened_care(report.care),
        questions=(),
    )


def _shortened_care(care: CarePart) -> CarePart:
    plan = care.plan
    if plan is not None:
        plan = replace(plan, steps=plan.steps[:1], not_advised=plan.not_advised[-3:])
    courses = care.courses[:1]
    return replace(care, plan=plan, courses=courses, see_again=care.see_again[:2], watch_for=())


def main(case_file: Path = CASE, picture: Path = PICTURE) -> None:
    """Draw one report.

    Parameters
    ----------
    case_file
        The case.
    picture
        Where the SVG goes.
    """
    case = kc.read_case(case_file)
    report = shortened(build_report(kc.assess(case), load_knowledge(), case.narrative))
    drawn = Console(file=io.StringIO(), width=COLUMNS, force_terminal=True,
                    color_system="truecolor", emoji=False)  # fmt: skip
    print_report(report, drawn)
    shown = Console(file=io.StringIO(), width=COLUMNS, force_terminal=True,
                    color_system="truecolor", emoji=False, record=True)  # fmt: skip
    file = drawn.file
    assert isinstance(file, io.StringIO)
    for line in file.getvalue().split("\n"):
        if re.sub(r"\x1b\[[\d;]*m", "", line).startswith("Sources "):
            break
        shown.print(Text.from_ansi(line), no_wrap=True, highlight=False)
    title = f"kinchain assess {case_file.relative_to(ROOT).as_posix()} (shortened)"
    svg = shown.export_svg(title=title, theme=CALM, unique_id="report")
    # the font is the reader's own: nothing is fetched
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_text(svg, "utf-8")


if __name__ == "__main__":
    main(*(Path(argument).resolve() for argument in sys.argv[1:3]))
