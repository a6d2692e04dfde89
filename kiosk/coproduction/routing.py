"""Who can change what people stumble over, and what would usually mend it.

Staff act on what they hear where the change is theirs to make, so each thing heard is said to be
somebody's: the desk's (help, what is cosmetic), the lead's, a clinician's, or of those elsewhere
who own the form. A locked instrument is nobody's here; what can be changed about it is how it is
shown. Source: the Question Appraisal System QAS-99; the Patient Feedback Response Framework.
"""

from dataclasses import dataclass
from typing import Final, Literal

from kiosk.coproduction.evidence import Trouble
from kiosk.forms import extensions as ext
from kiosk.forms.questionnaire import Questionnaire

Who = Literal["desk", "lead", "clinical", "elsewhere", "locked"]

WHO: Final[tuple[Who, ...]] = ("desk", "lead", "clinical", "elsewhere", "locked")
"""Who can change it: from the front desk to nobody here."""

DESK_WORDS: Final = "desk-words"
"""The front line's own reason: these are the words we use instead, and they work."""

Fix = Literal[
    "reword-or-help", "add-option", "shorter-recall", "say-why", "skip-or-fill", "see-clinician",
    "show-otherwise", "use-their-words",
]  # fmt: skip
"""What would usually mend it."""

Step = Literal["reading", "instructions", "clarity", "knowledge", "sensitivity", "categories"]
"""The step of QAS-99 (Willis, Lessler: Question Appraisal System) a reason belongs to."""


@dataclass(frozen=True)
class Family:
    """What a form says of itself and who may touch it, all its versions alike.

    Attributes:
        locked: a validated instrument, whose wording is held character by character.
        clinical_risk: "none", "low" or "high".
        owner_role: who answers for it: a role of the desk; any other word is somebody elsewhere;
            "" where it does not say.
        from_centre: it came from the central service, and is made there.
    """

    locked: bool = False
    clinical_risk: str = "none"
    owner_role: str = ""
    from_centre: bool = False


@dataclass(frozen=True)
class Route:
    """Where a thing that was heard goes.

    Attributes:
        who: can change it.
        fix: what would usually mend it.
        step: of QAS-99.
    """

    who: Who
    fix: Fix
    step: Step


_FIXES: Final[dict[str, tuple[Fix, Step]]] = {
    "not-understood": ("reword-or-help", "clarity"),
    "no-fitting-answer": ("add-option", "categories"),
    "not-known": ("shorter-recall", "knowledge"),
    "too-personal": ("say-why", "sensitivity"),
    "asked-already": ("skip-or-fill", "instructions"),
    "hard-to-read": ("show-otherwise", "reading"),
    "upsetting": ("see-clinician", "sensitivity"),
    "better-wording": ("use-their-words", "clarity"),
    DESK_WORDS: ("use-their-words", "clarity"),
}
"""Reason → what mends it, and its step; what another version of the program says is reworded."""

_DESKS: Final = frozenset({"reword-or-help", "use-their-words", "show-otherwise"})
"""What a help text or the screen's settings mend: the desk may do that where nothing is at risk."""

_BY_TROUBLE: Final[dict[Trouble, str]] = {
    "left-here": "not-understood",
    "help": "not-understood",
    "remarked": "not-understood",
    "not-sure": "not-known",
}

_HERE: Final = frozenset({"", "desk", "reception", "lead", "clinical"})


def family_of(form: Questionnaire, *, locked: bool, from_centre: bool) -> Family:
    """What a form says of itself; one that may raise an alert is a risk, whatever it says."""
    risk = ext.code(ext.extension_value(form.raw, ext.CLINICAL_RISK)) or "none"
    owner = ext.code(ext.extension_value(form.raw, ext.OWNER_ROLE))
    return Family(locked, "high" if form.has_alert_rule else risk, owner, from_centre)


def route(reason: str, family: Family) -> Route:
    """Where something heard for that reason goes.

    Args:
        reason: one of `feedback.REASONS`, `DESK_WORDS`, or a code of another version.
        family: of the form it was said of.
    """
    fix, step = _FIXES.get(reason, _FIXES["not-understood"])
    return Route(_who(fix, family), fix, step)


def likely_reason(trouble: Trouble | None) -> str:
    """What is meant, most likely, where the counters speak and nobody said why."""
    return _BY_TROUBLE.get(trouble, "not-understood") if trouble else "not-understood"


def may_answer(role: str, who: Who) -> bool:
    """Whether a role may say what becomes of it.

    The desk answers for what it can change itself, the lead for everything; clinical safety says
    no, and that is a veto (`may_answer_so`).
    """
    return role in {"lead", "clinical"} or (role == "reception" and who == "desk")


def may_answer_so(role: str, who: Who, outcome: str, reason: str) -> bool:
    """Whether a role may give that answer.

    Args:
        role: of `kiosk.desk.roles`.
        who: can change it.
        outcome: of `kiosk.coproduction.outcomes.OUTCOMES`.
        reason: one of `no_reasons.NO_REASONS` where the outcome is "no".
    """
    if role == "clinical":
        return who == "clinical" or (outcome == "no" and reason == "safety")
    return may_answer(role, who)


def _who(fix: Fix, family: Family) -> Who:
    if fix == "show-otherwise":
        return "desk"  # a setting of the screen, whatever the form
    if family.locked:
        return "locked"
    if family.from_centre or family.owner_role not in _HERE:
        return "elsewhere"
    if fix == "see-clinician" or family.clinical_risk == "high" or family.owner_role == "clinical":
        return "clinical"
    if fix in _DESKS and family.clinical_risk in {"none", "low"} and family.owner_role != "lead":
        return "desk"
    return "lead"
