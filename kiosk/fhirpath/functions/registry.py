"""All functions of the language by name, put together once: each chapter has a table of its own."""

from typing import Final

from kiosk.fhirpath.functions import (
    collections,
    conversion,
    iteration,
    maths,
    strings,
    typing,
    utility,
)
from kiosk.fhirpath.functions.function import Functions

FUNCTIONS: Final[Functions] = {
    **collections.FUNCTIONS,
    **iteration.FUNCTIONS,
    **conversion.FUNCTIONS,
    **strings.FUNCTIONS,
    **maths.FUNCTIONS,
    **typing.FUNCTIONS,
    **utility.FUNCTIONS,
}
