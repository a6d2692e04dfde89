"""What is printed, in the words of a language: puts papers and words together.

No window is needed: the command line prints with it, too.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import BinaryIO, Final

from kiosk.forms.onpaper.planning import plan_form
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import decode
from kiosk.forms.summarising import Ranges, summarise
from kiosk.forms.summary import Summary
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.machine.zone import MachineZone
from kiosk.papers.blank import BlankForm
from kiosk.papers.logo import Logo
from kiosk.papers.responses import Letterhead, write_pdf
from kiosk.papers.slip import Slip, SlipWords
from kiosk.papers.wall import Wall
from kiosk.resources import resource
from kiosk.ui.patient.kinds.calendar_words import date_time_words
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.patient.views import say_in
from kiosk.ui.wording.telling import telling_in
from kiosk.ui.wording.words import ENGLISH, Words, load_words

_FORMS: Final = 32
"""How many forms are kept at hand while responses to them are printed."""


@dataclass(frozen=True)
class Desk:
    """Where responses are printed, and for whom.

    Attributes:
        words: those of paper among them.
        language: the reader's.
        clinic: its name.
        kiosk: what people call the kiosk; "" where they don't.
        printed: when, with time zone.
        form_of: the form of a canonical (`url|version`), asked once for each; None where it is
            not at hand.
        value_sets: those at hand.
        ranges: of scores, where their licence lets us say them.
    """

    words: Words
    language: str
    clinic: str
    kiosk: str
    printed: datetime
    form_of: Callable[[str], Questionnaire | None]
    value_sets: ValueSets = field(default_factory=ValueSets)
    ranges: Ranges = field(default_factory=dict)


def print_responses(
    payloads: Iterable[bytes],
    out: BinaryIO,
    desk: Desk,
    *,
    report: Callable[[int], None] = lambda _done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Stored responses as one PDF; how many there were. Needs `kiosk.papers.fonts`' application.

    Args:
        payloads: the frozen bytes of each, read one by one.
        out: a file opened for writing (`kiosk.export.files.whole_file`).
        desk: where they are printed.
        report: told after each how many are done.
        cancelled: asked before each.

    Raises:
        Cancelled: it was cancelled; the file is to be thrown away.
        OSError: it can't be written, the disk is full for instance.
    """
    words = desk.words
    head = letterhead(
        words, desk.language, clinic=desk.clinic, kiosk=desk.kiosk, printed=desk.printed
    )
    return write_pdf(
        summaries(payloads, desk),
        out,
        head,
        direction_of=lambda code: words.language(words.nearest(code)).direction,
        report=report,
        cancelled=cancelled,
    )


def summaries(payloads: Iterable[bytes], desk: Desk) -> Iterator[Summary]:
    """Stored responses in words, one by one, in the language each was answered in."""
    telling = telling_in(desk.words, desk.language, value_sets=desk.value_sets, ranges=desk.ranges)
    form_of = lru_cache(maxsize=_FORMS)(desk.form_of)
    for payload in payloads:
        response = decode(payload)
        yield summarise(form_of(response.get("questionnaire", "")), response, telling)


def paper_words() -> Words:
    """The words of the screen, and those of paper."""
    return load_words(resource("translations"), also="paper.toml")


def blank_form(
    questionnaire: Questionnaire,
    words: Words,
    *,
    language: str = "",
    clinic: str = "",
    value_sets: ValueSets | None = None,
) -> BlankForm:
    """A form as it is printed blank, in one of its languages; in its own where none is named."""
    own = questionnaire.language_for(language or questionnaire.own_language)
    near = words.nearest(own)
    say, title = say_in(words, near), questionnaire.title(own) or questionnaire.url
    version = questionnaire.version
    return BlankForm(
        title=title,
        about=questionnaire.description(own),
        version=say("paper_version", form=title, version=version) if version else title,
        clinic=clinic,
        pieces=plan_form(questionnaire, own, say, value_sets or ValueSets()),
        direction=words.language(near).direction,
        say=say,
    )


def letterhead(
    words: Words, language: str, *, clinic: str, kiosk: str, printed: datetime
) -> Letterhead:
    """What stands at the edges of printed responses, in the reader's language."""
    moment = moment_words(words, language, printed)
    return Letterhead(clinic=clinic, kiosk=kiosk, printed=moment, say=say_in(words, language))


def slip(  # noqa: PLR0913 - keyword-only: all that stands on it
    words: Words, languages: Sequence[str], *, clinic: str, code: str, payload: str, until: datetime
) -> Slip:
    """The slip of a visit in one language or two, the patient's first.

    Args:
        words: those of paper among them.
        languages: codes; the desk's own is the second where it is another.
        clinic: its name.
        code: as it is touched at the screen.
        payload: what the scanner reads.
        until: when it ends, with time zone.
    """
    told = [_slip_words(words, words.nearest(one), until) for one in dict.fromkeys(languages)]
    return Slip(clinic=clinic, code=code, payload=payload, words=tuple(told[:2]))


def _slip_words(words: Words, language: str, until: datetime) -> SlipWords:
    say, moment = say_in(words, language), moment_words(words, language, until)
    return SlipWords(
        how=say("slip_how"),
        until=say("slip_until", moment=moment),
        direction=words.language(language).direction,
    )


def wall(
    words: Words, language: str, *, clinic: str, languages: Sequence[str], logo: Logo | None
) -> Wall:
    """What poster and desk card are made from.

    Args:
        words: those of paper among them.
        language: of the paper; English where nobody has written the poster in it yet.
        clinic: its name.
        languages: codes of those that the screen offers.
        logo: of the clinic.
    """
    spoken = wall_language(words, language)
    names = dict.fromkeys(words.language(code).name for code in languages)
    direction = words.language(spoken).direction
    return Wall(clinic, tuple(names), direction, say_in(words, spoken), logo)


def wall_language(words: Words, language: str) -> str:
    """In which language poster and desk card can be had for that one: itself, or English."""
    near = words.nearest(language)
    return near if "poster_title" in words.own(near) else ENGLISH


def moment_words(words: Words, language: str, moment: datetime) -> str:
    """A moment as the language writes it, on the clocks of this machine."""
    direction = words.language(language).direction
    around = Around(say_in(words, language), language, direction, zone=MachineZone())
    return date_time_words(moment.isoformat(timespec="minutes"), around)
