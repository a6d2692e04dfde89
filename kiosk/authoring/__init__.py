"""Forms as their authors write them, and drafts of Questionnaires: pure, no files, no clock."""
