"""The films and sounds of a form: which subtitles go with which, and what they hold.

What a form calls a film comes from elsewhere. A program that plays films would follow a list of
addresses that poses as one; so only what begins as its kind begins is played at all.
Source: https://mimesniff.spec.whatwg.org/#matching-an-audio-or-video-type-pattern
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kiosk.forms.languages import sign_language
from kiosk.forms.looks.media import Media, every_media
from kiosk.forms.looks.webvtt import Cue, read_webvtt
from kiosk.forms.texts import Reader

MOST_BYTES: Final = 12 * 1024 * 1024
"""How large a film may be; a form of the greatest size carries no larger one."""

_ID3_HEAD: Final = 10
_WAVE: Final = slice(8, 12)
_MP4: Final = slice(4, 8)
_FRAME: Final = re.compile(rb"\xff[\xe2-\xe7\xf2-\xff][\x00-\xef]")
"""Eleven bits begin a frame of MPEG sound; its layer is 1 to 3, its rate is not fifteen."""
_ADDRESSES: Final = re.compile(rb"(?:^|[\r\n])c=IN |dash:profile")
"""What makes players take a file for a session or a list to be fetched, wherever it stands."""
_LOOKED_AT: Final = 1 << 20
"""So much of a file players look at to know its kind."""


@dataclass(frozen=True)
class Clip:
    """One film or sound, with the subtitles that stand behind it in the form."""

    media: Media
    subtitles: tuple[Media, ...] = ()

    @property
    def sign_language(self) -> str:
        """The language of signs in it, in small letters; "" where it has none."""
        return sign_language(self.media.language) if self.media.kind == "video" else ""

    def content(self) -> bytes:
        """What is played; b"" where it is broken, too large or not what it says it is."""
        content = self.media.content(MOST_BYTES)
        return content if _begins_rightly(content) else b""

    def cues(self, language: str) -> tuple[Cue, ...]:
        """What is said and when: in the reader's language, else in the film's, else in any."""
        wanted = (language, self.media.language, "")
        ranked = sorted(self.subtitles, key=lambda one: _rank(one.language, wanted))
        found = (read_webvtt(one.content(MOST_BYTES)) for one in ranked)
        return next(filter(None, found), ())


def clips_of(media: Iterable[Media]) -> tuple[Clip, ...]:
    """Each film and sound with the subtitles that follow it; the first has those before it too."""
    clips: list[Clip] = []
    early: tuple[Media, ...] = ()
    for one in media:
        if one.kind in {"video", "audio"}:
            clips.append(Clip(one, early))
            early = ()
        elif one.kind == "subtitles" and clips:
            clips[-1] = Clip(clips[-1].media, (*clips[-1].subtitles, one))
        elif one.kind == "subtitles":
            early = (*early, one)
    return tuple(clips)


def sign_languages_in(elements: Iterable[object]) -> frozenset[str]:
    """The languages of signs in the films of those items, in small letters."""
    media = (one for element in elements for one in every_media(element, Reader("")))
    return frozenset(filter(None, (Clip(one).sign_language for one in media)))


def for_reader(clips: Iterable[Clip], language: str) -> tuple[Clip, ...]:
    """Without those in another spoken language, where one is in the reader's own."""
    known = tuple(clips)
    own = any(_same(clip.media.language, language) for clip in known)
    return tuple(clip for clip in known if not own or clip.sign_language or _suits(clip, language))


def _suits(clip: Clip, language: str) -> bool:
    return not clip.media.language or _same(clip.media.language, language)


def _same(one: str, other: str) -> bool:
    first, second = (code.lower().replace("_", "-").partition("-")[0] for code in (one, other))
    return bool(first) and first == second


def _rank(language: str, wanted: tuple[str, ...]) -> int:
    return next(
        (at for at, one in enumerate(wanted) if one == language or _same(one, language)),
        len(wanted),
    )


def _begins_rightly(content: bytes) -> bool:
    """Whether it is MP4, WebM, Ogg, WAV or MP3; an MP3 may have its title before it."""
    while content[:3] == b"ID3" and len(content) > _ID3_HEAD:
        size = content[6:_ID3_HEAD]
        content = content[_ID3_HEAD + sum(byte << 7 * (3 - at) for at, byte in enumerate(size)) :]
    wave = content[:4] == b"RIFF" and content[_WAVE] == b"WAVE"
    starts = content.startswith((b"\x1a\x45\xdf\xa3", b"OggS")) or bool(_FRAME.match(content))
    film = wave or starts or content[_MP4] == b"ftyp"
    return film and not _ADDRESSES.search(content, 0, _LOOKED_AT)
