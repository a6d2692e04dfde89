"""The editor of a form in the desk's window, and the patient's page beside it."""
