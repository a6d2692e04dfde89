"""The life of a program with a window: put together, opened, closed, out of order.

`app` puts a kiosk together and `reception` the desk's window: only they know all the others.
`on_this_pc` runs a kiosk on the store of its PC. What happens to it from outside stands beside:
maintenance by its flag, starts that fail again and again, the page it shows where it can't open.
"""
