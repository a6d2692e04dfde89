"""The recovery sheet: one page to print at set-up, whole in itself, then locked away."""

from datetime import datetime
from html import escape
from pathlib import Path
from string import Template

import segno

# not strftime: the page is English whatever the PC's own language is
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_PAGE = Path(__file__).with_name("recovery_sheet.html")


def recovery_sheet(*, clinic: str, store_id: str, code: str, now: datetime) -> str:
    """The sheet as one HTML page without anything from outside; it holds the secret code."""
    groups = "".join(f"<li>{escape(group)}</li>" for group in code.split("-"))
    page = Template(_PAGE.read_text(encoding="utf-8"))
    return page.substitute(
        clinic=escape(clinic),
        store_id=escape(store_id),
        day=f"{now.day} {_MONTHS[now.month - 1]} {now.year}",
        groups=groups,
        qr=_qr(code),
    )


def _qr(code: str) -> str:
    """The code as a drawing; capitals, digits and hyphens make the smallest and surest one."""
    drawing = segno.make_qr(code, error="q")
    return str(drawing.svg_inline(scale=4, border=2, title="Recovery code", omitsize=True))
