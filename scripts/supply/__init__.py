"""What the site is made of that others made: pinned, allowed by licence, and free of known holes.

Run with `make audit`. For maintainers; the program itself knows nothing of it.
"""
