"""The text of a form as a draft, new or onto the form that it was made of."""

from collections.abc import Mapping
from typing import Any, Final

from kiosk.authoring.imported import Imported, NotUnderstood
from kiosk.authoring.plain_text.merging import put_onto
from kiosk.authoring.plain_text.parsing import parsed
from kiosk.errors import ImportRefused
from kiosk.forms.questionnaire import MAX_BYTES

_NEW: Final = "A form without an address can't be offered. Write a line “Address: https://…”."


def is_plain_text(content: bytes) -> bool:
    """Whether these bytes begin as the text of a form does."""
    start = content[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"# ", b"#\n", b"#\r"))


def read_plain_text(content: bytes, *, onto: Mapping[str, Any] | None = None) -> Imported:
    """The draft that the text of a form says.

    Args:
        content: its bytes, UTF-8.
        onto: the form that it was made of: what the text does not hold is taken from there, by
            linkId.

    Raises:
        ImportRefused: a line can't be read; the message names it and says what was expected.
    """
    if len(content) > MAX_BYTES:
        raise ImportRefused(
            f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.",
            advice="Split the form into several.",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise ImportRefused(
            "The text is not UTF-8.", advice="Save it as UTF-8 in your editor."
        ) from cause
    raw = put_onto(parsed(text), onto)
    raw["status"] = "draft"
    missing = () if raw.get("url") else (NotUnderstood(None, "", "Address:", _NEW),)
    return Imported(raw, missing)
