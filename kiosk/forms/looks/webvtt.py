"""What a WebVTT file says and when: the subtitles of a film, as plain lines.

Small on purpose: cues with their times and words. Settings, styles, regions, notes and marks are
left out; whatever can't be read is passed over, and no file, however made, takes long.
Source: https://www.w3.org/TR/webvtt1/ (sections 4 and 6)
"""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from kiosk.forms.looks.markup import safe_text

CONTENT_TYPE: Final = "text/vtt"
MOST_BYTES: Final = 512 * 1024
"""Words of some ten hours."""
MOST_CUES: Final = 5_000
MOST_LETTERS: Final = 160
"""More at one moment can't be read on a screen; the rest is cut off."""

_TIME: Final = r"(?:([0-9]{2,4}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
_TIMES: Final = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?")
_MARK: Final = re.compile(r"<[^<>]*>?")
_ARROW: Final = "-->"


class Cue(NamedTuple):
    """Some words, and when they are shown.

    Attributes:
        start, end: milliseconds from the beginning; it is shown from `start` until before `end`.
        text: plain, its lines separated by line breaks.
    """

    start: int
    end: int
    text: str


def read_webvtt(content: bytes) -> tuple[Cue, ...]:
    """The cues in the order of their starts; () for what is no WebVTT, or too large."""
    if len(content) > MOST_BYTES:
        return ()
    text = content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\0", "\ufffd")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        return ()
    return tuple(sorted(_cues(lines)))


def said_at(cues: Sequence[Cue], position: int) -> str:
    """What is said at a moment, in milliseconds; "" where nothing is."""
    now = [cue.text for cue in cues if cue.start <= position < cue.end]
    return "\n".join(dict.fromkeys(now))[:MOST_LETTERS]


def _cues(lines: Sequence[str]) -> Iterator[Cue]:
    found, at = 0, 1
    while at < len(lines) and found < MOST_CUES:
        times = _TIMES.fullmatch(lines[at]) if _ARROW in lines[at] else None
        at += 1
        if times is None:
            continue
        words = []
        while at < len(lines) and lines[at].strip() and _ARROW not in lines[at]:
            words.append(lines[at])
            at += 1
        start, end = _milliseconds(times.groups()[:4]), _milliseconds(times.groups()[4:])
        if start < end and (said := _plain("\n".join(words))):
            found += 1
            yield Cue(start, end, said)


def _milliseconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _plain(words: str) -> str:
    """Without marks; what a mark would have been when written as a character reference stays."""
    said = safe_text(html.unescape(_MARK.sub("", words[: 4 * MOST_LETTERS])))
    lines = (" ".join(line.split()) for line in said.split("\n"))
    return "\n".join(line for line in lines if line)[:MOST_LETTERS]
