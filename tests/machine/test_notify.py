"""What the service manager hears."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.machine.notify import READY, notify, watchdog_s

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")

WINDOW = """
from PySide6.QtQuick import QQuickWindow
from kiosk.ui.application import application_with_window
application = application_with_window()
window = QQuickWindow()
window.show()
application.exec()
"""

AFTER_A_WHILE = """
from PySide6.QtCore import QTimer
from kiosk.machine.notify import notify
QTimer.singleShot(700, lambda: application.exit(0))
application.exec()
notify("STATUS=second")
application.exec()
"""
LIVES = b"WATCHDOG=1\nWATCHDOG_USEC=600000"


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.settimeout(30)
        yield heard


def test_one_datagram_says_all(manager: socket.socket) -> None:
    assert notify(READY, "STATUS=Closed", environment={"NOTIFY_SOCKET": manager.getsockname()})
    assert manager.recv(200) == b"READY=1\nSTATUS=Closed"


def test_an_abstract_socket_is_named_by_an_at_sign() -> None:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as heard:
        name = f"clinic-kiosk-test-{os.getpid()}"
        heard.bind(f"\0{name}")
        assert notify(READY, environment={"NOTIFY_SOCKET": f"@{name}"})
        assert heard.recv(200) == b"READY=1"


@pytest.mark.parametrize("address", ["", "nowhere", "/not/there", "@not-there"])
def test_where_nobody_listens_nothing_happens(address: str) -> None:
    assert not notify(READY, environment={"NOTIFY_SOCKET": address})


@pytest.mark.parametrize(
    ("said", "patience"), [("30000000", 30.0), ("500000", 0.5), ("", 0.0), ("-1", 0.0), ("x", 0.0)]
)
def test_its_patience_is_in_millionths_of_a_second(said: str, patience: float) -> None:
    assert watchdog_s({"WATCHDOG_USEC": said}) == patience


def test_a_window_is_ready_once_seen_and_silent_once_frozen(manager: socket.socket) -> None:
    environment = _of_a_unit(manager)
    with subprocess.Popen([sys.executable, "-c", WINDOW], env=environment) as window:
        try:
            assert manager.recv(200) == b"READY=1\n" + LIVES
            assert manager.recv(200) == LIVES
            window.send_signal(signal.SIGSTOP)
            time.sleep(1)
            _drain(manager)
            manager.settimeout(1)
            with pytest.raises(TimeoutError):
                manager.recv(200)
            window.send_signal(signal.SIGCONT)
            manager.settimeout(30)
            assert manager.recv(200) == LIVES
        finally:
            window.kill()


def test_the_page_that_follows_another_in_the_same_process_is_watched_as_well(
    manager: socket.socket,
) -> None:
    first = WINDOW.replace("application.exec()", AFTER_A_WHILE)
    with subprocess.Popen([sys.executable, "-c", first], env=_of_a_unit(manager)) as window:
        try:
            assert manager.recv(200) == b"READY=1\n" + LIVES
            heard = [manager.recv(200) for _ in range(8)]
            assert set(heard) == {LIVES, b"STATUS=second"}
            assert heard[-1] == LIVES
        finally:
            window.kill()


def _of_a_unit(manager: socket.socket) -> dict[str, str]:
    return os.environ | {
        "NOTIFY_SOCKET": manager.getsockname(), "WATCHDOG_USEC": "600000",
        "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software",
    }  # fmt: skip


def _drain(manager: socket.socket) -> None:
    manager.settimeout(0)
    try:
        while manager.recv(200):
            pass
    except BlockingIOError:
        manager.settimeout(30)
