"""Improve: what was heard of the questions, what is changed about them, what people are told."""
