"""The way in: old issues, calendars and lists of others as drafts for an editor to look at.

Nothing here decides for the editor. What is sure is written; what is not is listed, and every word
of the source stands in one or the other.
"""
