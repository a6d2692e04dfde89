"""What a question page says of the films and sounds of a question and its options. No Qt here."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

from kiosk.forms.languages import sign_language
from kiosk.forms.looks.clips import Clip, clips_of, for_reader
from kiosk.forms.looks.media import Media
from kiosk.forms.looks.option_presentation import option_clips
from kiosk.forms.pages import Page
from kiosk.ui.patient.kinds.kind import Around

MOST_OPTIONS: Final = 200
"""Films of later options are not looked for: nobody finds them in so long a list."""


class Films(NamedTuple):
    """The films and sounds of one question.

    Attributes:
        shown: each with its `word` ("Watch the film"), its `title`, whether it is a `sound`, and
            whether it is the question itself, `signed` as the patient has chosen.
        word: of the one control that leads to them; "" where there are none.
        unplayed: in words, what there is no film of, or one that this screen can't play.
    """

    shown: tuple[dict[str, Any], ...]
    word: str
    unplayed: tuple[str, ...]


def films_of(page: Page, media: Iterable[Media], around: Around) -> Films:
    """Those of the question, then those of its options; what is remote or broken is told."""
    own, sign = tuple(media), sign_language(around.language)
    clips = for_reader(clips_of(own), around.language)
    # Who has chosen signs finds them first.
    clips = tuple(sorted(clips, key=lambda clip: bool(sign) and clip.sign_language != sign))
    named = [("", clip) for clip in clips]
    named += list(_of_options(page, around))
    played = [(name, clip) for name, clip in named if around.played(clip, around.language)]
    shown = tuple(_shown(name, clip, around) for name, clip in played)
    lacks = bool(sign) and not any(one["signed"] for one in shown)
    unplayed = [clip.media for name, clip in named if (name, clip) not in played]
    unplayed += [one for one in own if one.remote or not one.kind]
    told = [around.say("film_unsigned")] if lacks else []
    return Films(shown, _word(shown, around), (*told, *_told(unplayed, around)))


def _of_options(page: Page, around: Around) -> Iterator[tuple[str, Clip]]:
    for option in islice(page.limits.options or (), MOST_OPTIONS):
        clips = option_clips(option, around.language, proxy=around.proxy)
        for clip in for_reader(clips, around.language):
            yield around.text(option), clip


def _shown(option: str, clip: Clip, around: Around) -> dict[str, Any]:
    sound = clip.media.kind == "audio"
    title = clip.media.title
    if option and title != option:
        title = around.say("film_of_option", option=option, title=title) if title else option
    sign = sign_language(around.language)
    signed = not option and bool(sign) and clip.sign_language == sign
    return {"word": around.say(_key(clip)), "title": title, "sound": sound, "signed": signed}


def _key(clip: Clip) -> str:
    if clip.sign_language:
        return "film_bsl" if clip.sign_language == "bfi" else "film_signed"
    return "film_listen" if clip.media.kind == "audio" else "film_watch"


def _word(shown: tuple[dict[str, Any], ...], around: Around) -> str:
    words = list(dict.fromkeys(one["word"] for one in shown))
    first = len(words) == 1 or any(one["signed"] for one in shown)
    return words[0] if first else around.say("films_word") if words else ""


def _told(media: Iterable[Media], around: Around) -> Iterator[str]:
    for one in media:
        if one.content_type.startswith("audio/"):
            yield around.say("sound_not_here", title=one.title).strip()
        elif one.content_type.startswith("video/"):
            yield around.say("film_not_here", title=one.title).strip()
