"""Forms of other formats as draft Questionnaires, and a form as text: nothing is dropped silently.

PURE. What a format says and FHIR can't is noted for the person who brings it.
"""
