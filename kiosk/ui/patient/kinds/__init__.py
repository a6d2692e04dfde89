"""The kinds of answer: what a control holds, turned into FHIR answers and back. No Qt here.

A new kind is a file here, one line in `all_kinds.py`, and one control in `ui/controls/`.
"""
