"""The texts of a row as patients read them: without marks of HTML, with answers put in."""

import re
from typing import Any, Final

from kiosk.authoring.xlsform import said
from kiosk.authoring.xlsform.expressions import expression_extension
from kiosk.authoring.xlsform.outline import Node
from kiosk.authoring.xlsform.plain_text import without_marks
from kiosk.authoring.xlsform.questions import NotExact, literal
from kiosk.authoring.xlsform.spoken import set_text
from kiosk.authoring.xlsform.table import Row
from kiosk.authoring.xlsform.work import Work, translator_at
from kiosk.authoring.xlsform.xpath import NotXPath
from kiosk.forms.extensions import CQF_EXPRESSION

_REF: Final = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")
_ITEMS_OF_MEDIA: Final = ("image", "big-image", "audio", "video")
_NOT_THERE: Final = "The file is not in the workbook: left out."
_MARKS: Final = "The marks of HTML or Markdown in the text are left out."
GAP: Final = "…"


def spoken(row: Row, column: str, work: Work) -> dict[str, str]:
    """A text in its languages, without marks; the answers in it are left out and noted."""
    words = _bare(row, column, row.words(column), work)
    for text in words.values():
        if _REF.search(text):
            _note_gap(row, column, text, work)
    return {tag: _REF.sub(GAP, text) for tag, text in words.items()}


def shown(text: str) -> str:
    """A text as it is shown: without marks of HTML, and without answers in it."""
    return _REF.sub(GAP, without_marks(text))


def put_label(item: dict[str, Any], node: Node, work: Work) -> bool:
    """Gives an item its label; whether there is one.

    An answer in the label (`${name}`) is put in by the kiosk, where the form has one language.
    """
    row = node.row
    words = dict(node.label or _bare(row, "label", row.words("label"), work))
    if not words:
        return False
    _note_other_language(row, words, work)
    texts = list(words.values())
    set_text(item, "text", {tag: _REF.sub(GAP, text) for tag, text in words.items()})
    if not any(map(_REF.search, texts)):
        return True
    try:
        worked_out = expression_extension(CQF_EXPRESSION, _joined(texts, node, work))
    except (NotExact, NotXPath) as cause:
        _note_gap(row, "label", texts[0], work, why=f": {cause}")
    else:
        item["_text"] = {"extension": [worked_out]}
    return True


def note_media(row: Row, work: Work) -> None:
    """Says which pictures, sounds and films are not there: the workbook only names them."""
    for column in _ITEMS_OF_MEDIA:
        if files := row.words(column):
            work.note(row, column, ", ".join(files.values()), _NOT_THERE)


def _joined(texts: list[str], node: Node, work: Work) -> str:
    """FHIRPath for a label with the answers in it."""
    if len(texts) > 1:
        raise NotExact("the form has several languages")
    at = translator_at(node, work)
    pieces = _REF.split(texts[0])
    parts = [
        said.words(at.translate(at.parse(f"${{{piece}}}"))) if number % 2 else literal(piece)
        for number, piece in enumerate(pieces)
        if piece
    ]
    return " & ".join(parts)


def _bare(row: Row, column: str, words: dict[str, str], work: Work) -> dict[str, str]:
    bare = {tag: without_marks(text) for tag, text in words.items()}
    for tag, text in bare.items():
        if text != words[tag]:
            work.note(row, column, words[tag], _MARKS)
            break
    return {tag: text for tag, text in bare.items() if text}


def _note_gap(row: Row, column: str, text: str, work: Work, *, why: str = "") -> None:
    what = f"The answer of another question in a text is not put in{why}"
    work.note(row, column, text, f"{what}: “{GAP}” stands there.")


def _note_other_language(row: Row, words: dict[str, str], work: Work) -> None:
    first = next(iter(words))
    if first and work.tongues.own and first != work.tongues.own:
        message = (
            f"No text in the form's language ({work.tongues.own}): its “{first}” stands there."
        )
        work.note(row, "label", words[first], message)
