"""Trying a form in the real window: a robot's finger, what it sees, and how long it takes.

Without store, key and network, so that an author can try a form on any PC.
"""
