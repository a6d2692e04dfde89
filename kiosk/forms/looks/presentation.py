"""Everything a Questionnaire says about how an item is shown, as plain data for the interface.

Made for one reader (`kiosk.forms.texts.Reader`), from what the form says alone; whether an item
is asked at this moment, and which options are open, the filler knows.
Sources: http://hl7.org/fhir/R4/questionnaire-profiles.html, SDC 3 and 4 "Advanced rendering".
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.item import Item
from kiosk.forms.looks.controls import ControlKind, control_codes, known_control
from kiosk.forms.looks.layout import Layout, layout_of
from kiosk.forms.looks.markup import Markup, from_plain, joined, safe_text
from kiosk.forms.looks.media import Media, media_for
from kiosk.forms.looks.rendering import rendered
from kiosk.forms.looks.units import Units, units_of
from kiosk.forms.texts import Reader, extension_text

NOTHING: Final = Markup()


@dataclass(frozen=True)
class Words:
    """What is written around a question: the display items inside it, by their itemControl.

    `plain` are those without a control, in the order of the form.
    """

    help: Markup = NOTHING
    prompt: Markup = NOTHING
    flyover: Markup = NOTHING
    legal: Markup = NOTHING
    unit: Markup = NOTHING
    lower: Markup = NOTHING
    upper: Markup = NOTHING
    inline: Markup = NOTHING
    plain: Markup = NOTHING


@dataclass(frozen=True)
class Entry:
    """How an answer is given.

    Attributes:
        units: of a number.
        step: between the values of a slider; None where the form is silent.
        format: how it is to be written ("DD/MM/YYYY"), as a person reads it; "" if not said.
        keyboard: "number", "phone", "email", "url", "chat"; "" if not said.
        open_label: what stands beside the words of one's own ("Other, please say").
        constraint: "optionsOnly", "optionsOrType", "optionsOrString".
        mime_types: the files that may be given; () for any.
    """

    units: Units
    step: Decimal | None
    format: str
    keyboard: str
    open_label: str
    constraint: str
    mime_types: tuple[str, ...]


@dataclass(frozen=True)
class Demands:
    """What is to be marked on the item.

    Attributes:
        required: must be answered.
        min_occurs, max_occurs: how many answers or repeats; None for no limit.
        repeats, read_only: as the form says.
        signature: whether a signature is asked for, on this item.
    """

    required: bool
    min_occurs: int
    max_occurs: int | None
    repeats: bool
    read_only: bool
    signature: bool


@dataclass(frozen=True)
class Presentation:
    """One item as it is to be shown.

    Attributes:
        control: the first itemControl code as given, known or not; "" if none.
        control_kind: "group", "text", "question"; "" where the code is not known.
        prefix, text: what stands before and in the question.
        short_text: for narrow places; "" if none.
        words: what is written around it.
        layout: orientation, columns, width, folding.
        entry: how the answer is given.
        demands: required, occurs, read only.
        media: a picture, sound or film; None if none.
        category: "instructions", "security", … of a text; "" if none.
        support_links: addresses of explanations, as text.
        usage_mode: "capture", "display", … as given; "" if none.
        disabled_display: "hidden" or "protected" while it is not asked.
        optional: whether it may be left out where there is little room (SDC optionalDisplay).
    """

    control: str
    control_kind: ControlKind | str
    prefix: Markup
    text: Markup
    short_text: str
    words: Words
    layout: Layout
    entry: Entry
    demands: Demands
    media: Media | None
    category: str
    support_links: tuple[str, ...]
    usage_mode: str
    disabled_display: str
    optional: bool


def present(
    item: Item, language: str, *, proxy: bool = False, text: str | None = None
) -> Presentation:
    """How an item is to be shown in a language, to the patient or to a proxy.

    `text` replaces the item's own where an expression has worked it out.
    """
    reader = Reader(language, item.language, proxy)
    raw, known = item.raw, known_control(item.raw)
    return Presentation(
        control=next(iter(control_codes(raw)), ""),
        control_kind=known.kind if known else "",
        prefix=rendered(raw, "prefix", reader),
        text=rendered(raw, "text", reader) if text is None else from_plain(text),
        short_text=safe_text(extension_text(raw, ext.SHORT_TEXT, reader)),
        words=_words(item, reader),
        layout=layout_of(raw, reader),
        entry=_entry(item, reader),
        demands=_demands(item),
        media=next(iter(media_for(raw, ext.ITEM_MEDIA, reader)), None),
        category=ext.code(ext.extension_value(raw, ext.DISPLAY_CATEGORY)),
        support_links=_strings(raw, ext.SUPPORT_LINK),
        usage_mode=ext.code(ext.extension_value(raw, ext.USAGE_MODE)),
        disabled_display=item.disabled_display,
        optional=ext.extension_value(raw, ext.OPTIONAL_DISPLAY) is True,
    )


def _words(item: Item, reader: Reader) -> Words:
    found: dict[str, list[Markup]] = {}
    for child in item.items:
        control = known_control(child.raw)
        place = control.code if control and control.code in _AROUND else ""
        if not place and child.type == "display" and not child.hidden:
            place = "plain"
        if place:
            found.setdefault(place, []).append(rendered(child.raw, "text", reader))
    return Words(**{place: joined(texts) for place, texts in found.items()})


_AROUND: Final = frozenset(place.name for place in fields(Words)) - {"plain"}


def _entry(item: Item, reader: Reader) -> Entry:
    raw = item.raw
    return Entry(
        units=units_of(raw, reader),
        step=ext.extension_number(raw, ext.SLIDER_STEP),
        format=safe_text(extension_text(raw, ext.ENTRY_FORMAT, reader)),
        keyboard=ext.code(ext.extension_value(raw, ext.KEYBOARD)),
        open_label=safe_text(extension_text(raw, ext.OPEN_LABEL, reader)),
        constraint=item.answer_constraint,
        mime_types=_strings(raw, ext.MIME_TYPE),
    )


def _demands(item: Item) -> Demands:
    least = ext.extension_integer(item.raw, ext.MIN_OCCURS)
    most = ext.extension_integer(item.raw, ext.MAX_OCCURS) if item.repeats else 1
    return Demands(
        required=item.required,
        min_occurs=max(least or 0, int(item.required)),
        max_occurs=most,
        repeats=item.repeats,
        read_only=item.read_only,
        signature=ext.extension_value(item.raw, ext.SIGNATURE_REQUIRED) is not None,
    )


def _strings(raw: Mapping[str, Any], url: str) -> tuple[str, ...]:
    values = ext.extension_values(raw, url)
    return tuple(safe_text(value) for value in values if isinstance(value, str))
