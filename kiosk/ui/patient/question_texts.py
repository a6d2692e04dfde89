"""What stands around a question: its number, stem, hint, pictures, and what is opened on request.

No Qt here: plain dictionaries for the question page. Texts that have marks come twice, as blocks to
draw (`kiosk.ui.patient.marks`) and as the plain text that is spoken.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.item import Item
from kiosk.forms.looks.controls import known_control
from kiosk.forms.looks.markup import Markup, Span, from_plain, joined
from kiosk.forms.looks.media import Media, media_for
from kiosk.forms.looks.presentation import NOTHING, Presentation, present
from kiosk.forms.looks.rendering import rendered
from kiosk.forms.looks.webvtt import CONTENT_TYPE
from kiosk.forms.pages import Page, Stated, Wording
from kiosk.forms.texts import Reader
from kiosk.ui.patient.film_texts import films_of
from kiosk.ui.patient.kinds.all_kinds import kind_of
from kiosk.ui.patient.kinds.kind import Around, words_of_question
from kiosk.ui.patient.marks import blocks_of

SHORT: Final = 100
"""Help of so many characters is read at once; longer help is opened."""
MOST_PICTURES: Final = 3
MOST_LETTERS: Final = 5_000
"""More of a text is cut off on the question page: laying it out would hold the screen."""
MOST_OPENED: Final = 40_000
"""The same of what is opened on request, a legal text for instance."""

_OPENED: Final = frozenset({"help", "flyover", "legal", "help-link", "sidebar"})
_WRITTEN: Final = frozenset({"string", "text", "url", "integer", "decimal", "quantity"})


def texts_around(page: Page, around: Around, usual_hint: str) -> dict[str, Any]:
    """What the question page shows beside the control.

    `films` have `word`, `title`, `sound`, `signed`, in the order they are played by number;
    `section`, `text`, `hint` are plain, and `sectionBlocks`, `textBlocks`, `hintBlocks` the same
    with marks, [] where there are none; `pictures` have `image`, `alt`, `ratio`, and `own`, for
    Easy Read for instance: then the first stands beside the words; `about`, what is opened on
    request, is {} or has a `word` for the control that opens it.
    """
    look = present(page.item, around.language, proxy=around.proxy, text=_worked_out(page, around))
    opened = [wording for wording in (*page.before, *page.inside) if _is_opened(wording)]
    inside = [w for w in page.inside if w not in opened and not _in_control(w.item, page)]
    media = list(_media(page, around))
    hint = [_text(wording, around) for wording in inside if wording.text]
    hint = hint or [_plain(line) for line in _usual(look, usual_hint, around, page)]
    films = films_of(page, media, around)
    said = [_plain(line) for line in (*films.unplayed, *_unshown(media, around))]
    return {
        **_marked("section", _stem(page, opened, around)),
        **_question(page, look, around),
        **_marked("hint", [*hint, *said]),
        "pictures": _pictures(media, around),
        "films": list(films.shown),
        "filmsWord": films.word,
        "about": _about(opened, look, around),
    }


def stated_lines(stated: Iterable[Stated], around: Around) -> list[str]:
    """The values that the form states, each with its name; results only where they are shown."""
    return [
        around.say(
            "stated", question=each.page.text.rstrip(" :"), answer=answer_words(*each, around)
        )
        for each in stated
        if around.results or not each.page.item.calculated_expression
    ]


def closing_lines(filler: FormFiller, around: Around) -> list[str]:
    """What a form says after its last question: its texts, then the values it states there."""
    return [*filler.closing, *stated_lines(filler.stated_last, around)]


def answer_words(page: Page, answers: Sequence[Answer], around: Around) -> str:
    """Answers as their control says them; as the form does where there is no control."""
    kind = kind_of(page.item, page.limits)
    if kind is not None:
        return kind.words(page, answers, around)
    return around.listed(around.label(page, answer) for answer in answers)


def _stem(page: Page, opened: list[Wording], around: Around) -> "list[_Said]":
    texts = [_text(wording, around) for wording in page.before if wording not in opened]
    return [*texts, *map(_plain, stated_lines(page.stated, around))]


def _question(page: Page, look: Presentation, around: Around) -> dict[str, Any]:
    prefix = look.prefix.plain
    if not blocks_of(look.text):
        words = words_of_question(page, around)
        return _marked("text", [_Said(f"{prefix} {words}".strip(), NOTHING)])
    first, *others = look.text.blocks
    if prefix:
        first = replace(first, spans=(Span(prefix + " "), *first.spans))
    text = Markup((first, *others))
    return _marked("text", [_Said(text.plain, text)])


def _usual(look: Presentation, usual_hint: str, around: Around, page: Page) -> Iterator[str]:
    if usual_hint:
        yield usual_hint
    if look.entry.format and page.item.type in _WRITTEN:
        yield around.say("entry_format", format=look.entry.format)


def _marked(name: str, texts: "list[_Said]", most: int = MOST_LETTERS) -> dict[str, Any]:
    text = "\n".join(said.text for said in texts)
    if len(text) > most:
        return {name: text[:most] + "…", name + "Blocks": []}
    return {name: text, name + "Blocks": blocks_of(joined(said.marked for said in texts))}


def _about(opened: list[Wording], look: Presentation, around: Around) -> dict[str, Any]:
    texts = [_text(wording, around) for wording in opened]
    if look.support_links:
        links = "\n".join((around.say("about_links"), *look.support_links))
        texts.append(_plain(links))
    if not any(said.text for said in texts):
        return {}
    controls = {_control(wording.item) for wording in opened}
    legal = controls == {"legal"} and not look.support_links
    key = "about_legal" if legal else "about_help" if "help" in controls else "about_more"
    return {"word": around.say(key), **_marked("text", texts, MOST_OPENED)}


def _is_opened(wording: Wording) -> bool:
    control = _control(wording.item)
    return control in _OPENED and (control == "legal" or len(wording.text) > SHORT)


def _in_control(item: Item, page: Page) -> bool:
    """Whether the control of the answer shows these words itself."""
    control = _control(item)
    kind = kind_of(page.item, page.limits) if control else None
    return kind is not None and control in kind.shows


def _control(item: Item) -> str:
    known = known_control(item.raw)
    if known:
        return known.code if known.kind == "text" else ""
    category = ext.code(ext.extension_value(item.raw, ext.DISPLAY_CATEGORY))
    return {"help": "help", "security": "legal"}.get(category, "")


class _Said(NamedTuple):
    """A text as it is spoken, and as it is drawn where any text beside it has marks."""

    text: str
    marked: Markup


def _plain(text: str) -> _Said:
    marked = from_plain(text)
    return _Said(marked.plain, marked)


def _text(wording: Wording, around: Around) -> _Said:
    item = wording.item
    if wording.text != item.text(around.language, proxy=around.proxy):
        return _plain(wording.text)
    marked = rendered(item.raw, "text", Reader(around.language, item.language, around.proxy))
    return _Said(marked.plain, marked) if blocks_of(marked) else _plain(wording.text)


def _worked_out(page: Page, around: Around) -> str | None:
    own = page.item.text(around.language, proxy=around.proxy)
    return None if page.text == own else page.text


def _media(page: Page, around: Around) -> Iterator[Media]:
    """The media of the question, then those of the texts inside it and before it."""
    around_it = (wording.item for wording in (*page.inside, *page.before[::-1]))
    for item in (page.item, *around_it):
        reader = Reader(around.language, item.language, around.proxy)
        yield from media_for(item.raw, ext.ITEM_MEDIA, reader)


def _pictures(media: list[Media], around: Around) -> list[dict[str, Any]]:
    shown = [{**picture, "own": one.own} for one in media if (picture := around.shown(one))]
    return shown[:MOST_PICTURES]


def _unshown(media: list[Media], around: Around) -> Iterator[str]:
    """In words, what the form would show and this screen can't."""
    for one in media:
        films = one.content_type.startswith(("audio/", "video/", CONTENT_TYPE))
        if one.title and not films and not around.shown(one):
            yield around.say("picture_not_here", title=one.title)
