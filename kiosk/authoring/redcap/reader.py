"""A data dictionary as a draft: every field an item, every instrument a group."""

import re
from typing import Any, Final

from kiosk.authoring.imported import Imported, NotUnderstood
from kiosk.authoring.redcap.asked import Asked, asked
from kiosk.authoring.redcap.columns import Column
from kiosk.authoring.redcap.conditions import Conditions
from kiosk.authoring.redcap.elements import Raw, in_order
from kiosk.authoring.redcap.link_ids import LinkIds
from kiosk.authoring.redcap.piping import put_answers
from kiosk.authoring.redcap.questions import Making, item_of
from kiosk.authoring.redcap.table import Row, Table, read_table
from kiosk.authoring.redcap.tree import Tree, spoken
from kiosk.errors import ImportRefused
from kiosk.forms.questionnaire import MAX_ITEMS

DRAFTS: Final = "http://clinic-kiosk.example/fhir/draft/"
"""Where drafts have their address, until their clinic gives them one of its own."""


def read_redcap(content: bytes, *, name: str) -> Imported:
    """The draft in a data dictionary.

    Args:
        content: the bytes of its CSV file.
        name: what it is called, such as the name of the file without its ending.

    Raises:
        ImportRefused: it is no data dictionary, can't be read, or holds nothing to ask.
    """
    table = read_table(content)
    if len(table.rows) * 4 > MAX_ITEMS:
        raise ImportRefused(
            f"The dictionary has {len(table.rows)} fields, which is too many for one form.",
            advice="Import one instrument after the other.",
        )
    groups = _groups(table, DRAFTS + _slug(name))
    if not groups:
        refused = ImportRefused(
            "The dictionary has no field that could be asked.",
            advice="Look at its column “Field Type”.",
        )
        refused.not_understood = _listed(table)
        raise refused
    return Imported(_form(name, groups), _listed(table))


def _groups(table: Table, url: str) -> list[Raw]:
    names = [row.cells[Column.NAME] for row in table.rows if Column.NAME in row.cells]
    making = Making(url, frozenset(names), LinkIds(names))
    tree, made = Tree(making), list[tuple[Raw, Row]]()
    fields: dict[str, Asked] = {}
    for row in table.rows:
        tree.enter(row)
        if item := item_of(row, making):
            made.append((item, row))
            path = tree.add(item, row)
            fields.setdefault(row.cells[Column.NAME].casefold(), asked(item, path))
    conditions = Conditions(fields)
    for item, row in made:
        conditions.put_on(item, row)
        put_answers(item, row, fields, making.names)
    return [in_order(group) for group in tree.grown()]


def _form(name: str, groups: list[Raw]) -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire",
        "url": DRAFTS + _slug(name),
        "version": "0.1.0",
        "name": _computer_name(name),
        "title": spoken(name) or "Form",
        "status": "draft",
        "subjectType": ["Patient"],
        "item": groups,
    }


def _listed(table: Table) -> tuple[NotUnderstood, ...]:
    listed = list(table.not_understood)
    for row in table.rows:
        for column, text in row.left_over():
            row.say(column, text, "There is no place for it in this form: it was left out.")
        listed += row.notes
    return tuple(sorted(listed, key=lambda note: note.row or 0))


def _slug(name: str) -> str:
    return re.sub("[^a-z0-9]+", "-", name.casefold()).strip("-") or "form"


def _computer_name(name: str) -> str:
    words = re.findall("[A-Za-z0-9]+", name)
    joined = "".join(word[:1].upper() + word[1:] for word in words)
    return joined if joined[:1].isalpha() else f"Form{joined}"
