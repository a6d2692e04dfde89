"""The FHIRPath expressions of one form, each compiled once, when it is first needed."""

from kiosk.fhirpath import Expression


class Compiled(dict[str, Expression]):
    """Text → expression; one that is not there yet is compiled."""

    def __missing__(self, text: str) -> Expression:
        """Compiles it."""
        made = self[text] = Expression(text)
        return made
