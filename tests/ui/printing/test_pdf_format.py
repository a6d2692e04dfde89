"""PDF as a format of an export: one file, a file for each response, or in an archive."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pyzipper

from kiosk.export.exporting import Exported, Request, export_files, look
from kiosk.export.wanted import Wanted
from kiosk.export.watching import Cancelled
from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.ui.printing.pdf_format import PDF, all_formats
from kiosk.ui.printing.printing import paper_words
from tests.export import twenty
from tests.papers.reading import plain, text_of

NOW = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
FORMATS = all_formats(paper_words(), "en", kiosk="Front desk")
PASSWORD = "correct horse battery"
ONE = Wanted(patient=f"{twenty.NHS}|0000000007")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = twenty.store_with_twenty(tmp_path_factory.mktemp("kiosk") / "store")
    yield made
    made.close()


def export(store: Store, out: Path, **more: Any) -> Exported:
    cancelled = more.pop("cancelled", lambda: False)
    request = Request(PDF, clinic="Riverside Practice", **more)
    return export_files(
        store, request, out, by="Sam", now=NOW, formats=FORMATS, cancelled=cancelled
    )


def joined(text: str) -> str:
    """Without what a line's end may have put between."""
    return "".join(plain(unicodedata.normalize("NFKC", text)).split())


def test_all_responses_stand_in_one_file(store: Store, tmp_path: Path) -> None:
    made = export(store, tmp_path / "all.pdf")

    assert made.count == 20
    text = text_of(tmp_path / "all.pdf")
    told = joined(text)
    held = [each for n, each in enumerate(twenty.TEXTS) if n != 5]  # that one was amended
    # pdftotext turns the words of an Arabic line round in an English page; what has no glyph in the
    # program's own fonts (emoji) is drawn by those of the PC, and there may be none.
    words = [word for each in held for word in re.split(r"[\s،]|(?<=⚕)", each) if word.isascii()]
    arabic = re.split(r"[\s،]+", twenty.TEXTS[9])
    missing = [word for word in words + arabic if joined(word) not in told]
    assert missing == []
    assert "Riverside Practice · Front desk" in text
    with store.reading() as c:
        event = audit.events(c, 1)[0]
    assert event.subject.startswith("pdf, 20 responses, all, all.pdf sha256 ")


def test_in_a_folder_each_response_has_a_file_of_its_own(store: Store, tmp_path: Path) -> None:
    made = export(store, tmp_path / "sheets", wanted=Wanted(state="sent"))

    assert made.count == len(made.files) == 3
    names = [file.name for file in made.files]
    assert all(name.startswith("visit 2026-03-") for name in names)
    assert [*made.sha256] == names
    assert all(file.read_bytes().startswith(b"%PDF") for file in made.files)


def test_in_an_archive_nothing_lies_in_clear(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "plain.pdf", wanted=ONE)
    export(store, tmp_path / "a.zip", wanted=ONE, password=PASSWORD)

    with pyzipper.AESZipFile(tmp_path / "a.zip") as archive:
        (tmp_path / "again.pdf").write_bytes(archive.read("responses.pdf", pwd=PASSWORD.encode()))
    assert text_of(tmp_path / "again.pdf") == text_of(tmp_path / "plain.pdf")


def test_of_nothing_it_is_an_empty_page(store: Store, tmp_path: Path) -> None:
    assert export(store, tmp_path / "none.pdf", wanted=Wanted(patient="|nobody")).count == 0
    assert text_of(tmp_path / "none.pdf").strip() == ""


@pytest.mark.parametrize("name", ["all.pdf", "sheets"])
def test_stopped_it_leaves_nothing(store: Store, tmp_path: Path, name: str) -> None:
    asked = iter([False, False, False, True])

    with pytest.raises(Cancelled):
        export(store, tmp_path / name, cancelled=lambda: next(asked))
    assert list(tmp_path.iterdir()) == []


def test_a_look_says_how_many(store: Store) -> None:
    seen = look(store, Request(PDF), by="Sam", now=NOW, formats=FORMATS)

    assert (seen.count, seen.columns) == (20, {})
