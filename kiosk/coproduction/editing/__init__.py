"""PURE: a form changed by small steps that can each be taken back, and what may not be changed."""
