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


def recovery_sheet(  # noqa: PLR0913 - keyword-only
    *,
    clinic: str,
    store_id: str,
    code: str,
    now: datetime,
    host: str,
    directory: Path,
    settings: Path | None,
) -> str:
    """The sheet as one HTML page without anything from outside; it holds the secret code.

    Args:
        clinic: its name.
        store_id: of the store it opens.
        code: the recovery code.
        now: the moment of set-up.
        host: name of the PC; "" where it has none.
        directory: the folder of the store.
        settings: the settings file; None for the place where the program looks by itself.
    """
    groups = "".join(f"<li>{escape(group)}</li>" for group in code.split("-"))
    page = Template(_PAGE.read_text(encoding="utf-8"))
    return page.substitute(
        clinic=escape(clinic),
        store_id=escape(store_id),
        host=escape(host) or "(without a name)",
        directory=escape(str(directory.absolute())),
        settings=f"<code>{escape(str(settings.absolute()))}</code>" if settings else "usual place",
        command=escape(_command(settings)),
        day=f"{now.day} {_MONTHS[now.month - 1]} {now.year}",
        groups=groups,
        qr=_qr(code),
    )


def _command(settings: Path | None) -> str:
    """What brings the key back, as it is typed."""
    if settings is None:
        return "kiosk recover"
    file = str(settings.absolute())
    return f'kiosk recover --config "{file}"' if " " in file else f"kiosk recover --config {file}"


def _qr(code: str) -> str:
    """The code as a drawing; capitals, digits and hyphens make the smallest and surest one."""
    drawing = segno.make_qr(code, error="q")
    return str(drawing.svg_inline(scale=4, border=2, title="Recovery code", omitsize=True))
