"""The way to the central FHIR service: one client, one sender; no transaction waits for it."""
