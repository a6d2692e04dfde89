"""The kiosk as assistive technology meets it: from outside, over the desktop's own buses.

This folder mirrors no part of `kiosk/`. Everything here is a real program in a process of its
own, on a desktop that is made for the test and forgotten with it: an X server without a screen, a
session bus, the accessibility bus, a speech server that speaks into a file, and the kiosk with a
real store. The tests only read what a screen reader reads and press what a keyboard presses.

    apt-get install --no-install-recommends xvfb dbus-x11 at-spi2-core orca \
        speech-dispatcher speech-dispatcher-espeak-ng libxcb-cursor0 libxcb-icccm4 libxcb-image0 \
        libxcb-keysyms1 libxcb-render-util0 libxkbcommon-x11-0
    pytest --long tests/assistive

What is not installed is skipped, with its name.
"""

import contextlib
import ctypes
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ATSPI = "org.a11y.atspi"
PATIENCE_S, GOES_S = 40.0, 5.0
WALKER = Path(__file__).with_name("kiosk_on_desk.py")
TOOLS = {
    "Xvfb": "xvfb", "dbus-daemon": "dbus-x11",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "/usr/libexec/at-spi2-registryd": "at-spi2-core",
}  # fmt: skip
SPEAKERS = {
    "speech-dispatcher": "speech-dispatcher",
    "/usr/lib/speech-dispatcher-modules/sd_espeak-ng": "speech-dispatcher-espeak-ng",
}
LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0", "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}  # fmt: skip
"""Without one of them Qt opens no window on an X server."""

STATES = {4: "checked", 12: "focused", 24: "sensitive", 25: "showing", 30: "visible"}
"""Of AtspiStateType, those that a reader says or goes by."""


def _need(tools: dict[str, str]) -> None:
    """Skips where one of these, a program, its path or a library, is not installed."""
    missing = {package for tool, package in tools.items() if not _is_there(tool)}
    if missing:
        pytest.skip(f"not installed (apt): {' '.join(sorted(missing))}")


def _is_there(tool: str) -> bool:
    if ".so." not in tool:
        return shutil.which(tool) is not None
    with contextlib.suppress(OSError):
        return bool(ctypes.CDLL(tool))
    return False


class Desk(NamedTuple):
    """A desktop of its own.

    Attributes:
        env: the surroundings in which a program finds it.
        home: all it writes is under this folder.
        sound: raw sound of everything spoken: 16 bit, mono, 22,050 Hz.
    """

    env: dict[str, str]
    home: Path
    sound: Path

    def running(
        self, command: list[str], more_env: dict[str, str] | None = None, **more: Any
    ) -> contextlib.AbstractContextManager["subprocess.Popen[bytes]"]:
        """A program on this desk; it ends with the block."""
        return _running(command, self.env | (more_env or {}), **more)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desktop with an X server, a session bus and a sound card that is a file."""
    _need(TOOLS | LIBRARIES)
    home = tmp_path_factory.mktemp("desk")
    sound = home / "sound.raw"
    hidden = (
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "XAUTHORITY",
        "LC_ALL",
        "LANGUAGE",
        "PYTEST_CURRENT_TEST",
        "SPEECHD_ADDRESS",
    )
    env = {name: value for name, value in os.environ.items() if name not in hidden} | {
        "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"), "XDG_CACHE_HOME": str(home / "cache"),
        "GSETTINGS_BACKEND": "memory", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "ALSA_CONFIG_PATH": str(home / "asound.conf"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }  # fmt: skip
    _speak_into(sound, home)
    with contextlib.ExitStack() as running:
        number, told = os.pipe()
        screen = ["-displayfd", str(told), "-screen", "0", "1080x1920x24", "-nolisten", "tcp"]
        running.enter_context(_running(["Xvfb", *screen], env, pass_fds=(told,)))
        os.close(told)
        with os.fdopen(number) as pipe:
            env["DISPLAY"] = f":{pipe.readline().strip()}"
        # After the X server, for what the bus starts must find it.
        bus = ["dbus-daemon", "--session", "--nofork", "--print-address"]
        daemon = running.enter_context(_running(bus, env, stdout=subprocess.PIPE))
        env["DBUS_SESSION_BUS_ADDRESS"] = daemon.stdout.readline().decode().strip()
        yield Desk(env, home, sound)
        _end_speech_server(home)


@pytest.fixture(scope="module")
def speaking_desk(desk: Desk) -> Desk:
    """A desktop on which something can be spoken."""
    _need(SPEAKERS)
    return desk


def _speak_into(sound: Path, home: Path) -> None:
    """The speech server plays on ALSA, whose one card is a file."""
    settings = home / "config" / "speech-dispatcher"
    settings.mkdir(parents=True)
    (settings / "speechd.conf").write_text('AudioOutputMethod "alsa"\nDefaultModule espeak-ng\n')
    (home / "asound.conf").write_text(
        "</usr/share/alsa/alsa.conf>\n"
        f'pcm.!default {{ type file file "{sound}" format "raw" slave.pcm "null" }}\n'
    )


def _end_speech_server(home: Path) -> None:
    """It was started by the library that speaks, and outlives everybody."""
    kept = home / "speech-dispatcher" / "pid" / "speech-dispatcher.pid"
    if kept.exists():
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(kept.read_text()), 15)


@contextlib.contextmanager
def _running(
    command: list[str], env: dict[str, str], **more: Any
) -> Iterator["subprocess.Popen[bytes]"]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | more
    with subprocess.Popen(command, env=env, **quiet) as process:
        try:
            yield process
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(GOES_S)
            process.kill()


class Node(NamedTuple):
    """One thing of the tree, as it is told to a screen reader.

    Attributes:
        at: where it is asked: a name on the bus and a path.
        states: of STATES, those it has.
    """

    at: tuple[str, str]
    role: str
    name: str
    description: str
    states: frozenset[str]

    def line(self) -> str:
        """It in one line of text: what it is, its name, what is added, its state."""
        marks = [mark for mark in ("focused", "checked") if mark in self.states]
        if "sensitive" not in self.states:
            marks.append("off")
        added = f" ({self.description})" if self.description else ""
        return f"{self.role}: {self.name}{added}" + "".join(f" [{mark}]" for mark in marks)


class Reader:
    """Reads the tree of the one program on a desk, presses in it and on its keyboard."""

    def __init__(self, desk: Desk) -> None:
        blocking = pytest.importorskip("jeepney.io.blocking")
        with blocking.open_dbus_connection(desk.env["DBUS_SESSION_BUS_ADDRESS"]) as session:
            self._bus = session
            (address,) = self._ask(("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress")
        self._bus = blocking.open_dbus_connection(address)
        self._registry = (f"{ATSPI}.Registry", f"/{ATSPI.replace('.', '/')}")

    def _ask(self, at: tuple[str, str], face: str, method: str, *body: Any) -> Any:
        from jeepney import DBusAddress, MessageType, new_method_call  # noqa: PLC0415

        signature, values = (body[0], body[1:]) if body else (None, ())
        address = DBusAddress(at[1], bus_name=at[0], interface=face)
        call = new_method_call(address, method, signature, values)
        told = self._bus.send_and_get_reply(call, timeout=PATIENCE_S)
        if told.header.message_type is MessageType.error:
            raise LookupError(told.body)
        return told.body

    def _read(self, at: tuple[str, str]) -> Node:
        face = f"{ATSPI}.Accessible"
        name, description = (self._property(at, face, word) for word in ("Name", "Description"))
        ((low, high),) = self._ask(at, face, "GetState")
        (role,) = self._ask(at, face, "GetRoleName")
        bits = low | high << 32
        states = frozenset(word for bit, word in STATES.items() if bits >> bit & 1)
        return Node(at, role, name, description, states)

    def _property(self, at: tuple[str, str], face: str, word: str) -> str:
        (told,) = self._ask(at, "org.freedesktop.DBus.Properties", "Get", "ss", face, word)
        return str(told[1])

    def _below(self, at: tuple[str, str]) -> Iterator[Node]:
        for child in self._ask(at, f"{ATSPI}.Accessible", "GetChildren")[0]:
            node = self._read(child)
            yield node
            yield from self._below(child)

    def everything(self) -> list[Node]:
        """The whole tree in reading order, from the window on, with what can't be seen."""
        root = (self._registry[0], f"{self._registry[1]}/accessible/root")
        return [node for node in self._below(root) if node.role != "application"]

    def page(self) -> list[Node]:
        """What is seen, without the window itself; nothing while a page goes away."""
        seen = {"showing", "visible"}
        with contextlib.suppress(LookupError):
            return [n for n in self.everything() if n.role != "frame" and seen <= n.states]
        return []

    def wait(self, sign: Callable[[list[Node]], bool], what: str) -> list[Node]:
        """The page, as soon as it is so and stays so."""
        end, before = time.monotonic() + PATIENCE_S, []
        while (now := self.page()) != before or not sign(now):
            before = now
            assert time.monotonic() < end, f"no {what} in " + "\n".join(n.line() for n in now)
            time.sleep(0.1)
        return now

    def wait_for(self, name: str) -> list[Node]:
        """The page, as soon as something on it has that name."""
        return self.wait(lambda page: any(name in n.name for n in page), name)

    def press(self, name: str) -> None:
        """Presses what has that name, as a screen reader does for its user."""
        (node, *_) = [n for n in self.wait_for(name) if n.name == name and n.role != "label"]
        face = f"{ATSPI}.Action"
        names = [action[0] for action in self._ask(node.at, face, "GetActions")[0]]
        wanted = next(one for one in ("Press", "Toggle") if one in names)
        self._ask(node.at, face, "DoAction", "i", names.index(wanted))

    def type(self, *keys: int) -> None:
        """Presses keys on the keyboard of the X server, one after the other."""
        keyboard = (self._registry[0], f"{self._registry[1]}/registry/deviceeventcontroller")
        face, press_and_release = f"{ATSPI}.DeviceEventController", 3
        for key in keys:
            self._ask(keyboard, face, "GenerateKeyboardEvent", "isu", key, "", press_and_release)
            time.sleep(0.3)

    def close(self) -> None:
        """Away from the bus."""
        self._bus.close()


Opener = Callable[[], contextlib.AbstractContextManager[Reader]]


@pytest.fixture(scope="module")
def open_kiosk(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Opener:
    """Opens a kiosk with English and Arabic; a reader is before its first page.

    Its own voice finds no speech server: two would speak at once, and its buttons come when it is
    ready, and not at all without the extra `speech`.
    """

    @contextlib.contextmanager
    def opened() -> Iterator[Reader]:
        folder = tmp_path_factory.mktemp("kiosk")
        command = [sys.executable, "-P", str(WALKER), str(folder)]
        log = (folder / "log").open("wb")
        # Its library starts a server that ends at once: in a place where none is taken for it.
        mute = {
            "SPEECHD_ADDRESS": f"unix_socket:{folder}/no/server",
            "XDG_RUNTIME_DIR": str(folder),
        }
        child = desk.running(command, mute, stderr=log)
        with log, child, contextlib.closing(Reader(desk)) as one:
            one.wait_for("English")
            yield one

    return opened


@pytest.fixture
def is_kept() -> Callable[[Path, str], None]:
    """Compares what was told with the text kept in a file; a text that is away is written anew.

    A text is brought up to date by hand: delete its file, run the test, read what it wrote.
    """

    def compare(file: Path, told: str) -> None:
        if not file.exists():
            file.write_text(told + "\n", encoding="utf-8")
            pytest.fail(f"{file.name} was away and is written: read it before it is kept")
        assert told.splitlines() == file.read_text(encoding="utf-8").splitlines()

    return compare
