"""What the program says, in each language: words, plurals, order of letters, whole sentences.

Texts stand in `resources/`, not here: who adds a language needs no Python.
"""
