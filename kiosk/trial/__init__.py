"""Trying a form in the real window: a robot's finger, what it sees, and how long it takes."""
