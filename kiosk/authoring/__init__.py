"""Forms of other formats as draft Questionnaires: nothing is dropped silently."""
