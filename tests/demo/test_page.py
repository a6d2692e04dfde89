"""The demo's page: every picture once and told of, every link there, nothing from elsewhere."""

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from PySide6.QtGui import QImage

from kiosk.demo.page import Figure, write_page
from kiosk.resources import resource
from tests.demo.page_reading import Page


@pytest.fixture
def page(told_demo: Any) -> Page:
    return Page(told_demo.out / "index.html")


def test_every_picture_stands_there_once_with_words_of_its_own(told_demo: Any, page: Page) -> None:
    files = sorted(file.name for file in told_demo.out.glob("[0-9][0-9]-*.png"))

    assert sorted(src for src, _ in page.pictures) == files
    assert all(len(alt) > 20 for _, alt in page.pictures)
    assert len({alt for _, alt in page.pictures}) == len(files)
    assert len(page.captions) == len(files)
    assert all(caption.rstrip(")").endswith(".") for caption in page.captions)


def test_every_link_leads_to_a_file_beside_it(told_demo: Any, page: Page) -> None:
    for link in page.links:
        assert (told_demo.out / unquote(link)).is_file(), link
    assert {"report.json", "response.json", "export.csv", "overview.png"} <= set(page.links)


def test_nothing_of_it_comes_from_elsewhere(told_demo: Any, page: Page) -> None:
    content = (told_demo.out / "index.html").read_text(encoding="utf-8")

    assert "://" not in content
    assert "url(" not in content
    assert not {"script", "link", "iframe", "object"} & page.tags


def test_it_tells_the_whole_story_and_what_was_counted(told_demo: Any, page: Page) -> None:
    report = told_demo.read("report.json")

    for step in report["steps"]:
        assert step["told"] in page.text
    assert "What it does not show" in page.text
    assert "No patient has used this yet." in page.text
    assert f"forms sent by patients{report['counts']['sent']}" in page.text


def test_it_can_be_walked_by_headings(page: Page) -> None:
    assert page.language == "en"
    assert page.open == []
    assert page.levels[0] == 1
    assert page.levels.count(1) == 1
    assert {"header", "main", "footer", "figure", "figcaption", "ol"} <= page.tags


def test_what_was_told_is_text_and_nothing_else(tmp_path: Path) -> None:
    name = "01-a<b>.png"
    QImage(4, 3, QImage.Format.Format_RGB32).save(str(tmp_path / name))
    told = {"chapter": "<h1>", "told": "<script>alert(1)</script> & “more”", "seconds": 1.0}
    write_page(
        "robot", tmp_path, steps=[told | {"pictures": [name]}],
        figures=[Figure("<1>", "<i>of</i>")], made="<u>",
    )  # fmt: skip

    page = Page(tmp_path / "index.html")

    assert not {"script", "i", "u", "b"} & page.tags
    assert told["told"] in page.text
    assert [unquote(src) for src, _ in page.pictures] == [name]


@pytest.mark.parametrize("name", ["robot", "improve"])
def test_every_picture_of_a_story_has_a_caption_and_an_alternative(name: str) -> None:
    texts = tomllib.loads(resource("demo", f"{name}.toml").read_text(encoding="utf-8"))

    assert texts["shows"]
    assert texts["not_shown"]
    for one in texts["pictures"].values():
        assert one["caption"]
        assert one["alt"]
