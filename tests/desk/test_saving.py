"""Where a file of the desk goes."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.saving import file_name, folder_named, unused
from kiosk.errors import RefusedError


@pytest.mark.parametrize("quoted", ["{}", '"{}"', "  {}  "])
def test_a_folder_is_found_as_it_is_typed_or_copied(tmp_path: Path, quoted: str) -> None:
    folder = tmp_path / "Akten Müller العربية"
    folder.mkdir()

    assert folder_named(quoted.format(folder)) == folder


@pytest.mark.parametrize(
    "text", ["", '""', "~nobody-of-this-name/x", "/" + "a" * 300, "/a\0b", "answers", "/dev/null"]
)
def test_what_is_no_folder_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="no such folder"):
        folder_named(text)


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    with suppress(RefusedError):
        assert folder_named(text).is_absolute()


@given(st.text())
def test_a_name_leads_to_no_other_folder(text: str) -> None:
    name = file_name(text)

    assert Path(name).name == name
    assert not name.startswith(".")


def test_nothing_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").touch()
    (tmp_path / "answers (2).csv").symlink_to(tmp_path / "gone")

    assert unused(tmp_path, "answers", ".csv").name == "answers (3).csv"
