"""Responses as PDF: what a person and a machine read there, one page at a time."""

import os
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from kiosk.errors import RefusedError
from kiosk.export.files import whole_file
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import encode
from kiosk.forms.summary import Line, Part, Summary, score_words
from kiosk.papers.responses import Letterhead, write_pdf
from kiosk.papers.sheet import Cancelled
from kiosk.ui.printing.printing import Desk, letterhead, print_responses
from kiosk.ui.wording.words import Words
from tests.papers.conftest import DAY, filled, shipped
from tests.papers.reading import body_of, pages_of, plain, text_of

Summaries = Callable[..., Summary]


@pytest.fixture
def head(words: Words) -> Letterhead:
    return letterhead(words, "en", clinic="Riverside Practice", kiosk="Front desk", printed=DAY)


def written(file: Path, words: Words, head: Letterhead, *summaries: Summary) -> Path:
    with whole_file(file) as out:
        assert write_pdf(summaries, out, head, direction_of=direction(words)) == len(summaries)
    return file


def direction(words: Words) -> Callable[[str], str]:
    return lambda code: words.language(words.nearest(code)).direction


def told(summary: Summary) -> str:
    """All that stands on the paper between its edges."""
    said = [summary.title, *summary.notices, *(f"{name}: {value}" for name, value in summary.facts)]
    said += [f"{score.name}: {score_words(score)}" for score in summary.scores]
    for part in summary.parts:
        said += [part.heading, *(text for line in part.lines for text in line[:2])]
    return plain("\n".join(said))


@pytest.mark.parametrize(
    "asked",
    [
        ("phq-9", "en"),
        ("communication-needs", "en"),
        ("what-matters", "en"),
        ("what-matters", "pl"),
        ("what-matters", "cy"),
        ("communication-needs", "pl"),
    ],
)
def test_a_machine_reads_what_the_patient_read(
    tmp_path: Path, words: Words, head: Letterhead, summary_of: Summaries, asked: tuple[str, str]
) -> None:
    summary = summary_of(asked[0], language=asked[1], status="amended")
    file = written(tmp_path / "one.pdf", words, head, summary)

    assert plain(body_of(file)) == told(summary)


@pytest.mark.parametrize(
    "asked",
    [
        (name, code)
        for name in ("what-matters", "pain-today", "communication-needs")
        for code in ("ar", "ur")
    ],
)
def test_questions_and_answers_from_right_to_left_are_read_back_whole(
    tmp_path: Path, words: Words, head: Letterhead, summary_of: Summaries, asked: tuple[str, str]
) -> None:
    summary = summary_of(asked[0], language=asked[1])
    file = written(tmp_path / "one.pdf", words, head, summary)
    read = plain(body_of(file))

    assert plain(summary.title) in read
    for part in summary.parts:
        for question, _answer, _state in part.lines:
            if not re.search(r"[،()“”«»\d]", question):  # poppler misplaces signs between words
                assert plain(question) in read


def test_what_a_patient_wrote_stays_text(tmp_path: Path, words: Words, head: Letterhead) -> None:
    said = ["=cmd|'/c calc'!A0", 'a, "b"; c\nsecond line', "007", "<b>no</b> & co", "ألم في الركبة"]
    said += ["Ábrego, naïve — ½ ﬁ", "x" * 300, "كتف", "汉"]
    lines = tuple(Line(f"Question {n}", text, "answered") for n, text in enumerate(said))
    summary = Summary("r", "Form", (), (), (), (Part("", lines),), "en", matters=False)
    file = written(tmp_path / "odd.pdf", words, head, summary)
    read = plain(body_of(file)).replace(" ", "")

    for text in said[:-1]:
        assert plain(text).replace(" ", "") in read


def test_each_response_begins_on_a_page_of_its_own_and_counts_its_pages(
    tmp_path: Path, words: Words, head: Letterhead, summary_of: Summaries
) -> None:
    long = summary_of("phq-9")
    longer = Summary(**{**vars(long), "parts": long.parts * 4})
    short = summary_of("pain-today", seed=2)
    file = written(tmp_path / "batch.pdf", words, head, longer, short)

    pages = text_of(file).split("\f")[:-1]
    marks = [re.search(r"Page (\d) of (\d)", page) for page in pages]
    assert [mark and mark.groups() for mark in marks] == [
        ("1", "3"),
        ("2", "3"),
        ("3", "3"),
        ("1", "1"),
    ]
    assert all("Riverside Practice · Front desk" in page for page in pages)
    assert all("Printed 2 March 2026" in page for page in pages)
    assert "Response 6f1c9f0e" in pages[-1]


def test_what_must_be_known_first_stands_first(
    tmp_path: Path, words: Words, head: Letterhead, summary_of: Summaries
) -> None:
    summary = summary_of("pain-today", status="entered-in-error")
    read = plain(body_of(written(tmp_path / "error.pdf", words, head, summary)))

    assert read.startswith("Pain today Entered in error. Do not use these answers.")


def test_cancelled_leaves_no_file(
    tmp_path: Path, words: Words, head: Letterhead, summary_of: Summaries
) -> None:
    done: list[int] = []
    file, endless = tmp_path / "batch.pdf", iter(lambda: summary_of("pain-today"), None)

    with pytest.raises(Cancelled), whole_file(file) as out:
        write_pdf(
            endless, out, head, direction_of=direction(words), report=done.append,
            cancelled=lambda: len(done) == 3,
        )  # fmt: skip

    assert done == [1, 2, 3]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full: a disk that is full")
def test_a_full_disk_is_told(words: Words, head: Letterhead, summary_of: Summaries) -> None:
    many = (summary_of("pain-today") for _ in range(20))

    with Path("/dev/full").open("wb", buffering=0) as out, pytest.raises(OSError, match=r"\w"):
        write_pdf(many, out, head, direction_of=direction(words))


def test_an_error_while_reading_leaves_no_file(
    tmp_path: Path, words: Words, head: Letterhead, summary_of: Summaries
) -> None:
    def broken() -> Iterator[Summary]:
        yield summary_of("pain-today")
        raise RefusedError("The store is gone.")

    with pytest.raises(RefusedError, match="gone"), whole_file(tmp_path / "x.pdf") as out:
        write_pdf(broken(), out, head, direction_of=direction(words))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no /proc: memory is not told")
def test_memory_does_not_grow_with_the_number_of_responses(
    tmp_path: Path, words: Words, head: Letterhead, summary_of: Summaries
) -> None:
    def resident_mb() -> float:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    used: list[float] = []
    summary = summary_of("pain-today")
    endless = iter(lambda: summary, None)
    with whole_file(tmp_path / "many.pdf") as out:
        write_pdf(
            islice(endless, 500), out, head, direction_of=direction(words),
            report=lambda _done: used.append(resident_mb()),
        )  # fmt: skip

    assert used[499] - used[149] < 3
    assert pages_of(tmp_path / "many.pdf") == 500


def test_stored_responses_are_printed_as_they_lie_there(tmp_path: Path, words: Words) -> None:
    asked: list[str] = []

    def form_of(canonical: str) -> Questionnaire | None:
        asked.append(canonical)
        return shipped("pain-today") if "pain-today" in canonical else None

    stored = [encode(filled(shipped(name), seed=n)) for n, name in enumerate(
        ("pain-today", "what-matters", "pain-today"), start=1
    )]  # fmt: skip
    desk = Desk(words, "en", "Riverside Practice", "", DAY, form_of)
    with whole_file(tmp_path / "batch.pdf") as out:
        assert print_responses(stored, out, desk) == 3

    pages = [plain(page) for page in text_of(tmp_path / "batch.pdf").split("\f")[:-1]]
    assert len(asked) == len(set(asked)) == 2
    assert "How bad is your pain right now?" in pages[0]
    assert (
        "What would you most like to talk about today?" in pages[1]
    )  # in the response's own words
    assert "How bad is your pain right now?" in pages[2]
