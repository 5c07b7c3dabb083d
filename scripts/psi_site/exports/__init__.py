"""Open data: every list and every table of the site as CSV and JSON, in each language."""

from psi_site.exports.catalogue import Download, artifacts, downloads, units
from psi_site.exports.totals import Totals, totals

__all__ = ["Download", "Totals", "artifacts", "downloads", "totals", "units"]
