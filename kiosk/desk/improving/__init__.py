"""What the desk knows and does about questions that people stumble over.

The rules are `kiosk.coproduction`'s; here they meet what the store holds and who may do it.
"""
