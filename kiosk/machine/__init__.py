"""The PC and this process, as the system has them: folders, clock, screen, service manager, memory.

Nothing of patients, forms or settings is known here, so that everything else may stand on it.
"""
