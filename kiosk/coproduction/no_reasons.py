"""Why something that was suggested will not be done."""

from typing import Final

NO_REASONS: Final = ("safety", "law", "locked", "outside-purpose", "cost", "not-now")
"""The codes; each no has one."""
