"""XLSForm workbooks into draft Questionnaires.

    bytes ─ workbook ─► sheets of text ─ table, headings ─► rows of named cells
    rows ─ outline ─► groups and questions ─ becoming, calculations ─► what each row becomes
          ─ items ─► the form ─ circles ─► as the engine reads it

What can't be said exactly in FHIR is left out and noted (`notes`), and so is every cell that
nobody has read (`table`). Source: https://xlsform.org/
"""

from kiosk.authoring.imported import Imported
from kiosk.authoring.xlsform.assemble import assemble
from kiosk.authoring.xlsform.plain_text import plain
from kiosk.authoring.xlsform.workbook import read_workbook

__all__ = ["read_xlsform"]


def read_xlsform(content: bytes, *, name: str) -> Imported:
    """The draft form in an .xlsx file.

    Args:
        content: the file.
        name: its name without “.xlsx”, for a form whose settings give no title or id.

    Raises:
        ImportRefused: no workbook, no XLSForm, damaged, hostile, or faulty so that its meaning
            is not clear.
    """
    return assemble(read_workbook(content), plain(name))
