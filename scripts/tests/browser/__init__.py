"""The finished sites in a real browser."""
