"""The recovery sheet: one page to print at set-up, whole in itself, then locked away."""

from datetime import datetime
from html import escape
from pathlib import Path
from string import Template

import segno

_PAGE = Path(__file__).with_name("recovery_sheet.html")


def recovery_sheet(*, clinic: str, store_id: str, code: str, now: datetime) -> str:
    """The sheet as one HTML page without anything from outside; it holds the secret code."""
    spans = "".join(f"<span>{escape(group)}</span>" for group in code.split("-"))
    page = Template(_PAGE.read_text(encoding="utf-8"))
    return page.substitute(
        clinic=escape(clinic),
        store_id=escape(store_id),
        day=f"{now.day} {now:%B %Y}",
        groups=spans,
        qr=_qr(code),
    )


def _qr(code: str) -> str:
    """The code as a drawing; capitals, digits and hyphens make the smallest and surest one."""
    drawing = segno.make_qr(code, error="q")
    return str(drawing.svg_inline(scale=4, border=2, title="Recovery code", omitsize=True))
