"""What was chosen is kept, the kiosk is made whole or not at all, and it goes on where it was."""

import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import KeyringLocked, RefusedError, SettingsInvalid
from kiosk.setting_up import recovery, steps
from kiosk.setting_up.unfinished import NotFinished, leave_unfinished, refuse_unfinished
from kiosk.settings import read_settings
from kiosk.store import audit, panels, staff
from kiosk.store.setup import set_up
from kiosk.store.staff import NewStaff
from tests.ui.setup.places import NOW, SCREEN, SetUpPlace, all_files

ANN = NewStaff("Ann Lead", "lead", "739182")


@pytest.fixture
def place(tmp_path: Path) -> SetUpPlace:
    """A PC that nobody set up."""
    return SetUpPlace(tmp_path)


def made(place: SetUpPlace) -> Any:
    """Its book once the store is made."""
    book = place.book()
    book.keep(steps.NAMES, {"clinic": {"name": "Riverside Practice"}})
    book.measure(5.9)
    book.make([ANN])
    return book


def typed_back(book: Any) -> str:
    now = book.now()
    return str(now.groups[recovery.asked_group(now.kiosk_id) - 1][:4].lower())


def test_before_there_is_a_store_nothing_but_a_draft_is_written(place: SetUpPlace) -> None:
    book = place.book()
    book.keep(steps.NAMES, {"clinic": {"name": "Riverside Practice"}})
    book.keep(steps.SOUND, sound="heard")
    book.measure(5.9)

    assert all_files(place.folder) == ["config/set-up.json"]
    if os.name == "posix":
        assert (place.file.parent / "set-up.json").stat().st_mode & 0o077 == 0


def test_who_leaves_comes_back_to_where_they_were(place: SetUpPlace) -> None:
    place.book().keep(steps.LANGUAGES, {"patient": {"languages": ["cy", "en"]}})
    place.book().keep(steps.NAMES, {"clinic": {"name": "Riverside Practice"}})

    now = place.book().now()
    assert steps.first_open(now.known) == "measure"
    assert now.settings.patient.languages == ("cy", "en")
    assert now.settings.clinic.name == "Riverside Practice"


def test_a_draft_that_cannot_be_read_is_asked_anew(place: SetUpPlace) -> None:
    place.book().keep(steps.LANGUAGES)
    (place.file.parent / "set-up.json").write_bytes(b'{"done": 3')

    assert steps.first_open(place.book().now().known) == "languages"


def test_settings_that_it_put_there_are_kept_with_their_comments(place: SetUpPlace) -> None:
    place.file.parent.mkdir()
    text = f'# ours\n[store]\ndirectory = "{place.store_directory}" # fast disk\n'
    place.file.write_text(text)
    book = made(place)
    book.close()

    assert place.file.read_text().startswith(text)
    assert read_settings(place.file).clinic.name == "Riverside Practice"


def test_the_kiosk_is_made_of_all_that_was_chosen(place: SetUpPlace) -> None:
    book = made(place)

    assert read_settings(place.file).clinic.name == "Riverside Practice"
    with book.store.reading() as c:
        assert [(one.name, one.role) for one in staff.list_staff(c)] == [("Ann Lead", "lead")]
        assert panels.measured_px_per_mm(c, SCREEN) == 5.9
    assert not (place.file.parent / "set-up.json").exists()
    assert steps.missing(book.now().known) == ("recovery",)
    book.close()


def test_no_pin_and_no_code_lies_in_a_file_after_it_is_done(place: SetUpPlace) -> None:
    book = made(place)
    code = "".join(book.now().groups)
    book.confirm(typed_back(book))
    book.finish()
    book.close()

    for name in all_files(place.folder):
        content = (place.folder / name).read_bytes()
        assert ANN.pin.encode() not in content, name
        assert code[:5].encode() not in content, name
    assert not [name for name in all_files(place.folder) if name.endswith(".html")]


@pytest.mark.parametrize(
    "trouble",
    [
        KeyringLocked("The keyring is locked.", advice="Log in."),
        RefusedError("Somebody pulled the plug.", advice=""),
    ],
)
def test_what_fails_on_the_way_leaves_nothing_half_made(
    place: SetUpPlace, trouble: Exception
) -> None:
    book = place.book()
    book.keep(steps.NAMES, {"clinic": {"name": "Riverside Practice"}})
    place.keys.refuses = trouble
    with pytest.raises(type(trouble)):
        book.make([ANN])

    assert all_files(place.folder) == ["config/set-up.json"]
    place.keys.refuses = None
    again = place.book()
    assert steps.is_open("staff", again.now().known)
    assert again.make([ANN]).has_store
    again.close()


def test_a_weak_pin_makes_no_kiosk(place: SetUpPlace) -> None:
    with pytest.raises(RefusedError, match="first that anyone would try"):
        place.book().make([NewStaff("Ann", "lead", "123456")])
    assert not place.file.exists()


def test_a_place_that_cannot_be_written_says_so_at_the_first_step(place: SetUpPlace) -> None:
    place.file.parent.write_text("a file where the folder should be")
    with pytest.raises(RefusedError, match="can't be kept") as refused:
        place.book().keep(steps.LANGUAGES)
    assert "--config" in refused.value.advice


def test_a_full_disk_is_told_and_what_was_kept_stays(
    place: SetUpPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = place.book()
    book.keep(steps.NAMES, {"clinic": {"name": "Riverside Practice"}})

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(RefusedError, match="No space left") as refused:
            book.keep(steps.NAMES, {"clinic": {"name": "Another"}})
    assert "Free room" in refused.value.advice
    assert book.now().settings.clinic.name == "Riverside Practice"
    assert place.book().now().settings.clinic.name == "Riverside Practice"


def test_a_value_that_is_wrong_changes_nothing(place: SetUpPlace) -> None:
    book = place.book()
    with pytest.raises(SettingsInvalid):
        book.keep(steps.FORMS, {"patient": {"identity": "face"}})
    assert book.now().settings.patient.identity == "anonymous"


def test_the_code_must_be_read_from_where_it_is_kept(place: SetUpPlace) -> None:
    book = made(place)
    with pytest.raises(RefusedError):
        book.finish()
    with pytest.raises(RefusedError, match="not how group"):
        book.confirm("ZZZZ")
    page = Path(book.now().progress.sheet)
    assert page.exists()

    now = book.confirm(typed_back(book))
    assert now.progress.confirmed
    assert not page.exists()
    book.finish()
    with book.store.reading() as c:
        told = {event.action for event in audit.events(c, 20)}
    assert {"recovery.confirmed", "set-up.finished"} <= told
    book.close()


def test_a_saved_page_is_the_same_and_never_written_over(place: SetUpPlace) -> None:
    book, stick = made(place), place.folder / "stick"
    stick.mkdir()
    first, second = book.save_page(str(stick)), book.save_page(str(stick))

    assert first != second
    assert recovery.groups_on(first.read_text()) == book.now().groups
    with pytest.raises(RefusedError):
        book.save_page(str(stick / "gone"))
    book.close()


def test_after_a_power_cut_right_behind_the_making_it_goes_on_at_the_page(
    place: SetUpPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = place.book()
    book.keep(steps.NAMES, {"clinic": {"name": "Riverside Practice"}})
    book.measure(5.9)

    def power_cut(_: object) -> Any:
        raise SystemExit

    monkeypatch.setattr(book, "_use", power_cut)
    with pytest.raises(SystemExit):
        book.make([ANN])

    again = place.book()
    now = again.now()
    assert now.has_store
    assert now.measured == 5.9
    assert steps.missing(now.known) == ("recovery",)
    assert again.confirm(typed_back(again)).progress.confirmed
    again.close()


def test_a_kiosk_that_was_set_up_by_command_is_not_held_up(place: SetUpPlace) -> None:
    by_command(place)
    store = place.open(read_settings(place.file))
    refuse_unfinished(store)
    store.close()
    book = place.book()  # who opens the window on it all the same holds nothing up
    assert book.now().progress.finished
    refuse_unfinished(book.store)  # type: ignore[arg-type]
    book.close()


def test_a_store_that_root_made_is_finished_at_the_screen_before_a_patient(
    place: SetUpPlace,
) -> None:
    html = by_command(place)
    store = place.open(read_settings(place.file))
    leave_unfinished(store)
    with pytest.raises(NotFinished):
        refuse_unfinished(store)
    store.close()

    book = place.book()
    assert steps.first_open(book.now().known) == "languages"
    book.measure(5.9)
    with pytest.raises(RefusedError, match="groups"):
        book.confirm("ABCD")  # four signs of a page that is not here prove nothing
    book.confirm("-".join(recovery.groups_on(html)))
    book.finish()
    refuse_unfinished(book.store)  # type: ignore[arg-type]
    book.close()


def test_ticks_tell_who_and_when_and_can_be_taken_back(place: SetUpPlace) -> None:
    book = made(place)
    book.tick("height", by="Ann Lead", on=True)
    now = book.tick("floor", by="Bo", on=True)
    assert {name: tick.by for name, tick in now.progress.placed.items()} == {
        "height": "Ann Lead", "floor": "Bo",
    }  # fmt: skip
    assert now.progress.placed["floor"].at == NOW.isoformat(timespec="seconds")
    assert "floor" not in book.tick("floor", by="Bo", on=False).progress.placed
    book.close()


def by_command(place: SetUpPlace) -> str:
    """What `kiosk setup` makes; the recovery page."""
    place.file.parent.mkdir()
    place.file.write_bytes(place.sample())
    pages: list[str] = []
    set_up(
        place.store_directory, pin="271828", clinic="Riverside", now=NOW, keeper=place.keys,
        keep_sheet=pages.append,
    )  # fmt: skip
    assert re.search("recover", pages[0])
    return pages[0]
