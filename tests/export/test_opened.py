"""What reception exports, opened by other people's programs: LibreOffice, pandas, openpyxl, PSPP.

Twenty responses by hand, with all that makes a table stumble (`twenty.py`).
"""

import csv
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from kiosk.export.csv_wide import guarded
from kiosk.export.exporting import Exported, Request, export_files
from kiosk.forms.fhir_json import decode_json
from kiosk.forms.finding import ERROR
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.validate import validate_response
from kiosk.store.database import Store
from tests.export import twenty
from tests.export.office import sheets_in_office

MADE = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
HOLDS = [*twenty.TEXTS]
HOLDS[5] = "amended"
"""What the question `note` has now, response by response."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = twenty.store_with_twenty(tmp_path_factory.mktemp("kiosk") / "store")
    yield made
    made.close()


def export(store: Store, out: Path, wanted: str, **more: Any) -> Exported:
    return export_files(store, Request(wanted, **more), out, by="Sam", now=MADE)


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_csv_read_as_text_is_what_was_typed_after_the_guard(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "csv", "csv")
    file = tmp_path / "csv" / "responses.csv"

    frame = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    (sheet,) = sheets_in_office(file, as_text=len(frame.columns)).values()

    wanted = [guarded(text) for text in HOLDS]
    assert list(frame["visit.note"]) == wanted
    assert wanted[3] == "'=cmd|' /C calc'!A0"
    assert wanted[12] == "+44 20 7946 0000", "a telephone number is left alone"
    column = [cell.value for cell in sheet[0]].index("visit.note")
    assert [row[column].value for row in sheet[1:21]] == wanted
    assert not [cell for row in sheet for cell in row if cell.formula]
    assert list(frame["visit.number"])[:4] == ["000", "001", "002", "003"]
    assert frame["patient"][1] == "0000000001"


def test_a_question_that_was_dropped_or_changed_its_kind_loses_nothing(
    store: Store, tmp_path: Path
) -> None:
    export(store, tmp_path / "csv", "csv", values="codes")
    rows = rows_of(tmp_path / "csv" / "responses.csv")

    assert [row["version"] for row in rows] == [twenty.version_of(n) for n in range(20)]
    assert [row["visit.dropped"] for row in rows] == ["gone"] * 4 + [""] * 16
    assert [row["visit.number (number)"] for row in rows[4:]] == [str(-n) for n in range(4, 20)]
    assert [row["visit.new"] for row in rows] == [""] * 10 + ["new"] * 10
    names = [name for name in rows[0] if name.startswith("visit.")]
    assert names.index("visit.note") < names.index("visit.new") < names.index("visit.mood")


def test_each_option_has_a_column_and_words_of_ones_own_another(
    store: Store, tmp_path: Path
) -> None:
    export(store, tmp_path / "codes", "csv", values="codes")
    export(store, tmp_path / "labels", "csv", values="labels")
    export(store, tmp_path / "both", "csv", values="both")

    codes = rows_of(tmp_path / "codes" / "responses.csv")[10]
    labels = rows_of(tmp_path / "labels" / "responses.csv")[10]
    both = rows_of(tmp_path / "both" / "responses.csv")[10]
    assert [codes[f"visit.where/{code}"] for code in ("back", "=head", "knee")] == ["0", "1", "1"]
    assert codes["visit.where other"] == "'=own"
    assert labels["What about where?: =My head"] == "1"
    assert labels["What about where?"] == "'=My head; My knee; =own"
    assert labels["What about sure?"] == "Yes"
    assert (both["visit.mood code"], both["visit.mood label"]) == ("1", 'Several, or "more" days')
    assert rows_of(tmp_path / "codes" / "responses.csv")[0]["visit.where/back"] == ""


def test_what_repeats_stands_in_files_that_name_their_row(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "csv", "csv")

    pills = rows_of(tmp_path / "csv" / "visit.pill.csv")
    effects = rows_of(tmp_path / "csv" / "visit.effect.csv")
    assert len(pills) == sum(number % 3 for number in range(20))
    assert pills[2] == {
        "response": "resp-02", "key": "resp-02/pill[2]", "parent key": "resp-02", "index": "2",
        "visit.name": "pill 2, of 2", "visit.often": "2",
    }  # fmt: skip
    assert {row["parent key"] for row in effects} == {row["key"] for row in pills}
    assert [row["visit.effect"] for row in effects[:2]] == ["'=e1", "dry"]
    phones = rows_of(tmp_path / "csv" / "visit.phone.csv")
    assert [row["visit.phone"] for row in phones[:2]] == ["0123", "+44 0"]


def test_status_and_newest_content_are_there(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "csv", "csv")
    rows = rows_of(tmp_path / "csv" / "responses.csv")

    assert [row["status"] for row in rows[4:7]] == ["completed", "amended", "entered-in-error"]
    assert rows[5]["visit.note"] == "amended"
    assert [row["sync"] for row in rows[:5]] == ["sent", "sent", "sent", "refused", "waiting"]


def test_the_cells_of_a_workbook_have_their_types(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    export(store, file, "xlsx")

    book = load_workbook(file)
    assert book.sheetnames == [
        "Responses", "visit.pill", "visit.effect", "visit.phone", "Codebook", "Export info"
    ]  # fmt: skip
    assert not [c for sheet in book for row in sheet.rows for c in row if c.data_type == "f"]
    assert not [c for sheet in book for row in sheet.rows for c in row if c.hyperlink]
    rows = table(book["Responses"])
    assert [row["visit.note"] for row in rows] == HOLDS
    assert [row["visit.number"] for row in rows[:4]] == ["000", "001", "002", "003"]
    assert [row["visit.number (number)"] for row in rows[4:]] == [-n for n in range(4, 20)]
    assert rows[3]["visit.amount"] == 0.75
    assert rows[3]["visit.day"] == datetime(2026, 4, 15)  # noqa: DTZ001 - a cell has no zone
    local = datetime(2026, 4, 15, 8, 30, tzinfo=UTC).astimezone().replace(tzinfo=None)
    assert rows[3]["visit.when"] == local
    assert rows[3]["visit.clock"] == time(3, 45)
    assert rows[3]["visit.sure"] == "false"
    assert rows[3]["patient"] == "0000000003"
    assert isinstance(rows[3]["completed"], datetime)
    assert table(book["visit.effect"])[0]["visit.effect"] == "=e1"
    assert [row["visit.phone"] for row in table(book["visit.phone"])][:2] == ["0123", "+44 0"]
    pandas = pd.read_excel(file, sheet_name="Responses", dtype={"visit.note": str})
    assert list(map(as_excel, pandas["visit.note"])) == HOLDS


def test_libreoffice_sees_the_same_workbook(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    export(store, file, "xlsx")

    sheets = sheets_in_office(file)

    rows = sheets["Responses"]
    heading = [cell.value for cell in rows[0]]
    assert not [cell for sheet in sheets.values() for row in sheet for cell in row if cell.formula]
    note, day, when = (heading.index(f"visit.{name}") for name in ("note", "day", "when"))
    assert [row[note].value for row in rows[1:21]] == HOLDS
    assert {row[note].kind for row in rows[1:21]} == {"string"}
    assert {row[at].kind for row in rows[1:21] for at in (day, when)} == {"date"}
    assert rows[4][day].value == "2026-04-15"
    assert rows[4][heading.index("visit.amount")].kind == "float"
    assert rows[4][heading.index("visit.sure")].value == "false"


def test_the_codebook_says_what_each_version_asks(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "codebook.csv", "codebook")
    rows = rows_of(tmp_path / "codebook.csv")

    assert [row["version"] for row in rows if row["link id"] == "note"] == ["1", "2", "3"]
    (mood,) = [row for row in rows if row["link id"] == "mood" and row["version"] == "3"]
    assert mood["options (code | label | score)"].splitlines()[0] == "0 | Not at all"
    (name,) = [row for row in rows if row["link id"] == "name" and row["version"] == "1"]
    assert (name["inside"], name["text"]) == ("pill", "What about name?")


def test_ndjson_and_bundle_are_fhir_and_fit_their_forms(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "all.ndjson", "ndjson")
    export(store, tmp_path / "all.json", "bundle", plain=True)
    forms = {form.canonical: form for form in twenty.forms()}

    lines = (tmp_path / "all.ndjson").read_bytes().splitlines()

    assert len(lines) == 20
    for line in lines:
        response = decode_json(line)
        QuestionnaireResponse.model_validate_json(line)
        found = validate_response(forms[response["questionnaire"]], response, Surroundings())
        assert not [one for one in found if one.severity == ERROR]
    content = (tmp_path / "all.json").read_bytes()
    assert len(Bundle.model_validate_json(content).entry) == 20


def test_spss_syntax_runs_in_pspp_and_gives_the_values(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "spss"
    export(store, out, "spss")

    rows = in_pspp(out, "responses")

    flat = [" ".join(text.split()) if "\n" in text else text for text in HOLDS]
    assert [row["note"] for row in rows] == [text.rstrip(" ") for text in flat]
    assert [row["number"] for row in rows[:4]] == ["000", "001", "002", "003"]
    assert [float(row["number_number"]) for row in rows[4:]] == [-n for n in range(4, 20)]
    assert [float(row["amount"]) for row in rows] == [n / 4 for n in range(20)]
    assert rows[3]["day"] == "04/15/2026"
    assert rows[3]["clock"] == "03:45:00"
    assert [row["mood"] for row in rows[4:7]] == ["1", "2", "0"]
    assert rows[10]["where_head"] == "1"
    assert rows[3]["patient"] == "0000000003"
    effects = in_pspp(out, "visit.effect")
    assert effects[0]["effect"] == "=e1"
    assert effects[0]["parent_key"] == "resp-01/pill[1]"


def test_pspp_knows_the_labels(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "spss"
    export(store, out, "spss")

    told = pspp(out, "INCLUDE 'responses.sps'.\nDISPLAY DICTIONARY.\n")

    assert "What about mood?" in told
    assert 'Several, or "more" days' in told
    assert "It's bad" in told


def test_the_do_file_names_each_column_of_its_csv(store: Store, tmp_path: Path) -> None:
    """Stata itself is not free to run here: its syntax is looked at only."""
    export(store, tmp_path / "stata", "stata")

    lines = (tmp_path / "stata" / "responses.do").read_text().splitlines()
    rows = rows_of(tmp_path / "stata" / "responses.csv")

    labelled = [line.split()[2] for line in lines if line.startswith("label variable ")]
    assert labelled == list(rows[0])
    assert all(len(name) <= 32 for name in labelled)
    assert [row["note"] for row in rows] == HOLDS
    assert rows[3]["day"] == "2026-04-15"
    assert "destring mood, replace" in lines
    assert 'label define mood 1 `"Several, or "more" days"\', add' in lines


def table(sheet: Any) -> list[dict[str, Any]]:
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, map(as_excel, row), strict=True)) for row in rows]


def as_excel(value: Any) -> Any:
    """What Excel reads: openpyxl leaves the escapes of the format (ECMA-376, ST_Xstring) in."""
    return unescape(value) if isinstance(value, str) else "" if value is None else value


def pspp(folder: Path, syntax: str) -> str:
    if shutil.which("pspp") is None:
        pytest.skip("not installed: pspp (apt: pspp)")
    (folder / "run.sps").write_text(syntax)
    done = subprocess.run(
        ["pspp", "run.sps"], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not re.search("error|warning", done.stdout + done.stderr), done.stdout
    return done.stdout


def in_pspp(folder: Path, name: str) -> list[dict[str, str]]:
    """The cases, as PSPP has them after it ran the syntax of an export."""
    save = "SAVE TRANSLATE /OUTFILE='seen.csv' /TYPE=CSV /FIELDNAMES /REPLACE /CELLS=VALUES."
    pspp(folder, f"INCLUDE '{name}.sps'.\n{save}\n")
    return rows_of(folder / "seen.csv")
