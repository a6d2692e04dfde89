"""What is printed, as PDF: responses, blank forms, slips, the card on the desk and the poster.

Only drawing: the words come from whoever calls, in the language of whoever reads the paper.
"""
