"""What each row becomes in FHIR, and what is left out."""

from collections.abc import Iterable, Mapping
from typing import Final

from kiosk.authoring.xlsform.choices import codes_by_name
from kiosk.authoring.xlsform.firsts import range_type
from kiosk.authoring.xlsform.looks import HEADING_OF_TABLE, MULTILINE, first_day, words_of
from kiosk.authoring.xlsform.outline import Node, walk
from kiosk.authoring.xlsform.plain_text import in_short
from kiosk.authoring.xlsform.questions import Question
from kiosk.authoring.xlsform.work import Work, place_of
from kiosk.errors import ImportRefused

GROUP, TEXT, SELECT = "group", "display", "select"
WORKED_OUT, LEFT_OUT = "worked out", ""
MAX_CHOICES: Final = 50_000
"""FHIR has the choices with each question: this many make a form of 10 MB."""
_TYPES: Final[Mapping[str, str]] = {
    "group": GROUP,
    "repeat": GROUP,
    "note": TEXT,
    "text": "string",
    "integer": "integer",
    "percentage": "integer",
    "decimal": "decimal",
    "range": "range",
    "date": "date",
    "time": "time",
    "dateTime": "dateTime",
    "acknowledge": "boolean",
    "barcode": "string",
    "phone number": "string",
    "image": "attachment",
    "audio": "attachment",
    "video": "attachment",
    "file": "attachment",
    "calculate": WORKED_OUT,
    "hidden": WORKED_OUT,
    "select_one": SELECT,
    "select_multiple": SELECT,
    "rank": SELECT,
}
_WHY_NOT: Final[Mapping[str, str]] = {
    "": "This type is not known: the row is left out.",
    "geopoint": "The kiosk asks for no place on a map: the row is left out.",
    "geotrace": "The kiosk asks for no line on a map: the row is left out.",
    "geoshape": "The kiosk asks for no area on a map: the row is left out.",
    "osm": "The kiosk asks for no place on a map: the row is left out.",
    "csv-external": "Files beside the workbook are not read: the row is left out.",
    "from_file": "Its choices are in a file beside the workbook: the row is left out.",
    "loop": "This loop is not known: the row is left out.",
}
_NEEDS_A_PERSON: Final = "The kiosk takes no files: it sends the patient to the desk for this."
_IN_PART: Final[Mapping[str, str]] = {
    "rank": "The kiosk asks which, not in which order: the order is lost.",
    "barcode": "The kiosk reads no barcodes: the patient types it.",
    "acknowledge": "Asked with Yes and No, where the original only lets people agree.",
    "image": _NEEDS_A_PERSON,
    "audio": _NEEDS_A_PERSON,
    "video": _NEEDS_A_PERSON,
    "file": _NEEDS_A_PERSON,
}
_NOT_A_QUESTION: Final = "Not a question: the kiosk takes down nothing of a device. Left out."


def what_becomes(nodes: Iterable[Node], work: Work) -> dict[Node, str]:
    """Each node → "group", "display", "select", an item type …; "" for what is left out."""
    becoming: dict[Node, str] = {}
    metadata: list[Node] = []
    for node in walk(nodes):
        if node.kind.name == "metadata":
            becoming[node] = LEFT_OUT
            node.row.settle()
            metadata.append(node)
        else:
            becoming[node] = _one(node, work)
    if metadata:
        written = ", ".join(dict.fromkeys(node.kind.written for node in metadata))
        work.note(metadata[0].row, "type", written, _NOT_A_QUESTION)
    others = {node.name for node in becoming if node.kind.name != "metadata"}
    days = {node.name for node in metadata if "today" in node.kind.written.lower().split()}
    work.questions.days.update(days - others)
    _check_choices(becoming, work)
    work.questions.leave_out(node.name for node, kind in becoming.items() if not kind)
    return becoming


def _check_choices(becoming: Mapping[Node, str], work: Work) -> None:
    selects = (node for node, kind in becoming.items() if kind == SELECT)
    if sum(len(work.list_of(node.kind)) for node in selects) > MAX_CHOICES:
        raise ImportRefused(
            f"The questions offer more than {MAX_CHOICES:,} choices in all.",
            advice="Ask less with the longest list, or split the form into several.",
        )


def _one(node: Node, work: Work) -> str:
    kind = _TYPES.get(node.kind.name, LEFT_OUT)
    if kind == SELECT and HEADING_OF_TABLE in words_of(node):
        return TEXT
    if kind == SELECT and not work.list_of(node.kind):
        name, sheet = in_short(node.kind.list_name), in_short(work.lists_of(node.kind).title)
        return _without(node, work, f"There is no list “{name}” in the sheet “{sheet}”: left out.")
    if kind == LEFT_OUT:
        return _without(node, work, _WHY_NOT.get(node.kind.name, _WHY_NOT[""]))
    if message := _IN_PART.get(node.kind.name):
        work.note(node.row, "type", node.kind.written, message)
    if kind == "range":
        return range_type(node.row.peek("parameters"))
    if kind == "string" and _was_a_note(node, work):
        return TEXT
    return "text" if kind == "string" and _has_lines(node) else kind


def _without(node: Node, work: Work, message: str) -> str:
    node.row.settle()
    what = node.kind.written or node.name or next(iter(node.row.cells.values()), "")
    work.note(node.row, "type", what, message)
    return LEFT_OUT


def _was_a_note(node: Node, work: Work) -> bool:
    """Whether it is a text that nobody may change and nothing is put in: a note, as of old."""
    row = node.row
    empty = not row.peek("default") and not row.peek("calculation")
    return empty and work.is_yes(row, "readonly", else_="The patient answers it.")


def _has_lines(node: Node) -> bool:
    rows = node.row.take("rows")
    return MULTILINE in words_of(node) or (rows.isdecimal() and int(rows) > 1)


def leave_out_empty(nodes: Iterable[Node], becoming: dict[Node, str], work: Work) -> None:
    """Leaves out the groups in which nothing is left."""
    for node in nodes:
        leave_out_empty(node.children, becoming, work)
        if becoming[node] == GROUP and not any(becoming[child] for child in node.children):
            becoming[node] = _without(node, work, "Nothing in this group is in the form: left out.")


def question_of(node: Node, type_: str, work: Work) -> Question:
    """A node as expressions see it."""
    place = place_of(node)
    choices = work.list_of(node.kind) if type_ == SELECT else ()
    return Question(
        name=node.name,
        link_id=node.link_id,
        type=("open-choice" if node.kind.other else "choice") if choices else type_,
        around=place.names,
        way=(*(group.link_id for group in node.around()), node.link_id),
        repeats=place.repeats,
        system=work.system_of(node.kind) if choices else "",
        codes=codes_by_name(choices) if choices else None,
        several=node.kind.name in {"select_multiple", "rank"},
        open=node.kind.other,
        agreed=node.kind.name == "acknowledge",
        rest=first_day(node) if type_ == "date" else "",
    )
