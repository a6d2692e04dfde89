"""A workbook, read into tables, as one Questionnaire."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from kiosk.authoring.imported import Imported, NotUnderstood
from kiosk.authoring.redcap.columns import NEEDED, columns_of
from kiosk.authoring.xlsform.becoming import (
    GROUP,
    LEFT_OUT,
    TEXT,
    WORKED_OUT,
    leave_out_empty,
    question_of,
    what_becomes,
)
from kiosk.authoring.xlsform.calculations import calculations
from kiosk.authoring.xlsform.choices import choice_heading, read_choices
from kiosk.authoring.xlsform.circles import walk_items, without_circles
from kiosk.authoring.xlsform.expressions import fhirpath
from kiosk.authoring.xlsform.headings import SETTINGS, read_heading, survey_heading
from kiosk.authoring.xlsform.items import Planned, items_of
from kiosk.authoring.xlsform.notes import Notes
from kiosk.authoring.xlsform.options import note_choices
from kiosk.authoring.xlsform.outline import Node, identify, outline, unroll_loops, walk
from kiosk.authoring.xlsform.plain_text import in_short, one_line
from kiosk.authoring.xlsform.questions import Questions
from kiosk.authoring.xlsform.spoken import Tongues, set_text, tongues_of
from kiosk.authoring.xlsform.table import Row, Table, note_unread, read_table
from kiosk.authoring.xlsform.work import Work
from kiosk.authoring.xlsform.workbook import Sheet
from kiosk.errors import ImportRefused
from kiosk.forms.extensions import VARIABLE
from kiosk.forms.texts import USUAL_LANGUAGE, complete_languages

URL: Final = "http://clinic-kiosk.example/fhir/Questionnaire/"
_SHEETS: Final = ("survey", "choices", "external_choices", "settings")
_ALSO_CHOICES: Final = ("choices and columns", "columns")
"""What the sheet of choices was called in early forms."""
_NOT_IN_URLS: Final = re.compile("[^A-Za-z0-9._-]+")


@dataclass(frozen=True)
class _Tables:
    """The sheets that are read, and the languages of all of them."""

    survey: Table
    choices: Table
    external_choices: Table
    settings: Table

    def all(self) -> tuple[Table, ...]:
        return self.survey, self.choices, self.external_choices, self.settings


def assemble(sheets: Iterable[Sheet], name: str, said: Iterable[NotUnderstood] = ()) -> Imported:
    """The form in the sheets of a workbook.

    Args:
        sheets: its sheets.
        name: what it is called where it does not say so itself.
        said: what is to be said of the file already.

    Raises:
        ImportRefused: it has no questions, or its groups, columns or conditions are no form.
    """
    notes = Notes(list(said))
    try:
        return _assembled(tuple(sheets), name, notes)
    except ImportRefused as refused:
        refused.not_understood = notes.in_order()
        raise


def _assembled(sheets: tuple[Sheet, ...], name: str, notes: Notes) -> Imported:
    tables = _tables(sheets, notes)
    settings = tables.settings.read(Tongues("", {}))
    default = settings[0].take("default_language") if settings else ""
    headings = (head for table in tables.all() for head in table.headings)
    tongues = tongues_of(headings, default)
    form = _head(settings[0] if settings else None, name, tongues)
    work = Work(
        url=form["url"],
        tongues=tongues,
        choices=read_choices(tables.choices, tongues, notes),
        external=read_choices(tables.external_choices, tongues, notes),
        questions=Questions(),
        notes=notes,
    )
    rows, before = tables.survey.read(tongues), notes.in_order()
    nodes = _put_items(form, rows, work)
    reasons = [note for note in notes.in_order() if note.row and note not in before]
    for table in tables.all():
        table.note_columns(tongues, notes)
        if not _stores_results(sheets):
            table.note_formulas(notes)
    note_unread(rows, "survey", notes)
    note_unread(settings, tables.settings.title, notes)
    for lists in (work.choices, work.external):
        note_choices(lists, work)
        lists.note_unused(notes)
        note_unread(lists.rows, lists.title, notes)
    if not form["item"]:
        why = in_short(reasons[0].message) if reasons else "it is empty."
        raise ImportRefused(
            f"Nothing in the sheet “survey” could be made a question: {why}",
            advice="Look at the column “type”: text, integer, select_one LIST, note …",
        )
    form = without_circles(form, {node.link_id: node for node in nodes}, notes)
    return Imported(form, notes.in_order())


def _meant(sheets: tuple[Sheet, ...], notes: Notes) -> dict[str, Sheet]:
    """What it is for → sheet, whatever letters its name is in; the others are noted."""
    titles = [sheet.title.strip().casefold() for sheet in sheets]
    found: dict[str, Sheet] = {}
    for title, sheet in zip(titles, sheets, strict=True):
        is_choices = title in _ALSO_CHOICES and "choices" not in titles
        meaning = "choices" if is_choices else title
        if len(sheets) == 1 and meaning not in _SHEETS and _asks(sheet):
            message = "The only sheet of the workbook was taken as the sheet “survey”."
            notes.add(None, "", f"sheet {sheet.title}", message)
            found["survey"] = Sheet("survey", sheet.rows)
        elif meaning in _SHEETS and meaning not in found:
            found[meaning] = sheet
        elif sheet.rows:
            message = f"This sheet is not read: its {len(sheet.rows)} rows are left out."
            notes.add(None, "", f"sheet {sheet.title}", message)
    return found


def _asks(sheet: Sheet) -> bool:
    headings = sheet.rows[0].cells.items() if sheet.rows else ()
    return any(survey_heading(at, words).name == "type" for at, words in headings)


def _is_dictionary(sheet: Sheet) -> bool:
    headings = sheet.rows[0].cells.values() if sheet.rows else ()
    return set(columns_of(tuple(headings)).values()).issuperset(NEEDED)


def _tables(sheets: tuple[Sheet, ...], notes: Notes) -> _Tables:
    """The sheets that are read."""
    found = _meant(sheets, notes)
    if "survey" not in found and any(map(_is_dictionary, sheets)):
        raise ImportRefused(
            "The workbook holds a data dictionary of REDCap, which is read as CSV.",
            advice="Save its sheet as CSV (UTF-8), and import that.",
        )
    if "survey" not in found:
        raise ImportRefused(
            "The workbook has no sheet “survey”, so it is no XLSForm.",
            advice="Name the sheet with the questions “survey”.",
        )
    missing = {title: Sheet(title, ()) for title in _SHEETS}
    given = missing | found
    survey = read_table(given["survey"], survey_heading)
    if not any(head.name == "type" for head in survey.headings):
        raise ImportRefused(
            "The sheet “survey” has no column “type”.",
            advice="The first row must hold the headings: type, name, label.",
        )
    return _Tables(
        survey,
        read_table(given["choices"], choice_heading),
        read_table(given["external_choices"], choice_heading),
        read_table(given["settings"], lambda at, words: read_heading(at, words, SETTINGS)),
    )


def _stores_results(sheets: Iterable[Sheet]) -> bool:
    """Whether the program that wrote the file stored what formulas give.

    Then a formula without a result gives nothing, and there is nothing to say of it.
    """
    rows = (row for sheet in sheets for row in sheet.rows)
    return any(not row.formulas.keys().isdisjoint(row.cells) for row in rows)


def _head(settings: Row | None, name: str, tongues: Tongues) -> dict[str, Any]:
    title, form_id, version = (
        one_line(settings.take(column)) if settings else "" for column in ("title", "id", "version")
    )
    named = form_id or name
    slug = _NOT_IN_URLS.sub("-", named).strip("-.")
    if not slug:
        # Of a name in another script nothing is left; the same name makes the same url.
        slug = "form-" + sha256(named.encode(errors="replace")).hexdigest()[:8]
    form = {
        "resourceType": "Questionnaire",
        "url": URL + slug,
        "version": version,
        "title": title or one_line(name) or slug,
        "status": "draft",
        "subjectType": ["Patient"],
        "language": tongues.own,
    }
    return {key: value for key, value in form.items() if value}


def _put_items(form: dict[str, Any], rows: list[Row], work: Work) -> list[Node]:
    """Gives the form its items; every node of the survey."""
    nodes = unroll_loops(outline(rows, work.notes), work.choices, work.notes)
    identify(nodes, work.notes)
    planned = _plan(nodes, work)
    form["item"] = items_of(nodes, planned, work)
    _put_variables(form, work)
    _translate_title(form, work)
    return list(walk(nodes))


def _translate_title(form: dict[str, Any], work: Work) -> None:
    """Lets the title stand in every language that the rest of the form is in.

    A workbook has it in one alone, and no language is offered in which a text is missing.
    """
    title, own = form["title"], work.tongues.own or USUAL_LANGUAGE
    _, *others = complete_languages(form | {"title": ""}, own)
    if others:
        set_text(form, "title", dict.fromkeys((own, *others), title))
        message = f"The title is in one language: it stands so in {', '.join(others)} too."
        work.notes.add(None, "form_title", title, message)


def _plan(nodes: list[Node], work: Work) -> Planned:
    becoming = what_becomes(nodes, work)
    questions = {
        node: question_of(node, kind, work)
        for node, kind in becoming.items()
        if kind not in {GROUP, TEXT, WORKED_OUT, LEFT_OUT}
    }
    for question in questions.values():
        work.questions.add(question)
    waiting = [node for node, kind in becoming.items() if kind == WORKED_OUT]
    worked_out = calculations(waiting, work)
    becoming |= {node: LEFT_OUT for node in waiting if node not in worked_out}
    leave_out_empty(nodes, becoming, work)
    return Planned(becoming, questions, worked_out)


def _put_variables(form: dict[str, Any], work: Work) -> None:
    """Declares what expressions in repeats look at, on the repeats."""
    for item in walk_items(form):
        declared = work.questions.variables.get(item["linkId"], {})
        for name, text in declared.items():
            made = {"url": VARIABLE, "valueExpression": {"name": name, **fhirpath(text)}}
            item.setdefault("extension", []).append(made)
