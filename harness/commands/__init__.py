"""The commands of `punchout`, a module each: its options, and what it does.

A command is only read when it is asked for: what one needs would make all others slow to start.
"""
