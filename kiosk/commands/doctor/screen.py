"""The screen: there, large enough, measured, and touched with a finger.

On Linux by what the kernel says, so that no display has to be opened; the size comes from the
panel's own EDID (VESA E-EDID 1.4), the kinds of pointers from the input devices.
"""

from collections.abc import Iterator
from math import hypot
from pathlib import Path
from typing import Final, NamedTuple

from kiosk.commands.doctor.checks import SOON_S, Check, DoesNotApply, Found, Group, NotKnown, Remedy
from kiosk.commands.doctor.machine import Machine, ToolMissing
from kiosk.commands.doctor.subject import Subject
from kiosk.errors import KioskError
from kiosk.store import panels

_LEAST_MM: Final = 240.0
"""Of the diagonal: 10 inches less the frame. Keys of 16 mm and more, ten in a row, need it."""
_LEAST_PX: Final = (600, 1024)
_MM_PER_CM: Final = 10
_OFF_BY: Final = 1.25
"""A panel's own word for its size is often a little wrong; so far off somebody measured wrong."""

_DIRECT: Final = 0x02
"""INPUT_PROP_DIRECT, bit 1: what is touched is what is shown (linux/input-event-codes.h)."""
_ABS_MT_X: Final = 0x35
_ASK_WINDOWS: Final = (
    "$m = Get-CimInstance -Namespace root/wmi WmiMonitorBasicDisplayParams | Select -First 1; "
    "$v = Get-CimInstance Win32_VideoController | Where CurrentHorizontalResolution | "
    "Select -First 1; "
    "'{0} {1} {2} {3}' -f $m.MaxHorizontalImageSize, $m.MaxVerticalImageSize, "
    "$v.CurrentHorizontalResolution, $v.CurrentVerticalResolution"
)
_ASK_TOUCH: Final = (
    'Add-Type -Name U -Namespace K -MemberDefinition \'[DllImport("user32.dll")] public static '
    "extern int GetSystemMetrics(int n);'; [K.U]::GetSystemMetrics(94)"
)
"""SM_DIGITIZER: bit 0 a touch screen inside, bit 1 one outside, bit 7 it is ready."""
_TOUCHES: Final = 0x03


class Panel(NamedTuple):
    """A panel that is connected: its name, size in pixels, and in millimetres where it tells."""

    name: str
    pixels: tuple[int, int]
    size: tuple[float, float] | None


def _too_small(subject: Subject) -> Iterator[Found | str]:
    panels_here = connected(subject)
    if not panels_here:
        yield Found("No screen is connected, or it is switched off.", known=not subject.is_kiosk)
    for panel in panels_here:
        short, long = sorted(panel.pixels)
        if short < _LEAST_PX[0] or long < _LEAST_PX[1]:
            yield f"{panel.name} has {panel.pixels[0]} by {panel.pixels[1]} pixels."
        if panel.size is not None and hypot(*panel.size) < _LEAST_MM:
            yield f"{panel.name} is {panel.size[0]:.0f} by {panel.size[1]:.0f} mm."


def connected(subject: Subject) -> list[Panel]:
    """The panels that are connected.

    Raises:
        DoesNotApply: this PC has no screen of its own, or no patients.
        NotKnown: its system does not say.
    """
    if subject.at_desk:
        raise DoesNotApply("no patient sits at a desk's PC")
    machine = subject.machine
    if machine.platform == "win32":
        return list(_on_windows(machine))
    if not machine.is_linux:
        raise NotKnown("it was not looked for on this system")
    outputs = sorted((machine.root / "sys/class/drm").glob("card*-*"))
    if not outputs:
        raise DoesNotApply("this PC has no screen of its own")
    return [_panel(one) for one in outputs if _text(one / "status") == "connected"]


def _panel(output: Path) -> Panel:
    modes = _text(output / "modes").split()
    width, _, height = (modes[0] if modes else "0x0").rstrip("ip").partition("x")
    name = output.name.partition("-")[2]
    try:
        edid = (output / "edid").read_bytes()
    except OSError:
        edid = b""
    return Panel(name, (int(width), int(height)), _size_in(edid))


def _size_in(edid: bytes) -> tuple[float, float] | None:
    """Of the first detailed timing in mm, else of the head in cm; None where it does not tell."""
    if len(edid) < 128:  # noqa: PLR2004 - one block
        return None
    low_x, low_y, high = edid[66], edid[67], edid[68]
    exact = (low_x | (high & 0xF0) << 4, low_y | (high & 0x0F) << 8)
    is_timing = edid[54] or edid[55]
    if is_timing and all(exact):
        return float(exact[0]), float(exact[1])
    if edid[21] and edid[22]:
        return float(edid[21] * _MM_PER_CM), float(edid[22] * _MM_PER_CM)
    return None


def _on_windows(machine: Machine) -> Iterator[Panel]:
    said = _powershell(machine, _ASK_WINDOWS).split()
    if len(said) != 4 or not all(one.isdigit() for one in said):  # noqa: PLR2004 - as asked
        raise NotKnown("Windows does not say how large the screen is")
    x_cm, y_cm, width, height = map(int, said)
    size = (float(x_cm * _MM_PER_CM), float(y_cm * _MM_PER_CM)) if x_cm and y_cm else None
    yield Panel("The screen", (width, height), size)


def _unmeasured(subject: Subject) -> Iterator[Found | str]:
    if subject.at_desk:
        raise DoesNotApply("no patient sits at a desk's PC")
    named = subject.settings.panel.px_per_mm
    if named:
        yield from _odd(subject, named)
        return
    try:
        store = subject.store()
    except KioskError as cause:
        raise NotKnown("the store can't be opened: see store-opens") from cause
    if store is None:
        raise DoesNotApply("there is no store yet: kiosk setup")
    with store.reading() as c:
        measured = panels.all_measured(c)
    if not measured:
        yield Found("Nobody has measured the screen.", known=not subject.is_kiosk)
    for px_per_mm in measured.values():
        yield from _odd(subject, px_per_mm)


def _odd(subject: Subject, px_per_mm: float) -> Iterator[Found]:
    """What was measured and what the panel says of itself, where they are far apart."""
    try:
        here = [one for one in connected(subject) if one.size is not None]
    except (DoesNotApply, NotKnown):
        return
    told = [max(one.pixels) / max(one.size) for one in here if one.size]
    if told and not any(1 / _OFF_BY < px_per_mm / one < _OFF_BY for one in told):
        yield Found(f"{px_per_mm:.2f} pixels a millimetre were measured; by the panel it is "
                    f"{told[0]:.2f}.", known=True)  # fmt: skip


def _untouched(subject: Subject) -> Iterator[Found]:
    if subject.at_desk:
        raise DoesNotApply("no patient sits at a desk's PC")
    machine = subject.machine
    if machine.platform == "win32":
        said = _powershell(machine, _ASK_TOUCH).strip()
        if said.isdigit() and not int(said) & _TOUCHES:
            yield Found("Windows knows no touch screen.")
        elif not said.isdigit():
            raise NotKnown("Windows does not say whether there is a touch screen")
        return
    if not machine.is_linux:
        raise NotKnown("it was not looked for on this system")
    devices = sorted((machine.root / "sys/class/input").glob("event*/device"))
    if not devices:
        raise DoesNotApply("this PC has no input devices of its own")
    if not any(map(_is_touched, devices)):
        named = ", ".join(filter(None, (_text(one / "name") for one in devices)))
        yield Found(f"No touch screen is there. What is: {named}.", known=not subject.is_kiosk)


def _is_touched(device: Path) -> bool:
    properties = _bits(_text(device / "properties"))
    axes = _bits(_text(device / "capabilities" / "abs"))
    return bool(properties & _DIRECT and axes & (1 | 1 << _ABS_MT_X))


def _bits(text: str) -> int:
    """A bitmap as sysfs writes it: words of 64 bits in hex, the highest first."""
    bits = 0
    for word in text.split():
        bits = bits << 64 | int(word, 16)
    return bits


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def _powershell(machine: Machine, asked: str) -> str:
    try:
        return machine.run("powershell", "-NoProfile", "-NonInteractive", "-Command", asked)
    except ToolMissing as cause:
        raise NotKnown(str(cause)) from cause


_CHECKS: Final = (
    Check(
        "display",
        "What patients touch would be smaller than a fingertip, or would not fit.",
        Remedy(
            "Connect a screen of 10 inches or more, with 1024 by 600 pixels or more, and switch it "
            "on.",
            debian="What is connected: grep . /sys/class/drm/card*-*/status",
            windows="What is connected: Settings, System, Display. The scale there: 100 %.",
        ),
        _too_small,
        within_s=SOON_S,
    ),
    Check(
        "screen-measured",
        "Nobody knows how large a key on this screen is for a finger.",
        "Measure it with a bank card: staff pages of the kiosk, Screen. Or name it in the "
        "settings: px_per_mm in [panel].",
        _unmeasured,
        within_s=SOON_S,
    ),
    Check(
        "touch",
        "Patients can't touch an answer.",
        Remedy(
            "Plug in the cable of the touch screen (USB): it is another than that of the picture.",
            debian="What the system sees: sudo apt install libinput-tools && sudo libinput "
            "list-devices",
            windows="What the system sees: control /name Microsoft.TabletPCSettings; which screen "
            "it belongs to is set up there.",
        ),
        _untouched,
        within_s=SOON_S,
    ),
)

SCREEN: Final = Group("screen", _CHECKS)
