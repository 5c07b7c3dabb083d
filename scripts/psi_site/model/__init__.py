"""What the site knows, as frozen pydantic records; one module a group of types.

The modules of records do without `from __future__ import annotations`: pydantic wants values, and
would have to compile each annotation again at every start.
"""
