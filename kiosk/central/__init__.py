"""The central FHIR R4 service for demo, trial and tests: a process and a database of its own.

It keeps every version of every resource in one SQLite file and speaks as much of FHIR's REST as
a kiosk needs, batch and transaction among it. Closed, it lets in kiosks that enrolled by a token.
It has no users, no search beyond identifiers, and no backup: a real clinic puts a real FHIR server
in its place.
"""

from kiosk.central.serving import invite, serve

__all__ = ["invite", "serve"]
