"""What may be typed, by argparse: one module for each group of commands.

It only names what carries a command out (`module:function`) and imports nothing of it: `kiosk
--help` comes at once. What a command does stands in `kiosk.commands`.
"""
