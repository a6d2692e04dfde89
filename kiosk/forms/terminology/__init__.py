"""Value sets and code systems at hand: a form must open with the network down."""
