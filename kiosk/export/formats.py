"""The formats of an export, and what each needs.

A format that needs more than this package has (a PDF is drawn by Qt) is made elsewhere as one more
`Format`, and given to `export_files` beside these: `{**FORMATS, "pdf": pdf}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from kiosk.export.carrying import write_bundle
from kiosk.export.codebook import write_codebook
from kiosk.export.csv_wide import write_csv
from kiosk.export.fft import write_fft
from kiosk.export.job import Writer
from kiosk.export.ndjson import write_ndjson
from kiosk.export.spss import write_spss
from kiosk.export.stata import write_stata
from kiosk.export.xlsx import write_xlsx

FILE: Final = "file"
FOLDER: Final = "folder"
EITHER: Final = "either"


@dataclass(frozen=True)
class Format:
    """One format.

    Attributes:
        name: as on the command line.
        title: what it is, in a few words.
        place: what --out names: a "file"; a "folder", for it has several; "either": a folder where
            something in the forms repeats.
        suffix: of the file.
        row_wise: written response by response, so that memory does not grow with their number.
        passes: how often it reads the responses.
        takes_values: codes or labels can be chosen.
        of_responses: it holds responses; else only what the forms say.
        sealed: encrypted by itself.
        write: writes it.
    """

    name: str
    title: str
    place: Literal["file", "folder", "either"]
    suffix: str
    write: Writer
    row_wise: bool = True
    passes: int = 1
    takes_values: bool = False
    of_responses: bool = True
    sealed: bool = False


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        one.name: one
        for one in (
            Format(
                "csv", "a spreadsheet", EITHER, ".csv", write_csv, passes=2, takes_values=True
            ),
            Format(
                "xlsx", "a workbook", FILE, ".xlsx", write_xlsx, passes=2, takes_values=True
            ),
            Format("ndjson", "FHIR, a response a line", FILE, ".ndjson", write_ndjson),
            Format(
                "bundle", "FHIR, encrypted, to another kiosk", FILE, ".bundle", write_bundle,
                row_wise=False, sealed=True,
            ),
            Format("spss", "SPSS or PSPP: data and syntax", FOLDER, "", write_spss, passes=2),
            Format("stata", "Stata: data and do-file", FOLDER, "", write_stata, passes=2),
            Format(
                "codebook", "what every column means", FILE, ".csv", write_codebook,
                of_responses=False,
            ),
            Format("fft", "monthly counts of the Friends and Family Test", FILE, ".csv", write_fft),
        )
    }
)  # fmt: skip
