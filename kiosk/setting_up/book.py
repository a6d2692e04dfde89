"""Keeps how far a kiosk is set up: in a draft until there is a store, then in settings and store.

    before the store is made    nothing but a draft beside the settings file; no secret is in it
    it is made                  settings file, key, store, first staff, recovery page: all or none
    afterwards                  each step at once, in the settings file or in the store

Whoever leaves comes back to where they were, also after a power cut.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from kiosk.errors import NotSetUp, RefusedError
from kiosk.setting_up import recovery, steps
from kiosk.setting_up.draft import DraftFile, replace_settings
from kiosk.setting_up.progress import NOTE, Changes, Progress, Ticked, decoded, stamp
from kiosk.setting_up.settings_text import lines_for, with_values
from kiosk.setting_up.tools import Making, Now, Row, Tools
from kiosk.settings import Settings
from kiosk.store import audit, panels
from kiosk.store.database import Store
from kiosk.store.folder import read_card, read_card_alone
from kiosk.store.key import key_sign
from kiosk.store.notes import keep_note, read_note
from kiosk.store.proofs import keep_proof
from kiosk.store.staff import NewStaff, add_staff, list_staff

BY: Final = "setup"
"""Who stands in the audit where nobody had a PIN yet."""


class Book:
    """One kiosk's set-up; everything here is done by one thread.

    Args:
        file: the settings file, whether it is there or not.
        sample: what stands in one that is not there yet.
        tools: what is done elsewhere.
        now: the clock, aware.
        screen: the name of the screen (`kiosk.store.panels.screen_name`).
    """

    def __init__(
        self, file: Path, sample: bytes, tools: Tools, now: Callable[[], datetime], screen: str
    ) -> None:
        self.file, self._tools, self._clock, self._screen = file, tools, now, screen
        content = file.read_bytes() if file.is_file() else sample
        self._settings = tools.read(content, str(file))
        self._text = content.decode("utf-8-sig")
        self._draft = DraftFile(file, self._settings.store_directory)
        self._store: Store | None = None
        self._progress = self._draft.read()
        if self._has_card():
            self._use(tools.open(self._settings))
        else:
            self._settings = self._merged(self._progress)

    @property
    def store(self) -> Store | None:
        """The open store; None where there is none yet."""
        return self._store

    @property
    def directory(self) -> Path:
        """Where the store lies, or will lie."""
        return self._settings.store_directory.resolve()

    def now(self) -> Now:
        """How it stands."""
        base = Now(self._settings, self._progress, measured=self._measured())
        if self._store is None:
            return base
        with self._store.reading() as c:
            staff = tuple((one.name, one.role) for one in list_staff(c))
        return Now(
            base.settings, base.progress, has_store=True, kiosk_id=self._store.kiosk_id,
            staff=staff, measured=base.measured, groups=self._groups(),
        )  # fmt: skip

    def keep(
        self, step: str, changes: Changes | None = None, *, skipped: bool = False, **more: Any
    ) -> Now:
        """That step is done, with those values of settings and other fields of `Progress`.

        Raises:
            SettingsInvalid: a value is wrong.
            RefusedError, StoreUnavailable: it can't be kept; nothing was changed.
        """
        progress = self._progress.with_changes(changes or {})
        return self._keep(progress.after(step, skipped=skipped, **more))

    def measure(self, px_per_mm: float) -> Now:
        """This screen has so many pixels a millimetre. Raises as `keep`."""
        screens = {**self._progress.screens, self._screen: px_per_mm}
        if self._store is not None:
            with self._store.transaction() as c:
                panels.keep_px_per_mm(c, self._screen, px_per_mm, by=BY, now=self._clock())
        return self.keep(steps.MEASURE, screens=screens)

    def make(self, staff: Sequence[NewStaff], changes: Changes | None = None) -> Now:
        """Everything so far becomes a kiosk with these first staff; or they are staff, too.

        Raises:
            RefusedError: a PIN is weak, or something can't be written; nothing was made.
            StoreUnavailable: the key can't be kept.
        """
        progress = self._progress.with_changes(changes or {}).after(steps.STAFF)
        if self._store is not None:
            self._add(self._store, staff)
            return self._keep(progress)
        text, settings = self._text_with(progress), self._merged(progress)
        page = self._draft.new_page(self._clock())
        self._keep(msgspec.structs.replace(progress, sheet=str(page)))
        self._tools.make(Making(self.file, text.encode(), settings, staff, page))
        self._text, self._settings = text, settings
        self._use(self._tools.open(settings))
        return self.now()

    def confirm(self, typed: str) -> Now:
        """Somebody read the code from where it is kept now.

        Raises:
            RefusedError: it is not what stands there.
        """
        store, groups = self._opened(), self._groups()
        number = recovery.asked_group(store.kiosk_id)
        if not groups:
            recovery.refuse_other_code(store.directory, typed)
        elif not recovery.is_typed(groups, number, typed):
            raise RefusedError(
                f"This is not how group {number} begins.",
                advice="Look at the page once more; it has no letters I, L, O or U.",
            )
        page, at = self._progress.sheet, self._clock()
        with store.transaction() as c:
            audit.record(c, actor=BY, action="recovery.confirmed", subject=store.kiosk_id, now=at)
            keep_proof(c, key_sign(read_card(store.directory).key_fingerprint), by=BY, now=at)
        done = self._keep(self._progress.after(steps.RECOVERY, confirmed=stamp(at), sheet=""))
        if page:
            recovery.erase_page(Path(page))
        return done

    def save_page(self, named: str) -> Path:
        """A copy of the recovery page in that folder. Raises RefusedError."""
        return recovery.save_page(Path(self._progress.sheet), named)

    def connect(self, url: str, token: str) -> Sequence[str]:
        """The address of the service is kept; then it is tried.

        Raises:
            SettingsInvalid, RefusedError: the address can't be used or kept.
            CentralError: the service can't be reached, or does not let this kiosk in.
        """
        self._keep(self._progress.with_changes({"central": {"url": url}}))
        return self._tools.connect(self._opened(), self._settings, token)

    def look(self) -> Sequence[Row]:
        """What `doctor` finds."""
        return self._tools.look(self._settings)

    def tick(self, name: str, *, by: str, on: bool) -> Now:
        """Somebody saw to a thing where the kiosk stands, or takes that back."""
        placed = {one: tick for one, tick in self._progress.placed.items() if one != name}
        if on:
            placed[name] = Ticked(by, stamp(self._clock()))
        return self._keep(msgspec.structs.replace(self._progress, placed=placed))

    def finish(self) -> Now:
        """The kiosk may run from now on.

        Raises:
            RefusedError: something is still to be done before the first patient.
        """
        left = steps.missing(self.now().known)
        if left:
            raise RefusedError("Something is still to be done before the first patient.")
        store, at = self._opened(), self._clock()
        with store.transaction() as c:
            audit.record(c, actor=BY, action="set-up.finished", subject=store.kiosk_id, now=at)
        return self._keep(self._progress.after(steps.READY, finished=stamp(at)))

    def close(self) -> None:
        """The store is closed; what was kept stays."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def _has_card(self) -> bool:
        try:
            read_card_alone(self._settings.store_directory)
        except NotSetUp:
            return False
        return True

    def _use(self, store: Store) -> None:
        """From now on all is kept in that store; what the draft still holds goes into it."""
        self._store = store
        with store.reading() as c:
            note = read_note(c, NOTE)
        if note is not None:
            self._progress = decoded(msgspec.json.encode(note))
            return
        progress = self._progress
        if progress.sheet:  # made from the draft just now, or right before a power cut
            progress = msgspec.structs.replace(progress.after(steps.STAFF), changes={})
        else:  # it was a kiosk before there was anything to keep: nothing holds it up
            progress = Progress(finished=stamp(self._clock()))
        with store.transaction() as c:
            for screen, px_per_mm in progress.screens.items():
                panels.keep_px_per_mm(c, screen, px_per_mm, by=BY, now=self._clock())
        self._keep(progress)
        self._draft.remove()

    def _keep(self, progress: Progress) -> Now:
        settings = self._merged(progress)
        if self._store is None:
            self._draft.write(progress)
        else:
            text = self._text_with(progress)
            if text != self._text:
                self._write_settings(text, progress.changes)
            progress = msgspec.structs.replace(progress, changes={})
            with self._store.transaction() as c:
                keep_note(c, NOTE, msgspec.to_builtins(progress))
        self._progress, self._settings = progress, settings
        return self.now()

    def _write_settings(self, text: str, changes: Mapping[str, Mapping[str, Any]]) -> None:
        try:
            replace_settings(self.file, text.encode())
        except OSError as cause:
            raise RefusedError(
                f"{self.file} can't be written: {cause.strerror}.",
                advice=f"Whoever may write it puts this in, or it stays as it is:\n"
                f"{lines_for(changes)}",
            ) from cause
        self._text = text

    def _text_with(self, progress: Progress) -> str:
        return with_values(self._text, progress.changes)

    def _merged(self, progress: Progress) -> Settings:
        return self._tools.read(self._text_with(progress).encode(), str(self.file))

    def _add(self, store: Store, members: Sequence[NewStaff]) -> None:
        with store.transaction() as c:
            for one in members:
                now = self._clock()
                add_staff(c, name=one.name, role=one.role, pin=one.pin, now=now)
                audit.record(c, actor="IT", action="staff.added", subject=one.name, now=now)

    def _measured(self) -> float:
        if self._settings.panel.px_per_mm:
            return self._settings.panel.px_per_mm
        if self._store is None:
            return self._progress.screens.get(self._screen, 0.0)
        with self._store.reading() as c:
            return panels.measured_px_per_mm(c, self._screen) or 0.0

    def _groups(self) -> tuple[str, ...]:
        page = self._progress.sheet
        try:
            return recovery.groups_on(Path(page).read_text("utf-8")) if page else ()
        except OSError:
            return ()

    def _opened(self) -> Store:
        if self._store is None:
            raise RefusedError("There is no store yet.", advice="Choose the first staff PIN.")
        return self._store
