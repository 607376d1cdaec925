"""How soon, and what to do: the head of the page."""

from __future__ import annotations

from html import escape

from kinchain.core.urgency import Urgency
from kinchain.report.model import Report
from kinchain.report.page_parts import ALONE, Setting, listed, ref_links
from kinchain.report.words import URGENCY_WORDS

ACTION_FIRST: tuple[Urgency, ...] = ("emergency", "same_day")
"""At these levels the action and what protects come before the reasons."""

WHEN = ("topic:when_to_see_someone", "when to see someone, and what that rests on")

ACTION_ORDER = ("What to do", "Until then", "See", "Say", "Bring", "Why")


def _ladder(report: Report) -> str:
    rungs = []
    for name, one in URGENCY_WORDS.items():
        here = ' class="here" aria-current="true"' if name == report.soon.level else ""
        rungs.append(f"<li{here}>{escape(one.rung)}</li>")
    return f'<ol class="ladder" aria-label="Levels of urgency">{"".join(rungs)}</ol>'


def banner(report: Report) -> str:
    """Return how soon, in one line, on the ladder of urgency.

    Parameters
    ----------
    report
        The report.
    """
    soon = report.soon
    provisional = '<p class="note">First answer, still provisional</p>' if soon.provisional else ""
    return (
        f'<section class="soon {soon.level}" aria-labelledby="soon">\n'
        f'<p class="kicker">How soon</p><h1 id="soon">{escape(soon.headline)}</h1>\n'
        f"{provisional}{_ladder(report)}\n</section>"
    )


def advice(report: Report, setting: Setting = ALONE) -> str:
    """Return what to do, why, whom to see, what to say, and what is still open.

    Parameters
    ----------
    report
        The report.
    setting
        Where the page stands.
    """
    soon = report.soon
    rows = [("What to do", f"<p>{escape(soon.advice)}</p>")]
    if soon.flags:
        flags = "".join(
            f"<li><strong>{escape(flag.name)}</strong>"
            f" <small>{escape(flag.urgency + flag.basis)}{ref_links(flag.refs)}</small>"
            f"<br>{escape(flag.say)}"
            + (f"<br><small>Heard: {escape(flag.because)}</small>" if flag.because else "")
            + "</li>"
            for flag in soon.flags
        )
        rows.append(("Why", f'<ul class="plain">{flags}</ul>'))
    rows.append(("See", f"<p>{escape(soon.who)}</p>"))
    if soon.bring:
        rows.append(("Bring", listed(soon.bring)))
    rows.append(("Say", f"<p>{escape(' '.join(soon.say))}</p>"))
    if soon.protect:
        rows.append(("Until then", listed(soon.protect)))
    if soon.level in ACTION_FIRST:
        rows.sort(key=lambda row: ACTION_ORDER.index(row[0]))
    table = "".join(f"<div><dt>{name}</dt><dd>{what}</dd></div>" for name, what in rows)
    more = "" if soon.level == "emergency" else setting.more(WHEN)
    return (
        f'<dl class="rows {"act" if soon.level in ACTION_FIRST else ""}">{table}</dl>\n'
        f"{more}{_open(report)}"
    )


def _open(report: Report) -> str:
    soon = report.soon
    if not soon.open_questions or soon.level == "emergency":
        return ""  # nothing is more urgent; nobody should stop to answer
    more = f"<p><small>and {soon.n_more_open} more</small></p>" if soon.n_more_open else ""
    return (
        '<section class="open" aria-labelledby="open">\n'
        '<h2 id="open">Danger questions still open</h2>\n'
        "<p>Please answer them: the answer can become more urgent.</p>\n"
        f"{listed(soon.open_questions, 'ask')}{more}\n</section>"
    )
