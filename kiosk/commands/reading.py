"""Files that the command line names: one that is missing or can't be read is told alike."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiosk.errors import RefusedError, UsageError
from kiosk.forms.fhir_json import NotJson, decode_json
from kiosk.forms.terminology.valuesets import ValueSets, read_value_sets
from kiosk.offered import bundled_value_sets


def read_file(file: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UsageError: it is not there, is a folder, or may not be read.
    """
    try:
        return file.read_bytes()
    except OSError as cause:
        raise UsageError(
            f"{file} can't be read: {cause.strerror}.", advice="Give the path of a file."
        ) from cause


def read_json(file: Path) -> dict[str, Any]:
    """The JSON object in a file.

    Raises:
        UsageError: see `read_file`.
        RefusedError: it holds no JSON, or no object.
    """
    try:
        found = decode_json(read_file(file))
    except NotJson as cause:
        raise RefusedError(f"{file} is not JSON: {cause}.") from cause
    if not isinstance(found, dict):
        raise RefusedError(f"{file} holds no JSON object.")
    return found


def value_sets_at_hand(files: Sequence[Path]) -> ValueSets:
    """The value sets in those files, and the bundled ones.

    Raises:
        UsageError: a file is not there.
        RefusedError: a file holds no value set.
    """
    brought = ValueSets()
    for file in files:
        brought |= read_value_sets(read_file(file), name=file.stem)
    return brought | bundled_value_sets()
