"""The look at the wording of questions, as `kiosk form check` tells it: advice, in desk words."""

import tomllib
from collections.abc import Mapping
from typing import Final

from kiosk.coproduction.lint import CODES as LINT_CODES
from kiosk.coproduction.lint import Lint, Report
from kiosk.coproduction.plain_words import CODES as PLAIN_CODES
from kiosk.forms.finding import INFORMATION, Finding
from kiosk.resources import resource

_PARTS: Final = ("what", "why", "mend")

CODES: Final = LINT_CODES.keys() - PLAIN_CODES.keys()
"""What is said here; a hard word and a long sentence are told where reading is measured."""


def wording_findings(report: Report) -> tuple[Finding, ...]:
    """Faults of wording that a machine can see, in English, in the order of the form."""
    words = _words()
    return tuple(_finding(one, words) for one in report.found if one.code in CODES)


def wording_line(report: Report) -> str:
    """How much was looked at, in one line: where nothing was, nothing was found either."""
    if report.questions:
        asked = "1 question" if report.questions == 1 else f"{report.questions} questions"
        looked = f"Wording: {asked} looked at in English"
    else:
        looked = "Wording: not looked at"
    validated = [f"{report.validated} of validated wording"] if report.validated else []
    others = [f"nobody looked at {', '.join(report.not_looked_at)}"] if report.not_looked_at else []
    return "; ".join([looked, *validated, *others])


def wording_meanings() -> dict[str, str]:
    """Code → what it says of a question, for a table of them all."""
    words = _words()
    return {code: words[f"lint_{code}_why"] for code in sorted(CODES)}


def _finding(one: Lint, words: Mapping[str, str]) -> Finding:
    parts = (words[f"lint_{one.code}_{part}"] for part in _PARTS)
    message = " ".join(parts).format(words=one.words, beside=one.beside)
    return Finding(INFORMATION, one.code, one.link_id, one.path, message)


def _words() -> Mapping[str, str]:
    file = resource("translations", "en", "desk", "lint.toml")
    return tomllib.loads(file.read_text("utf-8"))
