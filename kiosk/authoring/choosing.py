"""Which format a file is in, by what stands in it; its ending may be wrong."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from kiosk.authoring.imported import Imported
from kiosk.errors import ImportRefused, UsageError

_MODULES: Final[Mapping[str, str]] = {
    "XLSForm": "kiosk.authoring.xlsform",
    "REDCap": "kiosk.authoring.redcap",
    "FHIR": "kiosk.authoring.fhir",
    "text": "kiosk.authoring.plain_text",
}
"""Each is loaded when a file is in it: a reader of workbooks takes its time."""

_TAKEN: Final = (
    "It takes an XLSForm (.xlsx, .csv), a REDCap data dictionary (.csv), a FHIR Questionnaire "
    "(.json) and the text of a form (.txt)."
)
_TESTS: Final = (
    ("text", "is_plain_text"),
    ("REDCap", "is_dictionary"),
    ("XLSForm", "is_text_table"),
)
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARK: Final = b"\xef\xbb\xbf"


def format_of(content: bytes) -> str:
    """The format: "XLSForm", "REDCap", "FHIR" or "text".

    Raises:
        ImportRefused: it is in none of them.
    """
    start = content[:1000].removeprefix(_MARK).lstrip()
    if content.startswith(b"PK"):
        return "XLSForm"
    if content.startswith(_OLD_WORKBOOK):
        raise ImportRefused(
            "The file is a workbook of the old kind (.xls), or has a password.",
            advice="Open it in a spreadsheet program and save it as .xlsx, without a password.",
        )
    if start.startswith((b"{", b"[")):
        return "FHIR"
    if start.startswith(b"<"):
        raise ImportRefused("The file is XML or HTML.", advice=f"Save it as JSON. {_TAKEN}")
    for name, test in _TESTS:
        if getattr(import_module(_MODULES[name]), test)(content):
            return name
    if not start:
        raise ImportRefused("The file is empty.", advice=_TAKEN)
    if any(mark in start.partition(b"\n")[0] for mark in b",;\t"):
        raise ImportRefused(
            "The table is no form: it has no columns “Variable / Field Name” and “Field Type” "
            "(a REDCap data dictionary), and no columns “type” and “name” (an XLSForm).",
            advice="Put the headings into the first row, or download the file once more.",
        )
    raise ImportRefused("The file is in no format that is known here.", advice=_TAKEN)


def read_form(content: bytes, *, name: str, onto: Mapping[str, Any] | None = None) -> Imported:
    """The draft in a file, whatever format it is in.

    Args:
        content: its bytes.
        name: its name without the ending, for a form that says none.
        onto: the Questionnaire that the text of a form is read back onto.

    Raises:
        ImportRefused: no draft can be made of it; message and advice say why.
        UsageError: `onto` is given, and it is no text of a form.
    """
    kind = format_of(content)
    if onto is not None and kind != "text":
        raise UsageError(
            "Only the text of a form can be read back onto a form.",
            advice="Write one with: kiosk form text FORM.json --out FORM.txt",
        )
    module: Any = import_module(_MODULES[kind])
    if kind == "text":
        found: Imported = module.read_plain_text(content, onto=onto)
    elif kind == "FHIR":
        found = module.read_fhir(content)
    elif kind == "REDCap":
        found = module.read_redcap(content, name=name)
    else:
        found = module.read_xlsform(content, name=name)
    return found
