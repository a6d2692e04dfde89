"""The patient screen: one question a page, nothing left behind."""
