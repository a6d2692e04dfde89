"""The ways in which FHIRPath fails: a wrong expression, or one that would never end."""


class FhirPathError(ValueError):
    """No FHIRPath, or not to be evaluated on this input. `position` is a character, from 1."""

    def __init__(self, message: str, position: int | None = None) -> None:
        where = "" if position is None else f" at character {position}"
        super().__init__(message + where)
        self.position = position


class TooMuchWork(FhirPathError):
    """It takes more steps than it may."""
