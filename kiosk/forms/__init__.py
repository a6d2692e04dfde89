"""The form engine: a Questionnaire in, a QuestionnaireResponse out.

PURE: no Qt, SQL, network or clock. FHIR's names and tree are kept as they came, so that a form of
anybody's works and nothing is lost on the way. `sitting/` is one patient filling in one form.
"""
