"""Why a change is not made, as a code that each screen says in its own words."""

from kiosk.errors import RefusedError


class EditRefused(RefusedError):
    """A change that is not made, and why.

    Attributes:
        code: why, for the words of a screen.
    """

    def __init__(self, code: str, message: str, *, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.code = code
