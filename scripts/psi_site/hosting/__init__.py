"""What a web server has to know: headers, redirects, compressed copies and where to report holes.

One table of the kinds of files (`table.py`) gives the rules of every host: `_headers` and
`_redirects` for hosts of static sites, an include for nginx, a snippet for Caddy, and the policy
in the head of each page for hosts that let nobody set headers.
"""
