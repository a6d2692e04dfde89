"""How the people who use a form improve it: what they say, what it costs them, what became of it.

PURE: versions, locks, remarks, counters, pilots, ballots, the board. Questionnaires and plain
values in and out; no Qt, SQL, network or clock, so that each rule can be tried by itself.
"""
