"""`kiosk figures`: told, drawn, as a table; nothing small for everybody, scores only on request."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.coproduction.passage import CHECK_PAGE, Passage
from kiosk.store import audit
from kiosk.store.passages import count_passage
from tests.commands.pc import PC, set_up
from tests.store.finished import filled, keep, pain_form


@pytest.fixture
def pc(secret_service: dict[str, str], tmp_path: Path) -> PC:
    """A kiosk at which twelve people sent the pain form, a fortnight ago, and two left."""
    made = set_up(secret_service, tmp_path)
    then = datetime.now(UTC) - timedelta(days=14)
    form = pain_form()
    shown = frozenset([*(item.link_id for item in form.asked), CHECK_PAGE])
    with made.opened() as store:
        for number in range(1, 13):
            keep(store, filled(then, number, seed=number), then)
        with store.transaction() as c:
            for _ in range(12):
                sent = Passage(form.canonical, begun=True, sent=True, shown=shown, time_bin=2)
                count_passage(c, sent, now=then)
            for _ in range(2):
                left = Passage(
                    form.canonical, begun=True, sent=False, shown=shown, left_at=CHECK_PAGE
                )
                count_passage(c, left, now=then)
    return made


def test_figures_are_told_drawn_and_written_as_a_table(pc: PC, tmp_path: Path) -> None:
    told = pc("figures")
    assert told.returncode == 0, told.stderr
    assert "Pain today  14     12    86 %" in told.stdout

    for ending, begins in (("png", b"\x89PNG"), ("pdf", b"%PDF")):
        file = tmp_path / f"figures.{ending}"
        assert pc("figures", "--out", file).returncode == 0
        assert file.read_bytes().startswith(begins)
    table = tmp_path / "figures.csv"
    assert pc.json("figures", "--out", table)["file"] == str(table)
    with table.open(encoding="utf-8-sig", newline="") as read:
        assert ["Pain today", "14", "12", "86 %"] in list(csv.reader(read))


def test_of_one_form_it_tells_where_people_leave_and_for_everybody_nothing_small(pc: PC) -> None:
    url = pain_form().url

    exact = {one["figure"]: one["rows"] for one in pc.json("figures", "--form", url)["figures"]}
    assert exact["left"][-1] == {
        "Question": "The page to check the answers", "Shown": "14", "Left here": "2",
        "Share": "14 %",
    }  # fmt: skip
    public = pc.json("figures", "--form", url, "--public")
    rows = {one["figure"]: one["rows"] for one in public["figures"]}
    assert rows["left"][-1]["Left here"] == "fewer than 8"
    assert rows["completion"] == [
        {"Form": "Pain today", "Begun": "15", "Sent": "10", "Share sent": "67 %"}
    ]


def test_scores_are_read_only_on_request_and_the_audit_says_so(pc: PC) -> None:
    url = pain_form().url
    with pc.opened() as store, store.reading() as c:
        before = len(audit.events(c, 1000))

    assert pc("figures", "--form", url).returncode == 0
    with pc.opened() as store, store.reading() as c:
        assert len(audit.events(c, 1000)) == before
    told = pc.json("figures", "--form", url, "--scores")

    assert "languages" in [one["figure"] for one in told["figures"]]
    with pc.opened() as store, store.reading() as c:
        last = audit.events(c, 1)[0]
    assert (last.actor, last.action, last.subject) == (
        "desk", "figures.scores", "pain-today, 12 responses",
    )  # fmt: skip


@pytest.mark.parametrize(
    "options",
    [
        ("--public", "--since", "2026-01-01"),
        ("--public", "--scores", "--form", "http://f"),
        ("--scores",),
        ("--since", "2026-02-01", "--until", "2026-01-01"),
        ("--out", "figures.docx"),
    ],
)
def test_what_contradicts_itself_is_wrong_usage(
    secret_service: dict[str, str], tmp_path: Path, options: tuple[str, ...]
) -> None:
    pc = PC(secret_service, tmp_path)

    told = pc("figures", *options)

    assert told.returncode == 2
    assert "Traceback" not in told.stderr
