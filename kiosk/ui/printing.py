"""What is printed, in the words of a language: puts papers and words together.

No window is needed: the command line prints with it, too.
"""

from collections.abc import Sequence
from datetime import datetime

from kiosk.forms.onpaper.planning import plan_form
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.papers.blank import BlankForm
from kiosk.papers.logo import Logo
from kiosk.papers.responses import Letterhead
from kiosk.papers.slip import Slip, SlipWords
from kiosk.papers.wall import Wall
from kiosk.resources import resource
from kiosk.ui.patient.kinds.calendar_words import date_time_words
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.patient.views import say_in
from kiosk.ui.words import ENGLISH, Words, load_words
from kiosk.zone import MachineZone


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
    near = words.nearest(language)
    spoken = near if "poster_title" in words.own(near) else ENGLISH
    names = dict.fromkeys(words.language(code).name for code in languages)
    direction = words.language(spoken).direction
    return Wall(clinic, tuple(names), direction, say_in(words, spoken), logo)


def moment_words(words: Words, language: str, moment: datetime) -> str:
    """A moment as the language writes it, on the clocks of this machine."""
    direction = words.language(language).direction
    around = Around(say_in(words, language), language, direction, zone=MachineZone())
    return date_time_words(moment.isoformat(timespec="minutes"), around)
