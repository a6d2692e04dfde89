"""F1: the guide that belongs to the page, to read over it."""

from pathlib import Path
from typing import Any

import pytest


def focused(desk: Any) -> str:
    node = desk.hands.focused()
    return node.name if node else ""


def read(desk: Any) -> str:
    return "\n".join(desk.hands.names())


def test_f1_opens_the_guide_and_escape_gives_the_page_back(desk: Any) -> None:
    desk.sign_in()
    desk.hands.press("F1")
    desk.hands.wait_for("Close the guide")

    assert "The first morning at the desk" in desk.hands.names()
    assert "1. Ctrl+N: new visit." in read(desk)
    desk.hands.press("Escape")
    desk.hands.wait_until(lambda: not desk.hands.sees("Close the guide"), "the page")
    assert desk.hands.heading() == "Today"


@pytest.mark.parametrize(
    ("page", "title"),
    [("Alerts", "Alerts: an answer that must reach a person"),
     ("Export", "Taking answers out of the kiosk"),
     ("Improve", "Making and changing a form"),
     ("Papers", "The first morning at the desk")],
)  # fmt: skip
def test_each_page_has_the_guide_that_belongs_to_it(desk: Any, page: str, title: str) -> None:
    desk.sign_in()
    desk.hands.click(page, "PageTab")
    desk.settle()
    desk.hands.click("Guide")
    desk.hands.wait_for("Close the guide")

    assert title in desk.hands.names()


def test_from_one_guide_another_is_opened(desk: Any) -> None:
    desk.sign_in()
    desk.hands.press("F1")
    desk.hands.wait_for("Close the guide")
    title = "Taking answers out of the kiosk"
    desk.hands.wait_until(lambda: focused(desk) == title or desk.hands.press("Tab"), title)
    desk.hands.press("Return")
    desk.hands.wait_for("For reception, and for whoever works with the answers. Three pages.")

    assert "The first morning at the desk" in desk.hands.names()  # the way back


def test_locking_closes_it(desk: Any) -> None:
    desk.sign_in()
    desk.hands.press("F1")
    desk.hands.wait_for("Close the guide")
    desk.reception.lock()
    desk.hands.wait_for("Sign in")

    desk.hands.wait_until(lambda: not desk.hands.sees("Close the guide"), "it to close")


def test_with_large_text_it_is_opened_from_the_view(desk: Any) -> None:
    desk.sign_in()
    desk.reception.look.useText(200)
    desk.settle()
    assert not desk.hands.sees("Guide")

    desk.hands.press("Ctrl+T")
    desk.hands.wait_for("Done")
    desk.hands.wait_until(lambda: focused(desk) == "Guide" or desk.hands.press("Tab"), "Guide")
    desk.hands.press("Return")
    desk.hands.wait_for("Close the guide")
    desk.settle()
    desk.hands.press("Escape")

    desk.hands.wait_until(lambda: not desk.hands.sees("Close the guide"), "the page")


def test_it_is_saved_to_print_where_files_of_this_pc_lie(
    desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    desk.sign_in()
    desk.hands.press("F1")
    desk.hands.wait_for("Close the guide")
    for _ in range(2):  # what was saved before is not replaced
        desk.hands.press("Ctrl+P")
        desk.settle()

    files = sorted(tmp_path.rglob("*.pdf"))
    title = "The first morning at the desk"
    assert [file.name for file in files] == [f"{title} (2).pdf", f"{title}.pdf"]
    assert all(file.read_bytes().startswith(b"%PDF") for file in files)
    assert f"Saved to {files[0]}. Print it like any other." in desk.hands.names()
    desk.hands.press("Escape")
    desk.hands.wait_until(lambda: not desk.hands.sees("Close the guide"), "the page")
    desk.hands.press("F1")
    desk.hands.wait_for("Close the guide")
    assert "Saved to" not in read(desk)


def test_where_it_can_not_be_saved_that_is_said(
    desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_text("no folder")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    desk.sign_in()
    desk.hands.press("F1")
    desk.hands.wait_for("Close the guide")
    desk.hands.click("Save as PDF")
    desk.settle()

    assert any(name.startswith("There is no folder") for name in desk.hands.names())
