"""The pictures of a story, numbered as they were taken."""

from pathlib import Path
from typing import Final

PICTURES: Final = "[0-9][0-9]-*.png"


class Album:
    """Gives each picture its file, and knows which were taken since it was last asked.

    Args:
        out: the folder; a story in several processes goes on counting there.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self._new: list[str] = []

    def file(self, name: str) -> Path:
        """The file of the next picture."""
        number = len(self.pictures()) + 1
        file = self.out / f"{number:02}-{name}.png"
        self._new.append(file.name)
        return file

    def taken(self) -> list[str]:
        """The names of the files since this was last asked."""
        names, self._new = self._new, []
        return names

    def pictures(self) -> list[Path]:
        """All that lie there, in order."""
        return sorted(self.out.glob(PICTURES))
