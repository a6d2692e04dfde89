"""The on-screen keyboards: one file of `resources/keyboards/` for each language.

What a file holds is told in the README beside them. A keyboard that is missing there (a language
need not have an e-mail keyboard of its own) is taken from English, and so is a key's name.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import msgspec

from kiosk.errors import SettingsInvalid
from kiosk.ui.wording.words import ENGLISH

KINDS: Final = ("text", "number", "email", "phone", "url")
WIDEST: Final = 11
"""Letter keys beside one another that are still 16 mm wide on a 10" panel."""
TALLEST: Final = 4
"""Rows of keys that leave room for the field and the question above them there."""
WORD_WIDTH: Final = 1.5
BESIDE_SPACE: Final = 1.75
LETTERS_IN_ONE_KEY: Final = 2
ACTIONS: Final = frozenset({"space", "enter", "erase"})
CIRCLE: Final = "\N{DOTTED CIRCLE}"
KASHIDA: Final = "\N{ARABIC TATWEEL}"
_WORD_KEY: Final = re.compile(r"\{([a-z_]+)\}")
_ADVICE: Final = "Mend the place it names; README.md beside it tells how a keyboard is written."

_Shape = TypeVar("_Shape")
Row: TypeAlias = list[str]
Faces: TypeAlias = dict[str, list[Row]]


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One language's file.

    Attributes:
        language: its name in its own script.
        text: the faces of the keyboard for words, the first one shown first.
        number, email, phone, url: the faces of the others; None: those of English.
        names: the words on word keys, `{space}`, and what a screen reader says for a sign;
            letters, digits, longer texts name themselves.
        shown: what stands on a word key whose word is too long for it, such as "123".
        once: faces of `text` that are left again after one letter.
        start: the face of `text` that an empty text begins with; "" the first.
    """

    language: str
    text: Faces
    number: Faces | None = None
    email: Faces | None = None
    phone: Faces | None = None
    url: Faces | None = None
    names: dict[str, str] = {}
    shown: dict[str, str] = {}
    once: tuple[str, ...] = ()
    start: str = ""

    def kinds(self) -> dict[str, Faces]:
        """The keyboards that this file has."""
        return {kind: faces for kind in KINDS if (faces := getattr(self, kind)) is not None}


class Keyboards:
    """Every keyboard there is, each read when it is first shown.

    Args:
        directory: of the files.

    Raises:
        SettingsInvalid: that of English, which all others borrow from, is no keyboard.
    """

    def __init__(self, directory: Path) -> None:
        self.codes = tuple(sorted(file.stem for file in directory.glob("*.json")))
        self._directory = directory
        self._english = read_layout(directory / f"{ENGLISH}.json")
        if set(self._english.kinds()) != set(KINDS):
            raise SettingsInvalid(
                f"{directory / 'en.json'} must be there with {', '.join(KINDS)}.", advice=_ADVICE
            )
        self._read = {ENGLISH: self._checked(ENGLISH, self._english)}

    def of(self, code: str) -> dict[str, Any]:
        """One language's keyboards, as Keyboard.qml takes them.

        `{"language": "English", "rtl": False, "text": {"first": "letters", "faces": {"letters":
        [["q", …], …], …}}, "number": …, "names": {"{space}": "Space", "@": "at sign", …}, "drawn":
        {"ি": "◌ি", …}, "widths": {"{space}": 2, …}, "besideSpace": {"{enter}": 1.75, …}, "once":
        ["capitals", …], "start": "capitals"}`; a width is in letter keys, one where none is told,
        and `besideSpace` is that of a key in the row of the space.

        Raises:
            SettingsInvalid: its file is no keyboard; the message names the file and the place.
        """
        if code not in self._read:
            self._read[code] = self._checked(code, read_layout(self._directory / f"{code}.json"))
        return self._read[code]

    def _checked(self, code: str, layout: Layout) -> dict[str, Any]:
        _check(self._directory / f"{code}.json", layout, self._english.names | layout.names)
        return _for_qml(layout, self._english)


def read_layout(file: Path) -> Layout:
    """One file, its shape checked.

    Raises:
        SettingsInvalid: it can't be read, or is not of that shape; the message names the place.
    """
    try:
        raw = msgspec.json.decode(file.read_bytes())
        for place, rows in _faces(raw):
            _convert(rows, list[Row], place)
        return _convert(raw, Layout, "")
    except OSError as cause:
        raise SettingsInvalid(f"{file} can't be read: {cause.strerror}.", advice=_ADVICE) from cause
    except (msgspec.DecodeError, UnicodeDecodeError) as cause:
        raise SettingsInvalid(f"{file}: {cause}", advice=_ADVICE) from cause


def _faces(raw: Any) -> Iterator[tuple[str, Any]]:
    for kind in KINDS:
        faces = raw.get(kind) if isinstance(raw, dict) else None
        if isinstance(faces, dict):
            yield from ((f"{kind}.{face}: ", rows) for face, rows in faces.items())


def _convert(raw: Any, shape: type[_Shape], place: str) -> _Shape:
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as cause:
        # msgspec itself does not tell the name of the face.
        raise msgspec.ValidationError(f"{place}{cause}") from cause


def word_of(key: str) -> str:
    """What a word key does, "space" or the face it shows; "" for a key that writes itself."""
    found = _WORD_KEY.fullmatch(key)
    return found[1] if found else ""


def width_of(key: str, row: Sequence[str] = ()) -> float:
    """The width of a key in letter keys: a word takes more, beside the space still more."""
    if key == "{space}":
        return 2
    if word_of(key) and "{space}" in row:
        return BESIDE_SPACE
    return WORD_WIDTH if word_of(key) or _letters(key) > LETTERS_IN_ONE_KEY else 1


def drawn(key: str) -> str:
    """What stands on a key that writes itself: a sign without a letter stands on what holds one.

    That is the dotted circle, or in Arabic script the line that joins its letters.
    """
    if not _is_mark(key[0]):
        return key
    return (KASHIDA if unicodedata.name(key[0]).startswith("ARABIC") else CIRCLE) + key


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")


def _letters(key: str) -> int:
    """The letters in a key, signs that stand on them not counted."""
    return sum(not _is_mark(sign) for sign in key)


def problems(layout: Layout, names: dict[str, str]) -> Iterator[str]:
    """What is wrong with a file of the right shape: the place, then what.

    Args:
        layout: the file.
        names: of its keys, and of those it takes from English.
    """
    for kind, faces in layout.kinds().items():
        for face, rows in faces.items():
            for told in _face_problems(rows, set(faces), names):
                yield f"{kind}.{face}, {told}"
        yield from (f"{kind}.{face}: no key shows this face" for face in _unreachable(faces))
    known = {key for faces in layout.kinds().values() for key in _keys(faces)}
    yield from (f"shown: there is no key “{key}”" for key in layout.shown if key not in known)
    for face in (*layout.once, *filter(None, [layout.start])):
        if face not in layout.text:
            yield f"once, start: text has no face “{face}”"


def _face_problems(rows: list[Row], faces: set[str], names: dict[str, str]) -> Iterator[str]:
    keys = [key for row in rows for key in row if key]
    if len(rows) > TALLEST:
        yield f"{len(rows)} rows, at most {TALLEST} are possible"
    for number, row in enumerate(rows, 1):
        if (width := sum(width_of(key, row) for key in row)) > WIDEST:
            yield f"row {number}: {width:g} letter keys wide, at most {WIDEST} are possible"
    for key in keys:
        if (word := word_of(key)) and word not in ACTIONS | faces:
            yield f"key “{key}”: there is neither an action nor a face of that name"
        sign = _letters(key) <= LETTERS_IN_ONE_KEY and not key[0].isalnum()
        if (sign or word) and not names.get(key):
            yield f"key “{key}”: it has no name in “names”"
    for name, count in Counter(names.get(key, key) for key in keys).items():
        if count > 1:
            yield f"key “{name}”: {count} keys of this face have that name"
    if "{erase}" not in keys:
        yield "key “{erase}”: it is missing"


def _keys(faces: Faces) -> Iterator[str]:
    return (key for rows in faces.values() for row in rows for key in row if key)


def _unreachable(faces: Faces) -> Iterable[str]:
    shown = set(map(word_of, _keys(faces)))
    return [face for face in list(faces)[1:] if face not in shown]


def _check(file: Path, layout: Layout, names: dict[str, str]) -> None:
    for problem in problems(layout, names):
        raise SettingsInvalid(f"{file}: {problem}.", advice=_ADVICE)


def _for_qml(layout: Layout, english: Layout) -> dict[str, Any]:
    kinds = english.kinds() | layout.kinds()
    keys = {key for faces in kinds.values() for key in _keys(faces)}
    return {
        **{kind: {"first": next(iter(faces)), "faces": faces} for kind, faces in kinds.items()},
        "language": layout.language,
        "rtl": unicodedata.bidirectional(layout.language[0]) in {"R", "AL"},
        "names": english.names | layout.names,
        "drawn": layout.shown | {key: drawn(key) for key in keys if drawn(key) != key},
        "widths": {key: width_of(key) for key in keys if width_of(key) != 1},
        "besideSpace": {key: width_of(key, ["{space}"]) for key in keys if word_of(key)},
        "once": list(layout.once),
        "start": layout.start,
    }
