"""XLSForm workbooks into draft Questionnaires.

    bytes ─ workbook | text_tables ─► sheets of text ─ table, headings ─► rows of named cells
    rows ─ outline ─► groups and questions ─ becoming, calculations ─► what each row becomes
          ─ items ─► the form ─ circles ─► as the engine reads it

What can't be said exactly in FHIR is left out and noted (`notes`), and so is every cell that
nobody has read (`table`). Source: https://xlsform.org/
"""

from kiosk.authoring.imported import Imported
from kiosk.authoring.xlsform.assemble import assemble
from kiosk.authoring.xlsform.plain_text import plain
from kiosk.authoring.xlsform.text_tables import is_text_table, read_text_tables
from kiosk.authoring.xlsform.workbook import read_workbook

__all__ = ["is_text_table", "read_xlsform"]


def read_xlsform(content: bytes, *, name: str) -> Imported:
    """The draft form in an .xlsx file, or in a CSV.

    Args:
        content: the file.
        name: its name without the ending, for a form whose settings give no title or id.

    Raises:
        ImportRefused: no workbook, no XLSForm, damaged, hostile, or faulty so that its meaning
            is not clear.
    """
    if is_text_table(content):
        sheets, said = read_text_tables(content)
        return assemble(sheets, plain(name), said)
    return assemble(read_workbook(content), plain(name))
