"""Value sets and code systems at hand."""
