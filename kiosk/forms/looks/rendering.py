"""A form's text with its marks: rendering-xhtml, rendering-markdown or rendering-style.

Source: http://hl7.org/fhir/R4/rendering-extensions.html
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.looks.css import dropped_from_style, marks_of_style
from kiosk.forms.looks.markdown import from_markdown
from kiosk.forms.looks.markup import PLAIN, Markup, from_plain
from kiosk.forms.looks.xhtml import from_xhtml
from kiosk.forms.texts import Reader, chosen_text


def rendered(element: object, key: str, reader: Reader, *, markdown: bool = False) -> Markup:
    """`element[key]` for a reader, with the marks the form gives it, cleaned.

    XHTML comes before markdown, markdown before a style. In a translation only what is rendered
    in that translation counts: the marks of another language are no words of this one.
    `markdown`: the text itself is markdown, as FHIR has it for a description.
    """
    chosen = chosen_text(element, key, reader)
    marked = _marked(chosen.beside, reader)
    if chosen.original is not None:
        marked = marked or _marked(chosen.original, reader, translated=True)
    if marked:
        return marked
    style = ext.extension_value(chosen.beside, ext.RENDERING_STYLE)
    if isinstance(style, str):
        return from_plain(chosen.words, marks_of_style(style, PLAIN), dropped_from_style(style))
    return from_markdown(chosen.words) if markdown else from_plain(chosen.words)


def _marked(
    beside: Mapping[str, Any], reader: Reader, *, translated: bool = False
) -> Markup | None:
    for url, read in _READERS.items():
        for extension in ext.mappings(beside, "extension"):
            if ext.url_of(extension) != url:
                continue
            for key in ("valueString", "valueMarkdown"):
                source = chosen_text(extension, key, reader)
                if source.words and (source.original is not None or not translated):
                    return read(source.words)
    return None


_READERS: Final[Mapping[str, Callable[[str], Markup]]] = {
    ext.RENDERING_XHTML: from_xhtml,
    ext.RENDERING_MARKDOWN: from_markdown,
}
