"""What each command does, without a window: arguments in, an `Outcome` out.

The command line (`kiosk.cli`) only parses, prints and turns errors into exit codes.
"""
