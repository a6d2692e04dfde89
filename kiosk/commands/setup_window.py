"""`setup --window`: the set-up at the screen, page by page. What it makes, `setup` makes, too."""

import argparse
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kiosk.commands.doctor import doctor
from kiosk.commands.making import keep_sheet, new_file, refuse_closed_program
from kiosk.commands.outcome import Outcome
from kiosk.commands.reading import read_file
from kiosk.commands.sync import sync
from kiosk.errors import NotSetUp, RefusedError
from kiosk.machine.places import default_settings_file
from kiosk.resources import resource
from kiosk.setting_up.book import Book
from kiosk.setting_up.draft import replace_settings
from kiosk.setting_up.tools import Making, Row, Tools
from kiosk.settings import Settings
from kiosk.store import setup as store_setup
from kiosk.store.database import Store
from kiosk.store.keeping import SYSTEMD_CREDS, KeyKeeper, holder_for, keeper_for
from kiosk.store.unlocking import unlock
from kiosk.sync.access.enrolling import enrol_waiting
from kiosk.sync.access.invitation import take_invitation
from kiosk.sync.connect import exchange_by, service_in
from kiosk.ui.application import application_with_window, part_of_screen
from kiosk.ui.jobs import Jobs
from kiosk.ui.setup.opening import open_set_up
from kiosk.ui.setup.setting_up import SetUp
from kiosk.ui.signals import live_until_ended
from kiosk.ui.staff.measuring import screen_key
from kiosk.ui.window import WindowPlace

_STATES: Final = {
    "well": "well", "to know": "know", "to mend": "mend", "not known": "unknown",
    "does not apply": "well",
}  # fmt: skip


def set_up_in_window(arguments: argparse.Namespace) -> Outcome:
    """Opens the set-up window, whatever of it was done before.

    Raises:
        RefusedError: there is no display.
        NotSetUp: only root can make the store that the settings want.
        SettingsInvalid, StoreUnavailable: settings or store can't be read.
    """
    finished = finished_at_screen(arguments)
    text = "Next: kiosk run" if finished else "What was chosen is kept; go on with: kiosk run"
    return Outcome(0 if finished else 1, {"finished": finished}, text)


def finished_at_screen(arguments: argparse.Namespace) -> bool:
    """Opens the window until it is left; whether the kiosk can run now. Raises as above."""
    windowed = arguments.windowed
    application = application_with_window()
    screen = application.primaryScreen()
    book = book_for(arguments.config, screen_key(screen))
    jobs = Jobs()
    place = WindowPlace(
        size=part_of_screen(application) if windowed else None,
        px_per_mm=book.now().measured, fullscreen=not windowed, may_close=windowed,
    )  # fmt: skip
    setting_up = SetUp(book, jobs, px_per_mm=place.scale)
    window = open_set_up(setting_up, place)
    setting_up.ended.connect(application.quit)

    def close() -> None:
        window.close()
        jobs.close()
        book.close()

    live_until_ended(application, close)
    return setting_up.finished


def book_for(config: Path | None, screen: str) -> Book:
    """The set-up of this PC, by its settings file or the usual one.

    Raises:
        NotSetUp: only root can make the store that the settings want.
        SettingsInvalid, StoreUnavailable: settings or store can't be read.
    """
    file = (config or default_settings_file()).absolute()
    sample, tools = (
        read_file(resource("kiosk.toml")),
        Tools(_make, _open, _connect(file), _look(file)),
    )
    book = Book(file, sample, tools, _now, screen)
    if book.store is None:
        _refuse_roots(book.now().settings)
    return book


def _refuse_roots(settings: Settings) -> None:
    """A store whose key only root can write is not made here: root opens no window."""
    if settings.store.keyring == SYSTEMD_CREDS:
        raise NotSetUp(
            "Only root can make the store of this kiosk.",
            advice="As root: kiosk setup --user NAME --finish-at-screen. The rest is done here.",
        )


def _make(making: Making) -> None:
    refuse_closed_program(None)
    made_by(making, keeper_for(making.settings), now=_now(), host=socket.gethostname())


def made_by(making: Making, keeper: KeyKeeper, *, now: datetime, host: str) -> None:
    """Settings file, key, store, staff and recovery page: all, or nothing is there afterwards.

    Raises:
        RefusedError: a PIN is weak, there is a store already, or a file can't be written.
        StoreUnavailable: the key can't be kept, or the folder of the store not be made.
    """
    settings = making.settings
    with _settings_as(making.file, making.content), new_file(making.page, b""):
        store_setup.set_up(
            settings.store_directory, staff=making.staff, clinic=settings.clinic.name, now=now,
            keeper=keeper, host=host, settings=making.file,
            keep_sheet=lambda html: keep_sheet(making.page, html),
        )  # fmt: skip


@contextmanager
def _settings_as(file: Path, content: bytes) -> Iterator[None]:
    """A settings file with that content; as it was before where the block fails."""
    before = file.read_bytes() if file.is_file() else None
    if before is None:
        with new_file(file, content):
            yield
        return
    try:
        if before != content:
            replace_settings(file, content)
    except OSError as cause:
        raise RefusedError(
            f"{file} can't be written: {cause.strerror}.",
            advice="Start this as a user who may write it, or leave what it says as it is.",
        ) from cause
    try:
        yield
    except BaseException:
        if before != content:
            replace_settings(file, before)
        raise


def _open(settings: Settings) -> Store:
    return unlock(settings.store_directory, holder_for(settings))


def _connect(file: Path) -> Any:
    """By a token, where one is given; then as `kiosk sync` does."""

    def connect(store: Store, settings: Settings, token: str) -> Sequence[str]:
        if token:
            take_invitation(store, service_in(settings.central), token, now=_now())
            enrol_waiting(store, exchange_by(settings.central, _now), again=True)
        came = sync(argparse.Namespace(config=file, json=True))
        return came.text.splitlines()

    return connect


def _look(file: Path) -> Any:
    def look(_: Settings) -> Sequence[Row]:
        document = doctor(argparse.Namespace(config=file, json=True)).document
        return [_row(one) for one in document["checks"]]

    return look


def _row(check: dict[str, Any]) -> Row:
    found = tuple(check["found"])
    usual = "unknown" if not check["looked"] else "mend" if check["mend"] else "know"
    state = _STATES.get(check.get("state", ""), usual if found or not check["looked"] else "well")
    why = tuple(filter(None, [check.get("why", "")])) if state == "unknown" else ()
    return Row(check["check"], state, check["means"], found or why, check["mend"])


def _now() -> datetime:
    return datetime.now(UTC)
