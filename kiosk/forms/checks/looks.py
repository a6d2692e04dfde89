"""Checks of how an item is to be shown: controls, marks, translations, pictures."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.bidi import balanced
from kiosk.forms.checks.scope import ROOT, Found, Scope, say
from kiosk.forms.item import Item
from kiosk.forms.looks.clips import MOST_BYTES, Clip, clips_of
from kiosk.forms.looks.controls import ALIASES, CONTROLS, control_codes
from kiosk.forms.looks.markup import Markup
from kiosk.forms.looks.media import SAFE_TYPES, Media, every_media
from kiosk.forms.looks.rendering import rendered
from kiosk.forms.looks.webvtt import CONTENT_TYPE
from kiosk.forms.texts import Reader, translations, unread_translations

_KIND_OF_TYPE: Final = {"group": "group", "display": "text"}


def looks(item: Item, _scope: Scope) -> Found:
    """Everything about how an item is shown."""
    yield from _controls(item)
    for element, key, path in _texts(item):
        yield from _text(item, element, key, path)
    for media, path in _media(item):
        yield from _one_media(item, media, path)
    yield from _clips(item)


def looks_of_form(scope: Scope) -> Found:
    """The pictures of the form itself."""
    form = scope.form
    for media in every_media(form.raw, Reader("", form.own_language)):
        yield from _one_media(None, media, ROOT)


def _controls(item: Item) -> Found:
    for code in dict.fromkeys(control_codes(item.raw)):
        control = CONTROLS.get(ALIASES.get(code, code))
        kind = _KIND_OF_TYPE.get(item.type, "question")
        if control is None:
            message = f"The itemControl “{code}” is not known: the usual one is taken."
            yield say("unknown-control", item, message)
        elif control.kind != kind:
            message = f"The itemControl “{code}” is meant for a {control.kind}, this is a {kind}."
            yield say("control-on-type", item, message)


Place = tuple[Mapping[str, Any], str, str]
"""An element, the name of the text in it, and where that stands."""


def _texts(item: Item) -> Iterator[Place]:
    yield from ((item.raw, key, f"{item.json_path}.{key}") for key in ("prefix", "text"))
    for index, option in enumerate(ext.mappings(item.raw, "answerOption")):
        path = f"{item.json_path}.answerOption[{index}]"
        for key, value in option.items():
            if not key.startswith("value"):
                continue
            if isinstance(value, Mapping):
                yield value, "display", f"{path}.{key}.display"
            else:
                yield option, key, f"{path}.{key}"


def _text(item: Item, element: Mapping[str, Any], key: str, path: str) -> Found:
    if unread := unread_translations(element, key):
        message = f"{unread} translation(s) have no language or no words."
        yield say("translation", item, message, path)
    known = translations(element, key)
    for words in (ext.text(element, key), *known.values()):
        if balanced(words) != words:
            message = "A turn of direction is not turned back: it is closed at the end of its line."
            yield say("direction", item, message, path)
    if "_" + key in element:
        found = [rendered(element, key, Reader(tag, item.language)) for tag in ("", *known)]
        dropped = dict.fromkeys(name for text in found for name in text.dropped)
        yield from _dropped(item, Markup(dropped=tuple(dropped)), path)


def _dropped(item: Item, text: Markup, path: str) -> Found:
    looks_only = [name for name in text.dropped if name.startswith("style:")]
    broken = [name for name in text.dropped if name.startswith("unclosed:")]
    others = [name for name in text.dropped if name not in {*looks_only, *broken}]
    if others:
        message = f"Marks in the text are left out: {', '.join(others)}."
        yield say("markup", item, message, path)
    if broken:
        names = ", ".join(name.partition(":")[2] for name in broken)
        yield say("markup-broken", item, f"Marks in the text do not close: {names}.", path)
    if looks_only:
        names = ", ".join(name.partition(":")[2] for name in looks_only)
        yield say("style", item, f"Looks are the kiosk's own: {names} is left out.", path)


def _media(item: Item) -> Iterator[tuple[Media, str]]:
    reader = Reader("", item.language)
    for element, path in _holders(item):
        yield from ((media, path) for media in every_media(element, reader))


def _holders(item: Item) -> Iterator[tuple[Any, str]]:
    yield item.raw, item.json_path
    for index, option in enumerate(ext.mappings(item.raw, "answerOption")):
        path = f"{item.json_path}.answerOption[{index}]"
        yield option, path
        yield from ((value, path) for value in option.values() if isinstance(value, Mapping))


def _one_media(item: Item | None, media: Media, path: str) -> Found:
    if media.remote:
        message = f"{media.url} would have to be fetched, which the kiosk never does: not shown."
        yield say("remote-media", item, message, path)
    elif not media.kind:
        given = media.content_type or "no type"
        shown = ", ".join(sorted(SAFE_TYPES))
        message = f"Media of {given} are not shown; shown are {shown}."
        yield say("media-type", item, message, path)
    if not media.title and media.content_type != CONTENT_TYPE:
        message = "A picture, sound or film has no title: a screen reader has no words for it."
        yield say("media-without-title", item, message, path)


def _clips(item: Item) -> Found:
    """What is played: each place's films and sounds, with the subtitles there."""
    by_path: dict[str, list[Media]] = {}
    for media, path in _media(item):
        by_path.setdefault(path.partition(".value")[0], []).append(media)
    for path, together in by_path.items():
        clips = clips_of(together)
        for clip in clips:
            yield from _one_clip(item, clip, path)
        if not clips and any(one.kind == "subtitles" for one in together):
            message = "There are subtitles, and no sound or film that they belong to."
            yield say("subtitles-alone", item, message, path)


def _one_clip(item: Item, clip: Clip, path: str) -> Found:
    name, kind = clip.media.title or clip.media.content_type, clip.media.content_type
    if not clip.content():
        message = (
            f"“{name}” is broken, not {kind}, or larger than {MOST_BYTES >> 20} MB: not played."
        )
        yield say("media-broken", item, message, path)
        return
    message = f"“{name}” is played only where the extra “speech” is installed; else it is said."
    yield say("film-needs-speech", item, message, path)
    if clip.subtitles and not clip.cues(item.language):
        yield say("media-broken", item, f"The subtitles of “{name}” can't be read.", path)
    elif not clip.subtitles and not clip.sign_language:
        message = f"“{name}” has no subtitles (text/vtt) for who can't hear it."
        yield say("film-without-subtitles", item, message, path)
