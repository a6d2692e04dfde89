"""Everything Qt: QML beside the Python it binds to, one folder for each of the three people."""
