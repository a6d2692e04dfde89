"""A robot that fills any form."""
