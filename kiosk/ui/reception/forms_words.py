"""What the page of the forms says. No Qt objects are made here."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from kiosk.desk.forms import OneForm
from kiosk.forms.finding import ERROR, INFORMATION, WARNING, Finding
from kiosk.forms.languages import written
from kiosk.forms.questionnaire import Questionnaire
from kiosk.ui.patient.withholding import Reason
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import Counted

FINDINGS_SHOWN: Final = 40
"""So many findings are listed."""

_WEIGHTS: Final = (ERROR, WARNING, INFORMATION)


class Known(NamedTuple):
    """What is known of one form.

    Attributes:
        one: the form.
        reason: why patients do not see it; None where they do.
        signed: the languages whose texts a native reader signed.
    """

    one: OneForm
    reason: Reason | None
    signed: frozenset[str]


def cells(speaking: Speaking, known: Known) -> tuple[str, ...]:
    """A form's row: title, answered, version, from, languages, minutes, whether patients see it."""
    one, reason, say = known.one, known.reason, speaking.say
    form = one.form
    title = form.title(speaking.language)
    marked = say("list_comma").join((title, say("forms_locked"))) if one.licence else title
    minutes = speaking.figures(form.minutes) if form.minutes else ""
    shown = say("forms_yes") if reason is None else say("forms_no", why=why(speaking, reason))
    answered = "" if one.answered is None else speaking.figures(one.answered)
    return (
        marked, answered, form.version, say(f"forms_{one.source}"),
        say("list_comma").join(languages(speaking, known)), minutes, shown,
    )  # fmt: skip


def languages(speaking: Speaking, known: Known) -> list[str]:
    """Its languages by their own names; with a mark where no native reader signed our texts."""
    words, names, one = speaking.all_words, dict[str, str](), known.one
    for code in map(written, one.form.languages):
        name = words.name_of(code)
        ours = one.source == "bundled" and code != written(one.form.own_language)
        draft = ours and code not in known.signed
        names[code] = speaking.say("forms_draft", language=name) if draft else name
    return list(names.values())


def has_drafts(speaking: Speaking, known: Known) -> bool:
    """Whether any of them is a draft."""
    plain = [speaking.all_words.name_of(code) for code in map(written, known.one.form.languages)]
    return any(name not in plain for name in languages(speaking, known))


def why(speaking: Speaking, reason: Reason) -> str:
    """Why patients do not see it, in plain words."""
    key = f"forms_why_{reason.why}"
    return speaking.say(key, questions=speaking.say("list_comma").join(reason.link_ids))


def details(speaking: Speaking, known: Known) -> Iterator[str]:
    """All that is said of a form, but for what a check finds."""
    one, reason, say = known.one, known.reason, speaking.say
    form = one.form
    if description := form.description(speaking.language):
        yield description
    key = "forms_said_version" if form.version else "forms_no_version"
    yield say(key, version=form.version, source=say(f"forms_{one.source}"))
    yield say("forms_address", url=form.url)
    told = [say("forms_questions", count=Counted(_questions(form)))]
    if form.minutes:
        told.append(say("forms_said_minutes", count=Counted(form.minutes)))
    yield ". ".join(told)
    yield say("forms_said_languages", languages=say("list_comma").join(languages(speaking, known)))
    if has_drafts(speaking, known):
        yield say("forms_draft_note")
    if one.licence:
        yield say("forms_lock", licence=one.licence)
    if reason is None:
        yield say("forms_seen")
    else:
        yield say("forms_unseen", why=why(speaking, reason))
    if one.answered is None:
        yield say("forms_said_answered_unknown")
        return
    key = "forms_said_answered" if one.answered else "forms_said_answered_none"
    yield say(key, count=Counted(one.answered))


def found(speaking: Speaking, findings: Sequence[Finding]) -> Iterator[str]:
    """What a check finds, the gravest first."""
    say = speaking.say
    if not findings:
        yield say("forms_checked_none")
        return
    for one in sorted(findings, key=lambda one: _WEIGHTS.index(one.severity))[:FINDINGS_SHOWN]:
        weight = say(f"forms_{one.severity}")
        key = "forms_finding_at" if one.link_id else "forms_finding"
        yield say(key, weight=weight, place=one.link_id, message=one.message)
    if (left := len(findings) - FINDINGS_SHOWN) > 0:
        yield say("forms_more", count=Counted(left))


def _questions(form: Questionnaire) -> int:
    return sum(item.is_asked for item in form.by_path.values())
