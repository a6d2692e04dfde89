"""The files and tools of a Linux PC that is set up as a kiosk should be, below a folder."""

import shlex
from pathlib import Path

UNIT = {
    "LoadState": "loaded",
    "ActiveState": "active",
    "UnitFileState": "enabled",
    "Type": "notify",
    "Restart": "always",
    "WatchdogUSec": "15s",
    "LimitCORE": "0",
    "MemorySwapMax": "infinity",
    "ExecStart": "{ path=/usr/bin/cage ; argv[]=/usr/bin/cage -d -- /usr/bin/kiosk run ; }",
}
_SYSTEMCTL = """#!/bin/sh
here=$(dirname "$0")
case "$*" in
    *display-manager*) cat "$here/../desktop" ;;
    *) cat "$here/../unit" ;;
esac
"""


class System:
    """A PC with an encrypted disk and swap, a clock that is kept, a touch screen, the unit."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "run/systemd/system").mkdir(parents=True)
        self.write("proc/self/mountinfo", "30 1 253:0 / / rw - ext4 /dev/mapper/root rw\n")
        self.disk("dm-0", "253:0", uuid="CRYPT-LUKS2-0a1b-root")
        self.disk("dm-1", "253:1", uuid="LVM-swap", on="dm-0")
        self.disk("sda2", "8:2")
        self.swaps("/dev/dm-1 partition")
        self.tool("systemctl", _SYSTEMCTL)
        self.unit()
        self.write("desktop", "ActiveState=inactive\n")
        self.clock(ntp="yes", kept="yes")
        self.screen("1920x1080", cm=(34, 19))
        self.pointer("event0", "Touch", properties="2", axes="2608000 3")

    def write(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def tool(self, name: str, script: str) -> None:
        self.write(f"bin/{name}", script)
        (self.root / "bin" / name).chmod(0o755)

    def disk(self, name: str, numbers: str, *, uuid: str = "", on: str = "") -> None:
        folder = self.root / "sys/devices" / name
        folder.mkdir(parents=True)
        if uuid:
            self.write(f"sys/devices/{name}/dm/uuid", uuid)
        if on:
            (folder / "slaves").mkdir()
            (folder / "slaves" / on).symlink_to(self.root / "sys/devices" / on)
        for place, key in (("dev/block", numbers), ("class/block", name)):
            (self.root / "sys" / place).mkdir(parents=True, exist_ok=True)
            (self.root / "sys" / place / key).symlink_to(folder)

    def mounted(self, numbers: str, source: str, kind: str = "ext4") -> None:
        self.write("proc/self/mountinfo", f"30 1 {numbers} / / rw - {kind} {source} rw\n")

    def swaps(self, *areas: str) -> None:
        lines = ["Filename Type Size Used Priority", *(f"{one} 1 0 -2" for one in areas)]
        self.write("proc/swaps", "\n".join(lines))

    def unit(self, **differs: str) -> None:
        lines = [f"{name}={value}\n" for name, value in (UNIT | differs).items()]
        self.write("unit", "".join(lines))

    def clock(self, *, ntp: str, kept: str) -> None:
        said = shlex.quote(f"NTP={ntp}\nNTPSynchronized={kept}")
        self.tool("timedatectl", f"#!/bin/sh\necho {said}\n")

    def screen(self, mode: str, *, cm: tuple[int, int], status: str = "connected") -> None:
        edid = bytearray(128)
        edid[21:23] = bytes(cm)
        at = "sys/class/drm/card0-HDMI-A-1"
        self.write(f"{at}/status", f"{status}\n")
        self.write(f"{at}/modes", f"{mode}\n1024x768\n")
        (self.root / at / "edid").write_bytes(edid)

    def pointer(self, event: str, name: str, *, properties: str, axes: str) -> None:
        at = f"sys/class/input/{event}/device"
        self.write(f"{at}/name", name)
        self.write(f"{at}/properties", properties)
        self.write(f"{at}/capabilities/abs", axes)
