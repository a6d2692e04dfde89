"""The recovery sheet: one page to print at set-up, whole in itself, then locked away."""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template

import segno

from kiosk.store.staff import NewStaff

# not strftime: the page is English whatever the PC's own language is
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_PAGE = Path(__file__).with_name("recovery_sheet.html")


@dataclass(frozen=True)
class SheetPlace:
    """Where the store of a sheet is found.

    Attributes:
        clinic: its name.
        host: name of the PC; "" where it has none.
        directory: the folder of the store.
        settings: the settings file; None for the place where the program looks by itself.
        as_root: whether root brings the key back, and not the user the kiosk runs as.
    """

    clinic: str
    host: str
    directory: Path
    settings: Path | None
    as_root: bool = False


def recovery_sheet(  # noqa: PLR0913 - keyword-only beyond the two
    place: SheetPlace,
    store_id: str,
    *,
    code: str,
    key: str,
    now: datetime,
    first_staff: NewStaff | None = None,
) -> str:
    """The sheet as one HTML page without anything from outside; it holds the secret code.

    Args:
        place: what it says of clinic and PC.
        store_id: of the store it opens.
        code: the recovery code.
        key: the sign of the key it opens (`key_sign`); no secret.
        now: the moment it is made.
        first_staff: whose PIN stands on it, where nobody saw the screen.
    """
    groups = "".join(f"<li>{escape(group)}</li>" for group in code.split("-"))
    settings = place.settings
    page = Template(_PAGE.read_text(encoding="utf-8"))
    return page.substitute(
        clinic=escape(place.clinic),
        store_id=escape(store_id),
        key=escape(key),
        host=escape(place.host) or "(without a name)",
        directory=escape(str(place.directory.absolute())),
        settings=f"<code>{escape(str(settings.absolute()))}</code>" if settings else "usual place",
        command=escape(_command(settings)),
        who="root" if place.as_root else "the user the kiosk runs as",
        day=f"{now.day} {_MONTHS[now.month - 1]} {now.year}",
        groups=groups,
        qr=_qr(code),
        staff="" if first_staff is None else _first_pin(first_staff),
    )


def _first_pin(member: NewStaff) -> str:
    return (
        f"<dt>First staff PIN</dt><dd><code>{escape(member.pin)}</code> of {escape(member.name)} "
        f"({escape(member.role)}); change it: <code>kiosk staff reset "
        f"&quot;{escape(member.name)}&quot;</code></dd>"
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
