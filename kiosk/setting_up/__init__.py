"""Setting a kiosk up step by step, whoever asks the questions; no Qt.

steps.py          the steps, and which of them are still to be done
progress.py       what was chosen and found out so far
settings_text.py  changes values in the text of a settings file; comments stay
draft.py          the file it is kept in until there is a store
touching.py       what five touches say of a touch panel
recovery.py       the page with the recovery code until it is seen to be in a safe place
unfinished.py     a kiosk that must not run yet
offering.py       the forms that come with the program, and what each needs
tools.py          what commands do for it, and how it stands
book.py           keeps all of it: in a draft until there is a store, then in settings and store

What a window does here can be done by file, too: it writes the settings file, the store and its
staff as `kiosk setup --from FILE` and `kiosk staff add` do.
"""
