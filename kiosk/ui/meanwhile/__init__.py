"""What goes on meanwhile, whoever sits there: sending, fetching, upkeep, and what is watched.

The thread that draws only starts it and hears what came of it; the work is done on a lane
(`kiosk.ui.jobs`).
"""
