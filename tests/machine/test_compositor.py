"""Whether the compositor turns, asked of a stand-in that speaks its protocol.

The real one is stopped in `tests/packaging/test_debian.py`.
"""

import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.machine.compositor import Compositor

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Wayland is Linux's")

ASKED = struct.pack("=III", 1, 0x000C0000, 2)
DONE = struct.pack("=IIIIII", 2, 0x000C0000, 7, 1, 0x000C0001, 2)
"""wl_callback.done, and that its id is free again."""


@pytest.fixture
def compositor(tmp_path: Path) -> Iterator[socket.socket]:
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(str(tmp_path / "wayland-0"))
        listening.listen()
        listening.settimeout(10)
        yield listening


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Compositor]:
    with closing(Compositor(_session(tmp_path))) as line:
        yield line


def test_one_that_answers_turns(compositor: socket.socket, line: Compositor) -> None:
    assert line.has_answered()
    with compositor.accept()[0] as asked:
        for _ in range(3):
            assert asked.recv(100) == ASKED
            asked.send(DONE)
            assert line.has_answered()


def test_one_that_is_silent_hangs_until_it_answers(
    compositor: socket.socket, line: Compositor
) -> None:
    line.has_answered()
    with compositor.accept()[0] as asked:
        asked.recv(100)
        assert [line.has_answered(), line.has_answered()] == [False, False]
        asked.send(DONE)
        assert line.has_answered()
        assert asked.recv(100) == ASKED  # it was not asked anew while it owed an answer


def test_another_line_is_drawn_where_one_was_lost(
    compositor: socket.socket, line: Compositor
) -> None:
    line.has_answered()
    compositor.accept()[0].close()
    assert not line.has_answered()
    assert line.has_answered()


def test_without_a_compositor_nobody_answers(line: Compositor) -> None:
    assert not line.has_answered()


def test_an_absolute_name_stands_for_itself(compositor: socket.socket) -> None:
    named = {"XDG_RUNTIME_DIR": "/nowhere", "WAYLAND_DISPLAY": compositor.getsockname()}
    with closing(Compositor(named)) as line:
        assert line.has_answered()


def _session(folder: Path) -> dict[str, str]:
    return {"XDG_RUNTIME_DIR": str(folder), "WAYLAND_DISPLAY": "wayland-0"}
