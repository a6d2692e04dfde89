"""The desk's Export page: what, where to, the PIN once more, a bar, and a way to stop it."""

import csv
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pyzipper
from openpyxl import load_workbook

from kiosk.desk.schedule import run_schedule
from kiosk.errors import RefusedError
from kiosk.export.drives import Drive
from kiosk.export.formats import FORMATS
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.robot.robot import fill
from kiosk.settings import ScheduledExport, Settings
from kiosk.store import audit, questionnaires, visits
from kiosk.store.submissions import submit
from kiosk.store.visits import Whose
from kiosk.ui.reception.export_place import ExportWhere
from tests.ui.reception.conftest import PIN, PINS

NHS = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9434765919"}
MANY = 1500
PATIENT = "Patient’s number"  # noqa: RUF001 - as it stands there


def actions(desk: Any) -> list[tuple[str, str]]:
    with desk.store.reading() as c:
        return [(one.actor, one.action) for one in audit.events(c, 40)]


def hand_in(store: Any, form: Questionnaire, count: int, now: datetime) -> None:
    """So many people answered that form, one a day, the last of them a known patient."""
    response = fill(form, seed=1).response(
        status="completed", authored=now, response_id="x", device_id="d"
    )
    with store.transaction() as c:
        questionnaires.keep_questionnaire(
            c, canonical=form.canonical, content_hash=form.content_hash,
            content=encode_json(form.raw), now=now,
        )  # fmt: skip
        for number in range(count):
            response["id"] = f"{form.name}-{number}"
            response["subject"] = {"identifier": NHS}
            if number:
                del response["subject"]
            submit(
                c, draft_id=None, response_id=response["id"], questionnaire=form.canonical,
                payload=encode_json(response), now=now - timedelta(days=min(number, 60)),
            )  # fmt: skip


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "Documents"
    folder.mkdir()
    return folder


def opened(desk: Any, role: str = "reception") -> Any:
    desk.sign_in(role)
    desk.hands.click("Export")
    desk.settle()
    return desk


@pytest.fixture
def answered(desk: Any, forms: tuple[Questionnaire, ...], now: datetime) -> Any:
    """Six people answered the pain form, three GAD-7; reception is on the page."""
    hand_in(desk.store, forms[1], 6, now)
    hand_in(desk.store, forms[2], 3, now)
    return opened(desk)


def choose(desk: Any, label: str, option: str) -> None:
    """Choose in a list by keys."""
    desk.hands.click(label, "ComboBox")
    desk.hands.click(option, "ListItem")
    desk.settle()


def reach(desk: Any, name: str) -> None:
    """By Tab, to what may be below the edge of the window."""
    for _ in range(60):
        found = desk.hands.focused()
        if found is not None and found.name == name:
            return
        desk.hands.press("Tab")
    raise AssertionError(f"Tab does not lead to {name}")


def write_in(desk: Any, label: str, text: str) -> None:
    desk.hands.click(label)
    desk.hands.press("Ctrl+A")
    desk.hands.type(text)


def ended(desk: Any) -> None:
    """Wait for the export's lane, and for what the window says of it."""
    done: list[object] = []
    desk.jobs.export.run(lambda: None, done.append)
    desk.hands.wait_until(lambda: bool(done), "the export")
    desk.settle()


def confirm(desk: Any, pin: str = PIN) -> None:
    desk.hands.wait_for("Write the file")
    desk.hands.wait_for_stillness()
    desk.hands.type(pin)
    desk.hands.press("Return")
    desk.settle()
    ended(desk)


def says(desk: Any, text: str) -> bool:
    return any(text in name for name in desk.hands.names())


class Slow:
    """Exports that begin to write when they may."""

    def __init__(self, book: Any, go: threading.Event) -> None:
        self._book, self._go = book, go

    def __getattr__(self, name: str) -> Any:
        return getattr(self._book, name)

    def write(self, *what: Any, **how: Any) -> Any:
        self._go.wait(20)
        return self._book.write(*what, **how)


def test_a_spreadsheet_is_written_after_the_pin(answered: Any, out: Path) -> None:
    choose(answered, "Sent by patients", "At any time")
    assert says(answered, "9 responses")
    write_in(answered, "Into this folder", str(out))
    answered.hands.press("Ctrl+E")
    assert list(out.iterdir()) == []
    confirm(answered)

    (file,) = out.iterdir()
    assert file.name.startswith("answers ")
    assert file.suffix == ".xlsx"
    assert load_workbook(file).worksheets[0].max_row == 10
    assert says(answered, "9 responses are written")
    assert says(answered, str(file))
    assert says(answered, "SHA-256 begins with")
    done = actions(answered)
    assert done.index(("Sam", "export")) < done.index(("Sam", "staff.opened"))


def test_it_is_walked_by_keys_alone(answered: Any, out: Path) -> None:
    reached = {node.name for node in answered.hands.walk()}
    assert {
        "As what", "Form", "Sent by patients", "State", PATIENT, "Into this folder",
        "A choice is written as", "Only what is not yet at the central service",
        "Show the columns", "In an archive that a password opens", "Month", "Make the return",
        "Export these",
    } <= reached  # fmt: skip

    reach(answered, "Into this folder")
    answered.hands.press("Ctrl+A")
    answered.hands.type(str(out))
    answered.hands.press("Ctrl+E")
    confirm(answered)
    assert len([*out.iterdir()]) == 1


def test_which_responses_is_chosen_and_counted(answered: Any) -> None:
    choose(answered, "Sent by patients", "At any time")
    choose(answered, "Form", "Pain today")
    assert says(answered, "6 responses")

    answered.hands.click("Only what is not yet at the central service")
    answered.settle()
    assert says(answered, "6 responses")
    choose(answered, "State", "Sent")

    assert says(answered, "Nothing to export")
    answered.hands.press("Ctrl+E")
    assert not answered.hands.sees("Write the file")


def test_of_one_patient_it_looks_when_it_is_asked_to(answered: Any) -> None:
    choose(answered, "Sent by patients", "At any time")
    write_in(answered, PATIENT, NHS["value"] + "\r")
    answered.hands.press("Tab")
    answered.settle()
    assert not says(answered, "9 responses")

    answered.hands.press("Ctrl+R")
    ended(answered)
    assert says(answered, "2 responses")
    assert says(answered, "columns")
    assert ("Sam", "export.looked") in actions(answered)


def test_a_day_that_is_none_is_said(answered: Any) -> None:
    choose(answered, "Sent by patients", "Between two days")
    write_in(answered, "From (day/month/year)", "soon")
    answered.hands.press("Return")
    answered.settle()

    assert says(answered, "“soon” is not a day")
    answered.hands.press("Ctrl+E")
    assert not answered.hands.sees("Write the file")


def test_every_format_is_written(answered: Any, out: Path) -> None:
    choose(answered, "Sent by patients", "At any time")
    write_in(answered, "Into this folder", str(out))
    for kind, what in (
        ("Plain tables (CSV)", "folder"),
        ("PDF, all answer sheets in one file", ".pdf"),
        ("PDF, a file for each answer sheet", "folder"),
        ("FHIR (NDJSON)", ".ndjson"),
        ("For SPSS", "folder"),
    ):
        before = set(out.iterdir())
        choose(answered, "As what", kind)
        answered.hands.press("Ctrl+E")
        confirm(answered)
        (made,) = set(out.iterdir()) - before
        assert (made.suffix == what) if what != "folder" else made.is_dir(), kind
    assert max(len([*one.iterdir()]) for one in out.iterdir() if one.is_dir()) == 9


def test_a_wrong_pin_or_that_of_another_writes_nothing(answered: Any, out: Path) -> None:
    write_in(answered, "Into this folder", str(out))
    answered.hands.press("Ctrl+E")
    confirm(answered, "999999")
    assert says(answered, answered.reception.pages["export"].say("pin_wrong"))

    answered.hands.type(PINS["lead"])
    answered.hands.press("Return")
    answered.settle()
    assert says(answered, "not the PIN of who is signed in")
    answered.hands.press("Esc")
    answered.settle()

    assert list(out.iterdir()) == []
    done = [action for _, action in actions(answered)]
    assert "staff.pin-wrong" in done
    assert "export.refused" in done
    assert "export" not in done


def test_clinical_may_and_it_may_not(answered: Any) -> None:
    answered.reception.lock()
    answered.settle()
    opened(answered, "clinical")
    assert answered.hands.heading() == "Export"

    answered.reception.lock()
    answered.settle()
    answered.sign_in("IT")
    assert "Export" not in answered.hands.names()
    answered.reception.go("export")
    assert answered.hands.heading() != "Export"
    page, member = answered.reception.pages["export"], answered.reception._member
    with pytest.raises(RefusedError):
        answered.reception._desk.exports.look(
            page._choice.asked(today=page._today()), by=member, cancelled=lambda: False
        )
    assert ("The IT", "export.refused") in actions(answered)


def test_an_archive_has_a_password_that_is_shown_once(answered: Any, out: Path) -> None:
    choose(answered, "As what", "Plain tables (CSV)")
    write_in(answered, "Into this folder", str(out))
    answered.hands.click("In an archive that a password opens")
    answered.hands.press("Ctrl+E")
    answered.hands.wait_for("Write the file")
    assert says(answered, "Write this password on paper now")
    page = answered.reception.pages["export"]
    password = page.property("question")["password"]
    assert password in answered.hands.names()
    confirm(answered)

    assert password not in answered.hands.names()
    (file,) = out.iterdir()
    assert file.suffix == ".zip"
    with pyzipper.AESZipFile(file) as archive:
        text = archive.read("responses.csv", pwd=password.encode()).decode("utf-8-sig")
    assert [*csv.reader(text.splitlines())]


def test_a_password_that_is_weak_is_said_while_it_is_typed(answered: Any, out: Path) -> None:
    write_in(answered, "Into this folder", str(out))
    answered.hands.click("In an archive that a password opens")
    answered.settle()
    reach(answered, "Password of your own")
    answered.hands.type("1234")
    assert says(answered, "12 signs or more")
    answered.hands.press("Ctrl+E")
    assert not answered.hands.sees("Write the file")

    reach(answered, "Password of your own")
    answered.hands.press("Ctrl+A")
    answered.hands.type("correct horse battery")
    assert not says(answered, "12 signs or more")
    answered.hands.press("Ctrl+E")
    answered.hands.wait_for("Write the file")
    assert not says(answered, "Write this password on paper now")


def test_drives_that_are_in_are_offered_by_name(answered: Any, out: Path) -> None:
    page = answered.reception.pages["export"]
    where = ExportWhere(page.say, page, lambda: (Drive("BLUE STICK", out),))
    where.look()

    (drive,) = where.property("drives")
    assert drive == {"folder": str(out), "label": "Drive BLUE STICK"}
    where.choose(drive["folder"])
    assert where.property("folder") == str(out)


def test_a_folder_that_is_gone_is_said_in_words(answered: Any, out: Path) -> None:
    write_in(answered, "Into this folder", str(out / "gone"))
    answered.hands.press("Ctrl+E")
    answered.settle()
    assert says(answered, "There is no such folder on this PC")

    write_in(answered, "Into this folder", str(out))
    answered.hands.press("Ctrl+E")
    answered.hands.wait_for("Write the file")
    out.rmdir()
    confirm(answered)
    assert says(answered, "the drive was taken out")
    assert says(answered, "the responses are still stored")


def test_the_monthly_return_is_two_steps(answered: Any, out: Path, now: datetime) -> None:
    write_in(answered, "Into this folder", str(out))
    reach(answered, "Make the return")
    answered.hands.press("Return")
    confirm(answered)

    last = now.astimezone().replace(day=1) - timedelta(days=1)
    (file,) = out.iterdir()
    assert file.name == f"answers fft {last:%Y-%m}.csv"
    assert file.read_text("utf-8-sig").startswith("month,very good")


def test_today_goes_on_beside_a_large_export_which_can_be_stopped(
    desk: Any, forms: tuple[Questionnaire, ...], now: datetime, out: Path
) -> None:
    hand_in(desk.store, forms[1], MANY, now)
    opened(desk)
    choose(desk, "As what", "PDF, all answer sheets in one file")
    choose(desk, "Sent by patients", "At any time")
    write_in(desk, "Into this folder", str(out))
    desk.hands.press("Ctrl+E")
    desk.hands.wait_for("Write the file")
    desk.hands.wait_for_stillness()
    desk.hands.type(PIN)
    desk.hands.press("Return")
    desk.hands.wait_for("Stop")

    def appoint() -> None:
        with desk.store.transaction() as c:
            visits.create_visit(
                c, packet=(forms[1].canonical,), by="Sam", now=now, whose=Whose(initials="ZQ")
            )

    made = threading.Thread(target=appoint)
    made.start()
    made.join()
    desk.hands.click("Today")
    desk.hands.wait_until(lambda: says(desk, "ZQ"), "the new visit")
    run = desk.reception.pages["export"]._run
    assert run.property("running")

    desk.reception.lock()
    desk.sign_in()
    desk.hands.click("Export")
    desk.hands.wait_for("Stop")
    desk.hands.wait_until(lambda: says(desk, "Exporting: "), "how far it is")
    desk.hands.click("Stop")
    ended(desk)
    assert says(desk, "The export was stopped")
    assert list(out.iterdir()) == []
    assert ("Sam", "export.failed") in actions(desk)


def test_what_came_of_it_is_in_sight_though_the_page_was_scrolled(answered: Any, out: Path) -> None:
    answered.hands.press("Ctrl++", 4)
    reach(answered, "Into this folder")
    answered.hands.press("Ctrl+A")
    answered.hands.type(str(out))
    answered.hands.press("Ctrl+E")
    confirm(answered)

    told = next(node for node in answered.hands.nodes() if "are written" in node.name)
    assert 0 <= told.rect.top() < told.rect.bottom() <= answered.window.root.height()


def test_somebody_else_sees_nothing_of_what_was_chosen(answered: Any, out: Path) -> None:
    write_in(answered, PATIENT, NHS["value"])
    write_in(answered, "Into this folder", str(out))
    answered.reception.lock()
    answered.settle()
    opened(answered, "lead")

    held = answered.reception.pages["export"].property("held")
    assert (held["patient"], held["span"]) == ("", "month")
    assert not says(answered, str(out))


def test_that_the_scheduled_export_failed_is_said(open_desk: Any, out: Path, now: datetime) -> None:
    settings = Settings(export=ScheduledExport(folder=str(out / "gone")))
    desk = open_desk(settings=settings)
    with pytest.raises(RefusedError):
        run_schedule(desk.store, settings, now=now, formats=FORMATS)
    opened(desk)

    assert says(desk, "The export that runs by itself did not work")
    assert says(desk, "no such folder")


@pytest.mark.parametrize("percent", [100, 200])
def test_it_fits(answered: Any, percent: int) -> None:
    answered.hands.press("Ctrl++", (percent - 100) // 25)
    answered.settle()
    wide = answered.window.root.width()

    for node in answered.hands.nodes():
        assert node.rect.right() <= wide + 1, node.name


def test_the_code_that_opens_it_is_shown_to_nobody_but_who_began_it(
    answered: Any, out: Path
) -> None:
    page, go = answered.reception.pages["export"], threading.Event()
    page.desk = replace(page.desk, exports=Slow(page.desk.exports, go))
    choose(answered, "As what", "To another kiosk of this clinic")
    write_in(answered, "Into this folder", str(out))
    answered.hands.press("Ctrl+E")
    answered.hands.wait_for("Write the file")
    answered.hands.wait_for_stillness()
    answered.hands.type(PIN)
    answered.hands.press("Return")
    answered.hands.wait_for("Stop")
    answered.reception.lock()
    answered.settle()
    opened(answered, "lead")
    go.set()
    ended(answered)
    assert len([*out.iterdir()]) == 1
    assert not says(answered, "The code that opens it")

    answered.reception.lock()
    answered.settle()
    opened(answered)
    assert says(answered, "The code that opens it")


def test_a_file_for_each_of_nobodys_responses_is_none(answered: Any, out: Path) -> None:
    choose(answered, "As what", "PDF, a file for each answer sheet")
    write_in(answered, PATIENT, "1111111111")
    write_in(answered, "Into this folder", str(out))
    answered.hands.press("Ctrl+E")
    confirm(answered)

    assert says(answered, "0 responses are written")
    assert list(out.iterdir()) == []
