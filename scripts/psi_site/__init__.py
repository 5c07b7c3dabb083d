"""A network's public site from its own Markdown and YAML: pages, calendars, feeds and mail.

Values flow in one direction: sources → model → checks → site → outputs → command line.
"""
