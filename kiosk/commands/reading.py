"""Files that the command line names."""

from collections.abc import Sequence
from pathlib import Path

from kiosk.errors import UsageError
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
