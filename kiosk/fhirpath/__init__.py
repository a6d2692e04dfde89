"""FHIRPath: expressions over FHIR R4, compiled once, evaluated without clock or network.

Source: http://hl7.org/fhirpath/N1/ with the functions of the later trial-use releases, and
http://hl7.org/fhir/R4/fhirpath.html.
"""

from kiosk.fhirpath.errors import FhirPathError, TooMuchWork
from kiosk.fhirpath.expression import Expression
from kiosk.fhirpath.nodes import Node, json_of, node, type_name
from kiosk.fhirpath.reads import Reads
from kiosk.fhirpath.scope import HostFunction, Scope

__all__ = [
    "Expression",
    "FhirPathError",
    "HostFunction",
    "Node",
    "Reads",
    "Scope",
    "TooMuchWork",
    "json_of",
    "node",
    "type_name",
]
