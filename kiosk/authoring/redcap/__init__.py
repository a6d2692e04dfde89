"""REDCap data dictionaries (CSV) as drafts.

Source: the REDCap help "Data Dictionary": one row a field, 16 or 18 columns.
"""

from kiosk.authoring.redcap.reader import read_redcap
from kiosk.authoring.redcap.table import is_dictionary

__all__ = ["is_dictionary", "read_redcap"]
