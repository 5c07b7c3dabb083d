#!/usr/bin/env bash
# Renew the three lock files from pyproject.toml, with hashes and without any registry's address.
# The test lock comes first: what it pins holds for the site too, with PDFs or without, so one
# environment serves all.
set -euo pipefail
cd "$(dirname "$0")/.."

compile=(.venv/bin/uv pip compile --quiet --generate-hashes --no-header --no-annotate
  --no-emit-index-url --no-emit-find-links --python-version 3.11 --extra build pyproject.toml)
"${compile[@]}" --extra dev --extra pdf --output-file requirements-dev.lock
"${compile[@]}" --constraints requirements-dev.lock --output-file requirements.lock
"${compile[@]}" --extra pdf --constraints requirements-dev.lock --output-file requirements-pdf.lock
