"""A form as text: every line reads like a form."""

from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.authoring.plain_text import phrases
from kiosk.authoring.plain_text.escaping import escaped
from kiosk.authoring.plain_text.model import Beside, Option, PlainItem, PlainText, Words
from kiosk.authoring.plain_text.saying import condition_text
from kiosk.authoring.plain_text.viewing import plain_text


def form_text(raw: Mapping[str, Any]) -> str:
    """The text of a form (a Questionnaire as JSON object); the same form, the same text."""
    return written(plain_text(raw))


def written(form: PlainText) -> str:
    """The text itself."""
    lines = [*_words("# ", form.title, "", None), "", *_headers(form)]
    for item in form.items:
        lines += ["", *_item(item, "")]
    return "\n".join(lines).rstrip("\n") + "\n"


def default_link_id(around: str, control: str) -> str:
    """The linkId of a help text, or of words at an end of a scale, that needs no braces."""
    return f"{around}-{control}"


def _headers(form: PlainText) -> Iterator[str]:
    for element, phrase in phrases.HEADERS.items():
        said = getattr(form, element)
        words = said if isinstance(said, Words) else Words(said)
        if words != Words():
            yield from _words(f"{phrase} ", words, "", None)


def _item(item: PlainItem, indent: str) -> Iterator[str]:
    mark = phrases.MARKS.get(item.type, "-")
    yield from _words(f"{mark} ", item.words, indent, item.link_id)
    inside = indent + "  "
    for beside in item.beside:
        yield from _beside(beside, item, inside)
    yield from (inside + line for line in _kind(item))
    coded_below = inside + "  "
    for option in item.options:
        yield from _option(option, item, coded_below)
    yield from (inside + line for line in _rules(item, inside))
    for child in item.items:
        yield ""
        yield from _item(child, inside)


def _words(before: str, words: Words, indent: str, mark: str | None) -> Iterator[str]:
    """A text in its own language with what stands before it, then its translations."""
    further = indent + "  "
    behind = "" if mark is None else f"  {{{escaped(mark)}}}"
    line = indent + before + escaped(words.text, further)
    yield (line.rstrip(" ") if not words.text else line) + behind
    for tag, text in words.others:
        yield f"{further}  [{tag}] {escaped(text, further)}"


def _beside(beside: Beside, item: PlainItem, indent: str) -> Iterator[str]:
    usual = beside.link_id == default_link_id(item.link_id, beside.control)
    mark = None if usual else beside.link_id
    yield from _words(f"{phrases.BESIDE[beside.control]} ", beside.words, indent, mark)


def _kind(item: PlainItem) -> Iterator[str]:
    known = item.type in {*phrases.CHOOSE, *phrases.KINDS}
    if known:
        end = ":" if item.options else "."
        yield phrases.kind_phrase(item.type, several=item.repeats) + end
    else:
        if item.type not in phrases.MARKS:
            yield f"{phrases.OTHER_TYPE}{escaped(item.type)}".rstrip(" ")
        if item.repeats:
            yield f"{phrases.REPEATS}."
    if item.value_set:
        yield f"{phrases.FROM_LIST} {{{escaped(item.value_set)}}}"


def _option(option: Option, item: PlainItem, indent: str) -> Iterator[str]:
    box = "[ ] " if item.repeats else "( ) "
    yield from _words(box, option.words, indent, option.mark)


def _rules(item: PlainItem, indent: str) -> Iterator[str]:
    said = (
        (item.required, phrases.REQUIRED),
        (item.hidden, phrases.HIDDEN),
        (item.read_only, phrases.READ_ONLY),
    )
    yield from (f"{phrase}." for true, phrase in said if true)
    begins = phrases.ONLY_IF
    for condition in item.conditions:
        yield f"{begins} {condition_text(condition, indent)}"
        begins = phrases.OR_IF if item.any_of else phrases.AND_IF
    if item.rule:
        yield f"{phrases.RULE} {escaped(item.rule, indent + '  ')}"
