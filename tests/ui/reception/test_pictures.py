"""The desk's pictures: chosen by form and days, drawn or as a table, saved by name."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.coproduction.passage import CHECK_PAGE, Passage
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.robot.robot import fill
from kiosk.store import audit, questionnaires
from kiosk.store.passages import count_passage
from kiosk.store.submissions import submit

GAD = "Worries (GAD-7)"


def actions(desk: Any) -> list[tuple[str, str, str]]:
    with desk.store.reading() as c:
        return [(one.actor, one.action, one.subject) for one in audit.events(c, 100)]


def hand_in(c: Any, form: Questionnaire, number: int, now: datetime) -> None:
    """Somebody sends a form, and it is counted."""
    filler = fill(form, seed=number % 5)
    response = filler.response(
        status="completed", authored=now, response_id=f"{form.name}-{number}", device_id="d"
    )
    submit(
        c, draft_id=None, response_id=response["id"], questionnaire=form.canonical,
        payload=encode_json(response), now=now,
    )  # fmt: skip
    shown = frozenset([*(item.link_id for item in form.asked), CHECK_PAGE])
    count_passage(c, Passage(form.canonical, True, True, shown, None, 2), now=now)  # noqa: FBT003


@pytest.fixture
def counted(desk: Any, forms: tuple[Questionnaire, ...], now: datetime) -> Any:
    """Twelve people sent GAD-7, three left at its second question, two sent the pain form."""
    pain, gad = forms[1], forms[2]
    with desk.store.transaction() as c:
        for form in (pain, gad):
            questionnaires.keep_questionnaire(
                c, canonical=form.canonical, content_hash=form.content_hash,
                content=encode_json(form.raw), now=now,
            )  # fmt: skip
        for number in range(12):
            hand_in(c, gad, number, now - timedelta(days=number % 4))
        for number in range(2):
            hand_in(c, pain, number, now)
        asked = [item.link_id for item in gad.asked]
        left = Passage(gad.canonical, True, False, frozenset(asked[:2]), asked[1])  # noqa: FBT003
        for _ in range(3):
            count_passage(c, left, now=now)
    desk.sign_in()
    desk.hands.click("Pictures")
    desk.settle()
    return desk


def choose(desk: Any, choice: str, *, down: int) -> None:
    """Choose with the keyboard, so many entries further down."""
    desk.hands.click(choice, "ComboBox")
    desk.hands.press("Down", down)
    desk.hands.press("Return")
    desk.settle()


def rows(desk: Any) -> list[str]:
    found: list[str] = desk.hands.rows()
    return found


def test_the_page_says_so_where_nothing_was_counted(desk: Any) -> None:
    desk.sign_in()
    desk.hands.click("Pictures")
    desk.settle()

    assert desk.hands.heading() == "Pictures"
    assert "Nothing is counted yet" in desk.hands.names()


def test_all_forms_stand_beside_one_another(counted: Any) -> None:
    names = counted.hands.names()

    assert "Forms sent, by day" in names
    assert "Forms sent, by form" in names
    assert "Begun and sent" in names


def test_as_tables_each_row_is_read_out_with_its_headings(counted: Any) -> None:
    choose(counted, "Show as", down=1)

    told = rows(counted)
    assert f"Form {GAD}, Sent 12" in told
    assert f"Form {GAD}, Begun 15, Sent 12, Share sent 80 %" in told
    assert "Form Pain today, Begun 2, Sent 2, Share sent fewer than 10" in told


def test_of_one_form_it_tells_where_people_leave(counted: Any) -> None:
    choose(counted, "Form", down=2)
    choose(counted, "Show as", down=1)

    told = rows(counted)
    assert any(row.endswith("Shown 15, Left here 3, Share 20 %") for row in told)
    assert "Where people leave" in counted.hands.names()


def test_of_one_form_each_question_is_read_out_once_with_all_that_befell_there(
    counted: Any,
) -> None:
    choose(counted, "Form", down=2)
    choose(counted, "Show as", down=1)

    trouble = [row for row in rows(counted) if "Went back" in row]
    assert len([row for row in trouble if row.startswith("Question Feeling nervous")]) == 1
    assert any("Shown 15, Answered 0, Skipped 0, Not sure 0, Help 0" in row for row in trouble)
    assert "Trouble with questions" in counted.hands.names()


def test_scores_are_added_on_request_and_the_audit_knows(counted: Any) -> None:
    assert "Add scores" not in counted.hands.names()
    choose(counted, "Form", down=2)
    assert not any(action == "figures.scores" for _, action, _ in actions(counted))

    counted.hands.click("Add scores")
    counted.settle()

    assert "GAD-7 total score" in counted.hands.names()
    assert ("Sam", "figures.scores", "gad-7, 12 responses") in actions(counted)
    assert "Add scores" not in counted.hands.names()


@pytest.mark.parametrize(
    ("button", "ending", "begins"),
    [
        ("Save as picture", "png", b"\x89PNG"),
        ("Save as PDF, to print", "pdf", b"%PDF"),
        ("Save as table", "csv", b"\xef\xbb\xbf"),
    ],
)
def test_what_is_shown_is_saved_and_the_audit_knows(
    counted: Any, tmp_path: Path, button: str, ending: str, begins: bytes
) -> None:
    page = counted.reception.pages["pictures"]
    page._folder = str(tmp_path)
    page.changed.emit()

    counted.hands.click(button)
    counted.settle()

    (file,) = tmp_path.glob(f"*.{ending}")
    assert file.read_bytes().startswith(begins)
    assert ("Sam", "figures.saved", f"all forms, {ending}") in actions(counted)
    assert any(name.startswith("Saved: ") for name in counted.hands.names())


def test_a_folder_that_is_not_there_is_said_and_nothing_is_written(counted: Any) -> None:
    page = counted.reception.pages["pictures"]
    page._folder = "/nowhere/at/all"
    page.changed.emit()

    counted.hands.click("Save as table")
    counted.settle()

    assert any("no such folder" in name for name in counted.hands.names())
    assert not any(action == "figures.saved" for _, action, _ in actions(counted))


def test_a_role_without_the_right_does_not_see_it(desk: Any) -> None:
    desk.sign_in("clinical")

    assert not desk.hands.sees("Pictures")


def test_everything_is_reached_with_the_keyboard(counted: Any) -> None:
    met = [node.name for node in counted.hands.walk()]

    for name in ("Form", "Days", "Show as", "Save in this folder", "Save as table"):
        assert name in met


def test_who_comes_after_somebody_else_finds_nothing_of_theirs(counted: Any) -> None:
    choose(counted, "Form", down=2)
    counted.hands.press("Ctrl+L")
    counted.hands.wait_for("Your PIN")
    counted.sign_in("lead")

    assert not any(name == "Where people leave" for name in counted.hands.names())


def test_with_text_of_twice_the_size_whatever_has_the_keyboard_is_in_sight(counted: Any) -> None:
    counted.hands.press("Ctrl++", 4)
    counted.settle()

    met = counted.hands.walk()

    assert "Save as table" in [node.name for node in met]
    for node in met:
        assert 0 <= node.rect.top() < node.rect.bottom() <= 800, node.name


def test_a_screen_reader_is_told_what_a_picture_shows(counted: Any) -> None:
    charts = counted.reception.pages["pictures"].property("figures")

    assert [view.property("title") for view in charts][:2] == [
        "Forms sent, by day", "Forms sent, by form",
    ]  # fmt: skip
    assert f"{GAD}, 12" in charts[1].property("words")
