"""Faults of the PC itself: each is found by its own check, and its remedy mends it."""

import shutil
from pathlib import Path

import pytest

from tests.commands.doctor.conftest import Kiosk, names, row
from tests.mounting import own_mounts, why_no_mounts


def test_a_disk_that_is_not_encrypted(kiosk: Kiosk) -> None:
    kiosk.system.mounted("8:2", "/dev/sda2")
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == {"disk-encrypted"}
    assert "/dev/sda2" in row(told, "disk-encrypted")["found"][0]
    assert "encrypted LVM" in row(told, "disk-encrypted")["mend"]
    kiosk.system.mounted("253:0", "/dev/mapper/root")  # as the installer makes it
    assert kiosk.to_mend() == set()


def test_swap_space_that_is_not_encrypted(kiosk: Kiosk) -> None:
    kiosk.system.swaps("/dev/dm-1 partition", "/dev/sda2 partition")
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == {"swap"}
    assert row(told, "swap")["found"] == ["The swap space /dev/sda2 is not encrypted."]
    assert "swapoff -a" in row(told, "swap")["mend"]
    kiosk.system.swaps()  # swapoff -a
    assert kiosk.to_mend() == set()
    kiosk.system.swaps("/dev/sda2 partition")
    kiosk.system.unit(MemorySwapMax="0")
    assert kiosk.to_mend() == set()
    kiosk.system.swaps("/dev/dm-1 partition")
    kiosk.system.unit()


def test_a_clock_that_no_service_keeps(kiosk: Kiosk) -> None:
    kiosk.system.clock(ntp="no", kept="no")
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == {"clock-kept"}
    assert "timedatectl set-ntp true" in row(told, "clock-kept")["mend"]
    kiosk.system.clock(ntp="yes", kept="yes")
    assert kiosk.to_mend() == set()


def test_a_clock_that_is_wrong_by_the_central_service(kiosk: Kiosk) -> None:
    told = kiosk.doctor(ahead=30)
    assert names(told, "to mend", "not known") == {"clock-right"}
    assert "30 minutes fast" in row(told, "clock-right")["found"][0]
    assert "timedatectl" in row(told, "clock-right")["mend"]
    assert kiosk.to_mend(ahead=0) == set()


def test_a_clock_from_before_the_program_was_written(kiosk: Kiosk) -> None:
    told = kiosk.doctor(ahead=-60 * 24 * 700)
    assert names(told, "to mend") == {"clock-right"}
    assert "before this program was written" in row(told, "clock-right")["found"][0]


def test_a_disk_that_is_full(kiosk: Kiosk, tmp_path: Path) -> None:
    mounts = own_mounts()
    if not mounts:
        pytest.skip(why_no_mounts("-rm"))
    script = tmp_path / "full.sh"
    script.write_text(
        f"cp -a '{kiosk.pc.store}' '{tmp_path}/copy' && "
        f"mount -t tmpfs -o size=160m tmpfs '{kiosk.pc.store}' && "
        f"cp -a '{tmp_path}/copy/.' '{kiosk.pc.store}' && "
        f"if [ \"$1\" = full ]; then head -c 90000000 /dev/zero >'{kiosk.pc.store}/filler'; fi && "
        'shift && exec "$@"\n'
    )
    full = kiosk.doctor(before=(*mounts, "sh", str(script), "full"))
    assert names(full, "to mend", "not known") == {"disk-space"}
    assert "100 MB are wanted" in row(full, "disk-space")["found"][0]
    assert "du -xh" in row(full, "disk-space")["mend"]
    shutil.rmtree(tmp_path / "copy")
    assert kiosk.to_mend(before=(*mounts, "sh", str(script), "freed")) == set()


def test_a_pc_without_a_touch_screen(kiosk: Kiosk) -> None:
    kiosk.system.pointer("event0", "USB Mouse", properties="0", axes="0")
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == {"touch"}
    assert "USB Mouse" in row(told, "touch")["found"][0]
    kiosk.system.pointer("event1", "Touch", properties="2", axes="2608000 3")  # its cable is in
    assert kiosk.to_mend() == set()
    shutil.rmtree(kiosk.system.root / "sys/class/input/event1")
    kiosk.system.pointer("event0", "Touch", properties="2", axes="2608000 3")


def test_a_screen_that_is_too_small_or_off(kiosk: Kiosk) -> None:
    kiosk.system.screen("800x480", cm=(16, 9))
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == {"display"}
    assert row(told, "display")["found"] == [
        "HDMI-A-1 has 800 by 480 pixels.",
        "HDMI-A-1 is 160 by 90 mm.",
    ]
    kiosk.system.screen("1920x1080", cm=(34, 19), status="disconnected")
    assert kiosk.to_mend() == {"display"}
    kiosk.system.screen("1920x1080", cm=(34, 19))
    assert kiosk.to_mend() == set()


def test_a_unit_without_a_watchdog(kiosk: Kiosk) -> None:
    kiosk.system.unit(WatchdogUSec="0", Restart="no")
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == {"watchdog"}
    assert "systemctl revert clinic-kiosk.service" in row(told, "watchdog")["mend"]
    kiosk.system.unit()
    assert kiosk.to_mend() == set()


def test_a_service_that_is_not_started(kiosk: Kiosk) -> None:
    kiosk.system.unit(UnitFileState="disabled", ActiveState="inactive")
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == {"service"}
    assert "systemctl enable --now clinic-kiosk.service" in row(told, "service")["mend"]
    kiosk.system.unit()
    assert kiosk.to_mend() == set()


def test_a_kiosk_that_patients_can_leave(kiosk: Kiosk) -> None:
    kiosk.system.unit(ExecStart="{ path=/usr/bin/kiosk ; argv[]=/usr/bin/kiosk run ; }")
    assert kiosk.to_mend() == {"lockdown"}
    kiosk.system.unit(ExecStart="{ path=/usr/bin/cage ; argv[]=/usr/bin/cage -s -- kiosk run ; }")
    assert kiosk.to_mend() == {"lockdown"}
    kiosk.system.unit()
    kiosk.system.write("desktop", "ActiveState=active\n")
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == {"lockdown"}
    assert "disable --now display-manager" in row(told, "lockdown")["mend"]
    kiosk.system.write("desktop", "ActiveState=inactive\n")
    assert kiosk.to_mend() == set()


def test_a_flag_of_maintenance_that_nobody_took_away(kiosk: Kiosk) -> None:
    kiosk.system.write("run/clinic-kiosk/maintenance", "")
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == {"maintenance"}
    assert "kiosk maintenance end" in row(told, "maintenance")["mend"]
    (kiosk.system.root / "run/clinic-kiosk/maintenance").unlink()
    assert kiosk.to_mend() == set()


def test_a_container_is_told_to_look_at_its_host(kiosk: Kiosk) -> None:
    kiosk.system.write(".dockerenv", "")
    kiosk.system.mounted("0:99", "overlay", "overlay")
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == set()
    assert {"disk-encrypted", "swap", "clock-kept"} <= names(told, "does not apply")
    (kiosk.system.root / ".dockerenv").unlink()
    assert "disk-encrypted" in names(kiosk.doctor(), "not known")  # a live system, for example
    kiosk.system.mounted("253:0", "/dev/mapper/root")


def test_a_pc_where_it_is_only_tried_out_raises_no_alarm(kiosk: Kiosk) -> None:
    kiosk.system.unit(LoadState="not-found")
    kiosk.system.pointer("event0", "USB Mouse", properties="0", axes="0")
    told = kiosk.doctor()
    assert names(told, "to mend", "not known") == set()
    assert {"service", "touch"} <= names(told, "to know")
    kiosk.system.unit()
    kiosk.system.pointer("event0", "Touch", properties="2", axes="2608000 3")
