"""Everything Qt: QML beside the Python it binds to, one folder for each of the people.

A QML file asks one object of Python and holds no rule of its own; that object is thin and leaves
the rules to `forms`, `desk` and `store`. What takes long runs on a lane (`jobs`), never here.
"""
