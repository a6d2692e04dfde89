"""`explain-code`: what the code means that stands on the page of a kiosk that is out of order."""

from typing import Any

from kiosk.commands.outcome import Outcome
from kiosk.errors import UsageError
from kiosk.running.trouble_codes import CODES, Meaning


def explain_code(code: str | None) -> Outcome:
    """One code, or all of them.

    Raises:
        UsageError: there is no such code.
    """
    if code is None:
        document = {one: _document(meaning) for one, meaning in CODES.items()}
        return Outcome(0, {"codes": document}, "\n".join(map(_line, CODES)))
    found = CODES.get(code.upper())
    if found is None:
        raise UsageError(
            f"There is no code “{code}”.", advice=f"There are: {', '.join(CODES)}."
        )  # fmt: skip
    text = f"{found.means}\n{found.mends}."
    return Outcome(0, {"code": code.upper(), **_document(found)}, text)


def _document(meaning: Meaning) -> dict[str, Any]:
    return {"means": meaning.means, "mends": meaning.mends, "exitCode": meaning.exit_code}


def _line(code: str) -> str:
    return f"{code}  {CODES[code].means}\n    {CODES[code].mends}."
