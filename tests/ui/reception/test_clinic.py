"""The clinic's page of the desk: its lead sets hours, name, logo and forms, with a way back."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage

from kiosk.desk.clinic import LocalClinic
from kiosk.settings import Clinic, Settings
from kiosk.store import audit
from kiosk.sync.fetch.clinic import with_clinic_settings

OWN = Settings(clinic=Clinic(name="Riverside Practice"))


def in_force(desk: Any) -> Settings:
    desk.settle()
    return with_clinic_settings(desk.store, OWN).settings


def actions(desk: Any) -> list[str]:
    with desk.store.reading() as connection:
        return [one.action for one in audit.events(connection, 100)]


def write(desk: Any, field: str, text: str) -> None:
    desk.hands.click(field)
    desk.hands.press("Ctrl+A")
    desk.hands.type(text)


@pytest.fixture
def lead(desk: Any) -> Any:
    """The lead at the clinic's page."""
    desk.sign_in("lead")
    desk.hands.click("Clinic")
    desk.settle()
    return desk


def test_only_the_lead_sees_it(desk: Any) -> None:
    desk.sign_in()

    assert not desk.hands.sees("Clinic")


def test_a_new_name_counts_and_is_undone(lead: Any) -> None:
    write(lead, "Name of the clinic", "North Wing")
    lead.hands.press("Return")
    lead.hands.wait_for("Saved.")
    assert in_force(lead).clinic.name == "North Wing"

    lead.hands.click("Undo")
    lead.hands.wait_for("As it was before.")
    assert in_force(lead).clinic.name == "Riverside Practice"
    assert actions(lead)[:2] == ["clinic.change-undone", "clinic.changed"]


def test_wrong_hours_are_told_when_the_field_is_left_and_not_saved(lead: Any) -> None:
    lead.hands.click("Opening hours")
    write(lead, "Monday", "half past eight")
    lead.hands.press("Tab")
    lead.hands.wait_for("Write times such as 08:30-18:00, one after the other, with commas between")
    lead.hands.click("Save the hours")
    lead.hands.wait_for("Correct what is marked first. Nothing was changed.")
    assert not in_force(lead).hours.said

    write(lead, "Monday", "08:30-18:00")
    lead.hands.click("Tuesday to Friday as Monday")
    lead.hands.click("Save the hours")
    lead.hands.wait_for("Saved.")
    hours = in_force(lead).hours
    assert (hours.monday, hours.friday, hours.saturday) == ("08:30-18:00", "08:30-18:00", "")


def test_days_that_stay_closed_are_written_as_people_write_them(lead: Any) -> None:
    lead.hands.click("Opening hours")
    write(lead, "Closed on these days as well", "26.12.2026, 25/12/2026")
    lead.hands.click("Save the hours")
    lead.hands.wait_for("Saved.")

    assert in_force(lead).hours.closed == ("2026-12-25", "2026-12-26")


def test_what_one_writes_stays_while_the_page_looks_again(lead: Any) -> None:
    lead.hands.click("Opening hours")
    write(lead, "Monday", "08:30-1")
    lead.reception.pages["clinic"].refresh()
    lead.settle()
    lead.hands.type("8:00")
    lead.hands.press("Return")
    lead.hands.wait_for("Saved.")

    assert in_force(lead).hours.monday == "08:30-18:00"


def test_a_form_is_taken_from_a_day_and_from_all_screens(lead: Any) -> None:
    lead.hands.click("Forms by day", "PageTab")
    lead.hands.click("Pain today: Monday")
    lead.hands.wait_for("Saved.")
    (rule,) = in_force(lead).patient.days
    assert "monday" not in rule.days
    assert len(rule.days) == 6

    lead.hands.click("Pain today: Monday")
    lead.settle()
    assert in_force(lead).patient.days == ()


def picture(file: Path, size: tuple[int, int] = (900, 300)) -> str:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("#0b4f4a"))
    image.save(str(file))
    return str(file)


def test_a_logo_is_kept_small_and_taken_away_again(lead: Any, tmp_path: Path) -> None:
    write(lead, "File of the logo", picture(tmp_path / "logo.png"))
    lead.hands.press("Return")
    lead.hands.wait_for("The logo is on the first page from the next patient on.")
    lead.hands.wait_for("Logo")
    assert 0 < len(in_force(lead).clinic.picture) < 8000

    lead.hands.click("No logo")
    lead.hands.wait_for("The first page has no logo now.")
    assert in_force(lead).clinic.picture == ""


def test_what_is_no_logo_is_refused_with_the_reason(lead: Any, tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    file.write_text("no picture")
    write(lead, "File of the logo", str(file))
    lead.hands.press("Return")

    lead.hands.wait_until(lambda: any("is no picture" in name for name in lead.hands.names()))
    assert in_force(lead).clinic.picture == ""


def test_it_says_for_which_screens_it_counts(lead: Any) -> None:
    assert any("and on no other." in name for name in lead.hands.names())
    assert not lead.hands.sees("Use on all screens")


def test_a_wrong_clock_is_told(open_desk: Any, store: Any, now: datetime) -> None:
    LocalClinic(store, OWN, lambda: now).change({"hours.monday": "08:30-18:00"}, by="Lee")
    desk = open_desk(now=lambda: now - timedelta(days=9))
    desk.sign_in("lead")
    desk.hands.click("Clinic")
    desk.hands.click("Opening hours")

    desk.hands.wait_until(
        lambda: any("clock of this PC must be wrong" in name for name in desk.hands.names())
    )


@pytest.mark.parametrize("tab", ["Name and logo", "Opening hours", "Forms"])
def test_every_control_is_reached_by_tab_at_twice_the_text(lead: Any, tab: str) -> None:
    lead.hands.press("Ctrl++", times=4)
    lead.hands.click(tab, "PageTab")
    lead.hands.wait_for_stillness()
    reached = {node.name for node in lead.hands.walk()}

    kinds = {"Button", "CheckBox", "ComboBox", "EditableText"}
    wanted = {node.name for node in lead.hands.nodes() if node.role in kinds}
    assert all(wanted)
    assert wanted <= reached
