"""The site on the computer of whoever writes it, shown anew a moment after a file is saved.

Nothing is written. The sources are read and checked again at each change (`preview`), a page is
drawn when somebody looks at it (`shown`), and open pages are told to load again (`server`).
"""

from psi_site.preview.preview import Fault, Preview
from psi_site.preview.server import Server
from psi_site.preview.watching import Watch

__all__ = ["Fault", "Preview", "Server", "Watch"]
