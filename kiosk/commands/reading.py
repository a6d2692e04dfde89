"""Files that the command line names."""

from pathlib import Path

from kiosk.errors import UsageError


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
