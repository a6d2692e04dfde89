"""The central service: whether it lets this kiosk in, what it can, and what waits for it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from kiosk.commands.access_checks import ends_soon, not_yet
from kiosk.commands.doctor.checks import SOON_S, Check, DoesNotApply, Found, Group, NotKnown, Remedy
from kiosk.commands.doctor.network import ANSWERS_S, reached
from kiosk.commands.doctor.store import inside
from kiosk.commands.doctor.subject import Subject
from kiosk.commands.sending_lines import alarm_lines, look
from kiosk.desk.schedule import last_run, trouble
from kiosk.errors import CentralError, NotAuthorised
from kiosk.settings import Settings
from kiosk.store import standing
from kiosk.store.database import Store
from kiosk.store.notes import read_note
from kiosk.sync.ability import Ability
from kiosk.sync.fetch.fetching import LAST
from kiosk.sync.heartbeat import told_last
from kiosk.sync.verdict import Outcome

_SILENT: Final = timedelta(days=7)
"""A kiosk that is switched off over a long weekend is none to worry about."""
_R4: Final = "4."


def _not_let_in(subject: Subject) -> Iterator[Found]:
    line = reached(subject)
    errors = [line.error, *(error for _, error in line.questions)]
    turned_away = next(filter(_is_about_access, errors), None)
    if turned_away is not None and turned_away.outcome == Outcome.WRONG_CLOCK:
        raise NotKnown("the clock may be why it is not let in: see clock-right")
    if turned_away is not None:
        yield Found(str(turned_away), Remedy(turned_away.advice))
    elif line.error is not None:
        raise NotKnown("the central service is not reached")


def _is_about_access(error: CentralError | None) -> bool:
    """Whether the service knows us not at all; what it knows and forbids is `scopes`."""
    others = (Outcome.PROXY, Outcome.FORBIDDEN)
    return isinstance(error, NotAuthorised) and error.outcome not in others


def _unable(subject: Subject) -> Iterator[str]:
    line = reached(subject)
    if line.ability is None:
        raise NotKnown("the central service did not say what it can")
    yield from lacking(line.ability, subject.settings)


def lacking(ability: Ability, settings: Settings) -> Iterator[str]:
    """What a service lacks by its own statement, for what the settings want of it."""
    version = ability.fhir_version
    if version and not version.startswith(_R4):
        yield f"It speaks FHIR {version}; this kiosk speaks R4 (4.0, 4.3)."
    if ability.takes_our_ids is False and not ability.creates_once:
        yield (
            "It neither takes a PUT under an id of ours (updateCreate) nor creates only once "
            "(conditionalCreate) for QuestionnaireResponse: a response could come twice."
        )
    wanted = ["QuestionnaireResponse"]
    wanted += ["Task"] if settings.central.tasks != "none" else []
    wanted += ["Questionnaire"] if settings.central.form_tag else []
    wanted += ["Library"] if settings.central.clinic_settings else []
    for kind in wanted if ability.types else ():
        if kind not in ability.types:
            yield f"It does not keep {kind}."


def _not_allowed(subject: Subject) -> Iterator[Found | str]:
    line = reached(subject)
    if line.error is not None and line.error.outcome == Outcome.FORBIDDEN:
        yield Found(str(line.error), Remedy(line.error.advice))
    elif line.error is not None:
        raise NotKnown("the central service did not let this kiosk ask")
    for scope in line.missing:
        yield f"The token does not allow {scope}."
    for kind, error in line.questions:
        if error.outcome == Outcome.FORBIDDEN:
            yield f"A search for {kind} is not allowed. {error}"
        elif error.outcome in (Outcome.NOT_TAKEN, Outcome.REFUSED):
            yield Found(f"A search for {kind} is turned away. {error}", known=True)
        else:
            raise NotKnown(f"a search for {kind} brought nothing: {error}")


def _long_silent(store: Store, subject: Subject) -> Iterator[str]:
    settings, now = subject.settings, subject.machine.now()
    if settings.central.url is None:
        raise DoesNotApply("no central service is named")
    with store.reading() as c:
        line, fetched, told = standing.line(c), read_note(c, LAST) or {}, None
    told = told_last(store)
    heard = [str(fetched.get("at") or ""), *(str(one) for one in (line.last_sent,) if one)]
    heard += [str(told.at)] if told is not None and told.at is not None else []
    last = max(filter(None, heard), default="")
    down = line.down_since
    if down is not None and now - down > _SILENT:
        yield f"Nothing went through since {down.astimezone():%Y-%m-%d}."
    elif not last:
        yield "It was never asked for anything."
    elif last[:10] < f"{now - _SILENT:%Y-%m-%d}":
        yield f"It was last heard of on {last[:10]}."


def _unsent(store: Store, subject: Subject) -> Iterator[str]:
    yield from alarm_lines(look(store, subject.settings.central, subject.machine.now()))


def _unexported(store: Store, subject: Subject) -> Iterator[str]:
    yield from trouble(subject.settings, last_run(store), subject.machine.now())


def _not_yet(store: Store, _: Subject) -> Iterator[str]:
    yield from not_yet(store)


def _ending(store: Store, subject: Subject) -> Iterator[str]:
    yield from ends_soon(store, subject.machine.now())


def _unheard(store: Store, _: Subject) -> Iterator[str]:
    told = told_last(store)
    if told is not None and told.trouble:
        yield told.trouble


def asked_in_vain(subject: Subject) -> Iterator[str]:
    """Whether the centre asks for visits that no patient could ever find."""
    settings = subject.settings
    if settings.central.tasks != "none" and settings.patient.identity == "anonymous":
        yield f'central.tasks is "{settings.central.tasks}", but patients are asked nothing.'


_CHECKS: Final = (
    Check(
        "access",
        "The central service does not let this kiosk in: nothing is sent. Nothing is lost.",
        "Give this kiosk an access: kiosk enrol (what it has now: kiosk enrol --show).",
        _not_let_in,
        within_s=ANSWERS_S,
    ),
    Check(
        "access-lasts",
        "From then on the central service does not let this kiosk in: nothing is sent.",
        "Ask for another certificate in time, and give it with: kiosk enrol --mtls.",
        inside(_ending),
        within_s=SOON_S,
    ),
    Check(
        "enrolled",
        "The central service does not let this kiosk in yet, and nothing is sent. Patients can "
        "answer all the same; none of it is lost.",
        "Do what stands beside it. See: kiosk guide enrolment.",
        inside(_not_yet),
        within_s=SOON_S,
    ),
    Check(
        "scopes",
        "The access is too narrow: some of what this kiosk does is turned away.",
        "Ask those who run the service to allow it (kiosk guide central-service has the list). "
        "Then look once more: kiosk doctor.",
        _not_allowed,
        within_s=ANSWERS_S,
    ),
    Check(
        "abilities",
        "The central service can't do what this kiosk needs of it: answers stay here.",
        "Ask those who run the service to switch it on (kiosk guide central-service). Until then "
        "answers are kept, and can be exported: kiosk export.",
        _unable,
        within_s=ANSWERS_S,
    ),
    Check(
        "sync-age",
        "New forms, visits and settings do not come; the clinic may believe that this kiosk works.",
        "See what stands in the way: kiosk sync. Does the kiosk run? On Debian: systemctl status "
        "clinic-kiosk.",
        inside(_long_silent),
        within_s=SOON_S,
    ),
    Check(
        "sending",
        "Somebody waits for answers that are still here. None is lost.",
        "Look at why in `kiosk status` and `kiosk outbox list`, and do what stands there.",
        inside(_unsent),
        within_s=SOON_S,
    ),
    Check(
        "fleet",
        "The central service does not take how this kiosk stands, so it is missing in: kiosk "
        "status --fleet. Answers are sent all the same; it is asked again each day.",
        "",
        inside(_unheard),
        within_s=SOON_S,
    ),
    Check(
        "export-scheduled",
        "Whoever waits for the answers does not get them.",
        "Do what stands beside it. Then try it: kiosk export --scheduled.",
        inside(_unexported),
        within_s=SOON_S,
    ),
    Check(
        "tasks",
        "The visits that the centre asks for are not made here: nobody could find theirs.",
        'Set patient.identity to "code" or "birthdate", or central.tasks to "none".',
        asked_in_vain,
    ),
)

CENTRE: Final = Group("centre", _CHECKS)
