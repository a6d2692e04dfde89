"""The way to the central FHIR service: one client, one sender; no transaction waits for it.

Any FHIR R4 server will do: what it can is asked, not assumed. Nothing counts as sent until the
service has proved it. `access/` is how it lets the kiosk in, `fetch/` what comes from it.
"""
