"""What a kiosk is made of besides its store: all that settings can get wrong; and its clock."""

from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from kiosk.errors import SettingsInvalid
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import Tried, bundled_value_sets, read_forms
from kiosk.resources import resource
from kiosk.settings import Settings
from kiosk.sync.connect import check_address
from kiosk.ui.access.five_keys import keys_of
from kiosk.ui.wording.words import Words, load_words


def utc_now() -> datetime:
    """The clock of a real kiosk."""
    return datetime.now(UTC)


class Parts(NamedTuple):
    """What a kiosk is made of besides its store: all that settings can get wrong.

    Attributes:
        forms: that are offered.
        words: every text of the screen.
        value_sets: what forms may choose from without carrying it.
        tried: versions of some of the forms that are tried out.
    """

    forms: tuple[Questionnaire, ...]
    words: Words
    value_sets: ValueSets
    tried: tuple[Tried, ...] = ()


def parts(settings: Settings) -> Parts:
    """What the settings name, found and checked before anything is opened.

    Raises:
        SettingsInvalid: a form or language is named that is not there, or the address of the
            central service can't be used.
    """
    forms, words = read_forms(settings.patient.forms), load_words(resource("translations"))
    words.read_all()
    known = [language.code for language in words.languages]
    for code in settings.patient.languages:
        if code not in known:
            raise SettingsInvalid(
                f"The settings name a language that is not there: {code}.",
                advice=f"There are: {', '.join(known)}.",
            )
    for names in msgspec.structs.astuple(settings.keypad):
        keys_of(names)
    check_address(settings.central)
    return Parts(forms, words, bundled_value_sets())
