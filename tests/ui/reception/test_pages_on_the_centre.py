"""The other pages of a desk without a kiosk: each tells of the service, or says what it can't."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from openpyxl import load_workbook

from kiosk.settings import Central as CentralSettings
from kiosk.settings import Clinic, Reception, Settings
from kiosk.settings.opening_hours import WEEKDAYS, Hours
from kiosk.store import audit
from kiosk.store.tables import metadata
from kiosk.sync.device import State, to_fhir
from kiosk.sync.fhir_client import FhirClient
from tests.endpoint import Central
from tests.ui.reception import test_on_the_centre as on_the_centre
from tests.ui.reception.test_export_page import choose, confirm, ended
from tests.ui.reception.test_on_the_centre import Opener, told

central, kiosk, desk = on_the_centre.central, on_the_centre.kiosk, on_the_centre.desk
finish = on_the_centre.finish
CLINIC = "Riverside Practice"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "Documents"
    folder.mkdir()
    return folder


def go(desk: Any, page: str) -> Any:
    desk.reception.go(page)
    desk.settle()
    ended(desk)
    return desk


def actions(desk: Any) -> list[str]:
    with desk.store.reading() as c:
        return [one.action for one in audit.events(c, 40)]


def test_what_is_there_is_exported_and_nothing_of_it_stays(
    desk: Any, finish: Callable[[], str], out: Path
) -> None:
    finish()
    go(desk, "export")
    assert told(desk, "1 response")
    assert not desk.hands.sees("State")
    assert not told(desk, "Only what is not yet")
    assert told(desk, "What still waits at a kiosk is not among it")
    desk.hands.click("As what", "ComboBox")
    assert not told(desk, "To another kiosk")
    desk.hands.press("Escape")

    desk.hands.press("Ctrl+R")
    ended(desk)
    assert told(desk, "columns")
    desk.hands.write_in("Into this folder", str(out))
    desk.hands.press("Ctrl+E")
    desk.hands.wait_for("Write these answers to files?")
    confirm(desk)

    (file,) = out.iterdir()
    assert load_workbook(file).worksheets[0].max_row == 2
    assert told(desk, "1 response is written")
    assert {"export", "export.looked"} <= set(actions(desk))
    with desk.store.reading() as c:
        assert not c.execute(metadata.tables["submission"].select()).all()
    assert not list(desk.store.directory.glob(".passing-*"))


def test_without_a_line_an_export_says_so_and_leaves_no_file(
    desk: Any, central: Central, finish: Callable[[], str], out: Path
) -> None:
    finish()
    go(desk, "export")
    central.stop()
    desk.hands.write_in("Into this folder", str(out))
    desk.hands.press("Ctrl+E")
    confirm(desk)

    assert told(desk, "The central service broke off at the first response; no file was written.")
    assert not list(out.iterdir())
    assert "export.failed" in actions(desk)
    choose(desk, "Sent by patients", "At any time")
    desk.hands.wait_until(lambda: told(desk, "can't be reached"), "word of the line")
    central.start()
    desk.hands.wait_until(lambda: told(desk, "1 response"), "the line")


def test_pictures_show_what_came_and_name_what_only_kiosks_know(
    desk: Any, finish: Callable[[], str]
) -> None:
    finish()
    go(desk, "pictures")

    assert told(desk, "What reached the central service, from every kiosk and from paper.")
    assert told(desk, "Forms sent, by day")
    assert told(desk, "1 form in all.")
    assert not told(desk, "Begun and sent")
    assert told(desk, "Open Pictures at a kiosk to see it.")

    choose(desk, "Form", "Worries (GAD-7)")
    ended(desk)
    desk.hands.click("Add scores")
    desk.settle()
    ended(desk)
    desk.hands.wait_until(lambda: told(desk, "Languages"), "what is read from the answers")
    assert "figures.scores" in actions(desk)


def test_pictures_without_a_line_come_when_it_is_back(
    desk: Any, central: Central, finish: Callable[[], str]
) -> None:
    finish()
    central.stop()
    go(desk, "pictures")
    assert told(desk, "can't be reached")
    assert not told(desk, "Nothing is counted yet")

    central.start()
    desk.hands.wait_until(lambda: told(desk, "1 form in all."), "the line")


def test_this_pc_is_no_kiosk(desk: Any, central: Central, now: datetime) -> None:
    go(desk, "kiosks")
    assert told(desk, "No kiosk is known yet")
    assert not told(desk, "(this one)")
    assert told(desk, "At work on the central service")
    assert not told(desk, "Nothing was sent yet")

    desk.hands.click("Send now")
    desk.settle()
    found = httpx2.get(f"{central.base}/Device", trust_env=False).json()
    assert not found.get("entry")

    state = State("7e57ab1e-0000-4000-8000-00000000000a", name="Kiosk 2", clinic=CLINIC, told=now)
    path = f"{central.base}/Device/{state.kiosk}"
    assert httpx2.put(path, json=to_fhir(state), trust_env=False).is_success
    desk.reception.go("today")
    go(desk, "kiosks")
    assert told(desk, "Kiosk 2")
    assert not told(desk, "No kiosk is known yet")


def test_forms_are_counted_at_the_service(desk: Any, finish: Callable[[], str]) -> None:
    finish()
    go(desk, "forms")
    assert told(desk, "These are the forms that the settings of this PC name")
    assert told(desk, "Worries (GAD-7), validated, locked, Last 7 days 1,")
    assert told(desk, "Pain today, Last 7 days 0,")


@contextmanager
def desk_of_night(open_desk: Opener, central: Central, **more: str) -> Iterator[Any]:
    """A desk's PC whose clinic is closed now, and its lead there."""
    settings = Settings(
        clinic=Clinic(name=CLINIC),
        hours=Hours(**dict.fromkeys(WEEKDAYS, "01:00-01:01")),
        central=CentralSettings(url=central.base, tasks="all", **more),
        reception=Reception(works_on="central"),
    )
    opened = open_desk(settings=settings, client=lambda: FhirClient(central.base, timeout_s=2.0))
    opened.sign_in("lead")
    yield opened
    opened.reception.lock()
    opened.settle()
    opened.reception.pages["today"].desk.visits.close()


def test_no_screen_is_opened_or_set_where_there_is_none(
    open_desk: Opener, central: Central
) -> None:
    with desk_of_night(open_desk, central) as desk:
        assert not told(desk, "screen is closed")
        go(desk, "papers")
        assert not told(desk, "screen is closed")
        assert not desk.hands.sees("Open it for an hour")

        go(desk, "clinic")
        assert told(desk, "This PC is a desk without a screen for patients")
        assert not desk.hands.sees("Opening hours")
        assert desk.hands.sees("Name of the clinic")


def test_what_all_screens_may_have_is_set_here_and_said_to_wait(
    open_desk: Opener, central: Central
) -> None:
    clinic_settings = "https://clinic.example/settings"
    with desk_of_night(open_desk, central, clinic_settings=clinic_settings) as desk:
        go(desk, "clinic")
        assert told(desk, "What you change counts at this desk first")
        desk.hands.click("Forms by day", "PageTab")
        desk.settle()
        assert not told(desk, "on the screen of this PC only")
        write_name(desk)
        assert told(desk, "Kiosks have it when you use it on all screens.")


def write_name(desk: Any) -> None:
    desk.hands.click("Name and logo", "PageTab")
    desk.hands.write_in("Name of the clinic", "North Wing")
    desk.hands.press("Return")
    desk.hands.wait_for("Saved.")
    desk.settle()


def test_what_was_heard_is_at_the_kiosks_and_it_is_said_so(desk: Any) -> None:
    go(desk, "improve")

    assert told(desk, "Open Improve at a kiosk to see what was heard there.")
    assert not told(desk, "about 60 in 100 do")
