"""Everything a Questionnaire says about how an option is shown, as plain data.

Sources: http://hl7.org/fhir/R4/extension-questionnaire-optionprefix.html, -optionexclusive.html;
SDC itemAnswerMedia.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kiosk.forms import extensions as ext
from kiosk.forms.item import AnswerOption
from kiosk.forms.looks.clips import Clip, clips_of
from kiosk.forms.looks.markup import Markup, from_plain, safe_text
from kiosk.forms.looks.media import Media, media_for
from kiosk.forms.looks.rendering import rendered
from kiosk.forms.texts import Reader, extension_text


@dataclass(frozen=True)
class OptionPresentation:
    """One option as it is to be shown.

    Attributes:
        prefix: "a)"; "" if none.
        label: its words.
        media: a picture, else a sound or film; None if none.
        exclusive: whether it is chosen alone ("none of these").
    """

    prefix: str
    label: Markup
    media: Media | None
    exclusive: bool


def present_option(
    option: AnswerOption, language: str, *, proxy: bool = False
) -> OptionPresentation:
    """How an option is to be shown in a language, to the patient or to a proxy."""
    reader = Reader(language, option.language, proxy)
    places = tuple(_places(option))
    media = _media(option, reader)
    prefixes = (extension_text(place, ext.OPTION_PREFIX, reader) for place in places)
    exclusive = (ext.extension_value(place, ext.OPTION_EXCLUSIVE) for place in places)
    return OptionPresentation(
        prefix=safe_text(next(filter(None, prefixes), "")),
        label=rendered(*option.words_at, reader) or from_plain(option.answer.label()),
        media=next((one for one in media if one.kind == "image"), next(iter(media), None)),
        exclusive=any(value is True for value in exclusive),
    )


def option_clips(option: AnswerOption, language: str, *, proxy: bool = False) -> tuple[Clip, ...]:
    """The films and sounds of an option, each with its subtitles."""
    reader = Reader(language, option.language, proxy)
    return clips_of(_media(option, reader))


def _media(option: AnswerOption, reader: Reader) -> list[Media]:
    places = _places(option)
    return [one for place in places for one in media_for(place, ext.ITEM_ANSWER_MEDIA, reader)]


def _places(option: AnswerOption) -> Iterator[Any]:
    """Where an option's extensions may stand: on it, or on or beside its value."""
    key = option.answer.key
    yield from (option.raw, option.raw.get(key), option.raw.get("_" + key))
