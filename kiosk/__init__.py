"""The clinic kiosk: accessible touch forms for patients in waiting rooms."""

__version__ = "0.1.0"
