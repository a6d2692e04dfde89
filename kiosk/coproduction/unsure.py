"""Which of a form's own answers say "I don't know" or "not sure".

A code of a well-known list says so by itself; else the words of the option do, in English: those of
the form, or its translation. What a person typed is never looked at. A word for it stands at the
beginning and with nothing after it but another way to say the same, or to refuse ("Don't know / not
sure", "Unknown or not reported"): "I don't know how to swim" is an answer like any other.
Sources of codes: HL7 data-absent-reason, v3-NullFlavor; answer lists of LOINC; SNOMED CT.
"""

import re
from collections.abc import Sequence
from typing import Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer, same_value
from kiosk.forms.item import AnswerOption

_ENGLISH: Final = "en"

_CODES: Final = frozenset(
    {
        "asked-unknown", "unknown", "not-sure", "unsure", "dont-know", "dontknow",
        "UNK", "ASKU",
        "LA12688-0", "LA4489-6", "LA11107-2",
        "261665006",
    }
)  # fmt: skip
"""Of no two lists does one of these mean anything else."""

_WORD: Final = (
    r"(?:(?:i|we)\s+)?(?:(?:really|just|honestly|simply)\s+)?"
    r"(?:(?:do|does|can|could|did)(?:n'?t|\s+not)|can'?t|cannot)"
    r"\s+(?:know|remember|recall|say|tell|decide)(?:\s+(?:for\s+sure|exactly|really))?"
    r"|(?:(?:i'?m|i\s+am|we'?re|we\s+are)\s+)?(?:(?:really|quite)\s+)?"
    r"(?:not\s+(?:really\s+|quite\s+|at\s+all\s+)?(?:sure|certain|known)"
    r"|unsure|uncertain|unknown|undecided)"
    r"|(?:i\s+have\s+)?no\s+idea"
    r"|(?:client|patient|person|respondent)\s+(?:doesn'?t|does\s+not)\s+know"
)
_TAIL: Final = (
    r"(?:\s+(?:yet|now|right\s+now|at\s+(?:the\s+moment|present)|today|at\s+all|either))?"
)
_REFUSING: Final = (
    r"not\s+(?:reported|stated|recorded|available|applicable|specified|given|asked)"
    r"|(?:i\s+)?(?:prefer|would\s+rather|'d\s+rather)\s+not\s+(?:to\s+)?(?:say|answer)"
    r"|no\s+(?:answer|opinion|response)|refused?|declined?|other|n/?a"
)
_BETWEEN: Final = r"\s*(?:(?:[/,;(-]|\bor\b|\band\b)\s*)+"
_SAYS: Final = re.compile(
    rf"[\s(-]*(?:{_WORD}){_TAIL}(?:{_BETWEEN}(?:(?:{_WORD}){_TAIL}|{_REFUSING}))*[\s).!…]*",
    re.IGNORECASE,
)
_PLAIN: Final = {0x2019: "'", 0x2013: "-", 0x2014: "-"}
"""An apostrophe and dashes as they are printed, to those of a keyboard."""

_LONGEST: Final = 80
"""Longer words say more than that."""


def says_unsure(words: str) -> bool:
    """Whether the words of an option, in English, mean that somebody does not know."""
    plain = words.translate(_PLAIN).strip()
    return len(plain) <= _LONGEST and _SAYS.fullmatch(plain) is not None


def is_unsure(answers: Sequence[Answer], options: Sequence[AnswerOption] = ()) -> bool:
    """Whether one of the answers means that the person does not know.

    Args:
        answers: what was answered.
        options: what the form offered; an answer that is none of these is looked at for its code
            and its display alone, and a typed one not at all.
    """
    return any(_is_unsure(one, options) for one in answers)


def _is_unsure(answer: Answer, options: Sequence[AnswerOption]) -> bool:
    if ext.text(answer.value, "code") in _CODES:
        return True
    chosen = next((one for one in options if same_value(one.answer, answer)), None)
    if chosen is not None:
        return says_unsure(chosen.label(_ENGLISH))
    return answer.key == "valueCoding" and says_unsure(ext.text(answer.value, "display"))
