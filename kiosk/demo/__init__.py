"""The sample clinic: the whole way once, for a person to try or for a robot to walk."""
