"""The one table, its short form in the README and its picture; nothing is measured here."""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import parser, refusal
from tests.benchmarks.figure import Bar, Figure, Measured, Row, few, often
from tests.benchmarks.one_part import from_json, known, to_json
from tests.benchmarks.parts import PARTS, every_row
from tests.benchmarks.picture import SIZES, draw
from tests.benchmarks.table import cells, markdown, number, told_of
from tests.benchmarks.whole import (
    AGAIN,
    BEGIN,
    END,
    PICTURE,
    SHORT_HEAD,
    Ran,
    Whole,
    into_readme,
    lacking,
    read_whole,
)

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
TOUCH = Row("PHQ-9: touch", "ms", "a browser", Bar(most=12))
MOST_IN_README = 26


def whole_of(**missing: str) -> Whole:
    """A run in which each row was measured but those of the parts that are missing something."""
    ran = []
    for part in PARTS:
        why = missing.get(part.name, "")
        made = (
            Figure(row.name, Measured(20.0 + place, (30.0 + place,), 7),
                   Measured(200.0, (300.0,), 7) if row.beside else None)
            for place, row in enumerate(part.rows())
        )  # fmt: skip
        ran.append(Ran(part, () if why else tuple(made), 1.0, why))
    return Whole({"cores": "2", "Qt": "6"}, "asked", tuple(ran))


def readme_block() -> str:
    _, begin, rest = (ROOT / "README.md").read_text(encoding="utf-8").partition(f"{BEGIN}\n")
    block, end, _ = rest.partition(f"\n{END}")
    assert begin, "the README has no table of figures"
    assert end, "the README's table of figures has no end"
    return block


def lines_of(table: str) -> list[list[str]]:
    """The cells of a table of Markdown, without its head."""
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("|")]
    return rows[2:]


def test_a_figure_is_told_with_its_spread_its_ratio_and_its_bar() -> None:
    figure = Figure(TOUCH.name, often([7, 6, 8]), often([19, 20, 30]), note="24 inches")

    told = cells(TOUCH, figure)

    assert told == (
        "PHQ-9: touch (24 inches)", "7 ms", "p95 8", "3",
        "0.35 x a browser (20 ms, p95 30)", "≤ 12 ms",
    )  # fmt: skip
    late = replace(figure, measured=few([13, 11, 14]))
    assert cells(TOUCH, late)[2] == "11 to 14"
    assert cells(TOUCH, late)[-1] == "≤ 12 ms **missed**"


def test_what_is_not_measured_says_why() -> None:
    (nothing,) = told_of([TOUCH], [], "no display")
    alone = Figure(TOUCH.name, few([7]), None, "no Chromium")

    assert cells(TOUCH, nothing)[1] == "not measured: no display"
    assert cells(TOUCH, alone)[4] == "a browser: not measured, no Chromium"


def test_what_has_no_ratio_is_told_as_missing() -> None:
    assert lacking(TOUCH, Figure(TOUCH.name, few([7]), few([20]))) == ""
    assert lacking(TOUCH, Figure(TOUCH.name, few([7]), None, "no Chromium")) == "no Chromium"
    assert lacking(TOUCH, Figure(TOUCH.name, few([7]), few([0]))) == "not told"
    assert lacking(replace(TOUCH, beside=""), Figure(TOUCH.name, few([7]))) == ""


def test_a_figure_without_a_row_is_refused() -> None:
    with pytest.raises(LookupError, match="some other"):
        known([Figure("some other", few([1]))], [TOUCH])


@pytest.mark.parametrize(
    ("bar", "value", "reached"),
    [
        (Bar(most=0), 0, True),
        (Bar(most=0), 1, False),
        (Bar(least=90), 89.9, False),
        (Bar(most=1, of="ratio"), 40, True),
        (Bar(most=0.5, of="ratio"), 40, False),
    ],
)
def test_a_bar_is_reached_or_not(bar: Bar, value: float, *, reached: bool) -> None:
    assert Figure("x", Measured(value), Measured(50)).reaches(bar) is reached


def test_numbers_have_three_figures_that_count() -> None:
    told = [number(one) for one in (0, 0.0312, 0.284, 6.5, 31.04, 1234.5)]
    assert told == ["0", "0.031", "0.28", "6.50", "31.0", "1,234"]


def test_a_table_of_markdown_stays_one() -> None:
    assert markdown([("a|b", "c\nd")], ("x", "y")).splitlines()[-1] == "| a\\|b | c d |"


def test_every_row_has_a_name_of_its_own_and_every_command_an_end() -> None:
    names = Counter(row.name for _, row in every_row())
    assert [name for name, count in names.items() if count > 1] == []

    for part in PARTS:
        for size in ("asked", "quick", "every"):
            part.program().parser().parse_args(part.words(size))


def test_a_part_that_fails_is_said_row_by_row_and_in_the_end() -> None:
    whole = whole_of(store="it ended without a word")

    rows = [line for line in lines_of(whole.markdown()) if "bench_store" in line[-1]]
    assert len(rows) > 3
    assert all(row[1] == "not measured: it ended without a word" for row in rows)
    assert len(whole.missing()) == len(rows)


def test_figures_go_through_json_unchanged(tmp_path: Path) -> None:
    whole = whole_of(sync="no Node")
    file = tmp_path / "figures.json"
    file.write_text(whole.json(), encoding="utf-8")

    again = read_whole(file)

    assert again.markdown() == whole.markdown()
    assert from_json(to_json(list(whole.ran[0].figures))) == list(whole.ran[0].figures)
    assert json.loads(whole.json())["parts"][0]["rows"][0]["ratio"] == pytest.approx(0.1)


def test_of_a_run_that_was_stopped_the_figures_are_read_again(tmp_path: Path) -> None:
    whole = whole_of(sync="no Node")
    file = tmp_path / "figures.json"
    some = replace(whole.ran[0], figures=whole.ran[0].figures[1:], why_not="not in a first look")
    whole = replace(whole, ran=(some, *whole.ran[1:]))
    file.write_text(whole.json(is_whole=False), encoding="utf-8")

    assert read_whole(file).markdown() == whole.markdown()


# The README


def test_the_readme_is_written_between_its_marks_and_nowhere_else(tmp_path: Path) -> None:
    readme, whole = tmp_path / "README.md", whole_of()
    readme.write_text(f"before\n\n{BEGIN}\nold\n{END}\n\nafter\n", encoding="utf-8")

    for _ in range(2):
        into_readme(readme, whole)

    text = f"before\n\n{BEGIN}\n{whole.readme()}\n{END}\n\nafter\n"
    assert readme.read_text(encoding="utf-8") == text
    readme.write_text("no marks", encoding="utf-8")
    with pytest.raises(LookupError, match=BEGIN):
        into_readme(readme, whole)


def test_every_row_of_the_readme_is_one_that_the_command_knows() -> None:
    short = [
        [row.name, f"`{part.command().removeprefix('python -m ')}`"]
        for part, row in every_row()
        if row.short
    ]
    told = [[line[0], line[-1]] for line in lines_of(readme_block())]

    assert told == short, "stale: run `python -m tests.benchmarks --readme`"
    assert len(told) < MOST_IN_README
    assert f"| {' | '.join(SHORT_HEAD)} |" in readme_block()
    assert f"]({PICTURE})" in readme_block()
    assert f"\n{AGAIN} " in readme_block()
    assert (ROOT / PICTURE).is_file()


# The picture


def test_the_picture_shows_every_point_inside_its_frame() -> None:
    whole = whole_of()
    picture = ET.fromstring(draw(whole))  # noqa: S314 - our own

    _, _, width, height = map(float, picture.attrib["viewBox"].split())
    points = picture.findall(f".//{SVG}circle")
    assert len(points) == 2 * 3 * len(SIZES)
    for point in points:
        assert 0 < float(point.attrib["cx"]) < width
        assert 0 < float(point.attrib["cy"]) < height
    texts = [one.text or "" for one in picture.findall(f".//{SVG}text")]
    assert {"this kiosk", "its engine alone", "LHC-Forms, Chromium"} <= set(texts)
    lines = picture.findall(f".//{SVG}polyline")
    assert all(len(line.attrib["points"].split()) == len(SIZES) for line in lines)


def test_the_picture_draws_what_there_is() -> None:
    alone = ET.fromstring(draw(whole_of(browser="no display")))  # noqa: S314 - our own
    nothing = draw(whole_of(browser="no display", forms="no form"))

    assert len(alone.findall(f".//{SVG}circle")) == 2 * len(SIZES)
    assert nothing.count("not measured") == 2
    assert not re.search("nan|inf", nothing)


def test_the_picture_is_drawn_of_zeros_as_well() -> None:
    whole = whole_of()
    zero = Measured(0)
    ran = tuple(
        replace(one, figures=tuple(Figure(row.name, zero, zero) for row in one.part.rows()))
        for one in whole.ran
    )
    assert not re.search("nan|inf", draw(replace(whole, ran=ran)))


def test_the_labels_of_lines_do_not_lie_on_one_another() -> None:
    picture = ET.fromstring(draw(whole_of()))  # noqa: S314 - our own
    names = [
        (float(one.attrib["x"]), float(one.attrib["y"]))
        for one in picture.findall(f".//{SVG}text")
        if one.attrib.get("class", "").startswith("name")
    ]
    for left in {x for x, _ in names}:
        heights = sorted(y for x, y in names if x == left)
        assert all(b - a >= 34 for a, b in pairwise(heights))


# The command


def refused(words: str, earlier: Whole | None = None, **machine: str) -> str:
    asked = parser().parse_args(words.split())
    return refusal(asked, earlier, {"cores": "2", "Qt": "6"} | machine)


def test_the_readme_is_written_of_a_whole_run_only() -> None:
    whole = whole_of()
    half = replace(whole, ran=whole.ran[:-1])

    assert refused("--readme") == ""
    assert "--quick" in refused("--readme --quick")
    assert "--all" in refused("--readme --all")
    assert "browser, forms" in refused("--readme --only words")
    assert refused("--readme --only words --from f", whole) == ""
    assert refused("--readme --only words --from f", half) == ""
    assert "left out: words" in refused("--readme --from f", half)
    assert refused("--quick --only words") == ""


def test_figures_of_another_size_or_machine_are_not_called_ours() -> None:
    whole = whole_of()

    assert "“asked”" in refused("--quick --from f", whole)
    assert "“asked”" in refused("--all --from f --only words", whole)
    assert "Qt 6, here 7" in refused("--from f --only words", whole, Qt="7")
    assert "cores 2, here 4" in refused("--from f --only words", whole, cores="4")
    # Nothing is measured here: it stays a table of the machine that it names.
    assert refused("--from f", whole, cores="4") == ""


def test_what_is_refused_is_said_before_anything_is_measured() -> None:
    command = [sys.executable, "-m", "tests.benchmarks", "--readme", "--only", "words"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "left out: browser" in done.stderr
    assert done.stdout == ""


def test_the_command_measures_a_part_and_leaves_its_files(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.benchmarks", "--only", "words", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "[1 of 1] words" in done.stderr
    assert "| texts and forms to mend | 0 |" in done.stdout
    assert {file.name for file in tmp_path.iterdir()} == {
        "figures.md", "figures.json", "figures.svg"
    }  # fmt: skip
    assert read_whole(tmp_path / "figures.json").missing() == []


def test_a_run_that_is_stopped_leaves_what_it_has_measured(tmp_path: Path) -> None:
    words = ("--quick", "--only", "questions", "pilots", "--out", str(tmp_path))
    command = [sys.executable, "-m", "tests.benchmarks", *words]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        for line in running.stderr:
            if "pilots" in line:
                running.terminate()

    assert running.returncode == 143
    (questions,) = read_whole(tmp_path / "figures.json").ran
    assert questions.part.name == "questions"
    assert questions.figures
    assert [file.name for file in tmp_path.iterdir()] == ["figures.json"]
