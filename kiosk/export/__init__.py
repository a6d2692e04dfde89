"""Stored responses as files that other programs open: tables, FHIR, statistics, sealed archives.

`exporting` is the one call, `formats` the list of formats. Written response by response where the
format allows it, so that memory does not grow with the years. PDF is drawn in `kiosk/ui/printing/`.
"""
