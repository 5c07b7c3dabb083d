"""The form's configuration, from the table of content types and their models.

Each folder of records and each list of them becomes a collection, each field of the model a field
of the form. What the form writes is what an editor would: texts and lists, nothing retyped, so that
a date stays as it was written. What an id may be is offered from the records there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psi_site.cms.fields import FieldWriter
from psi_site.cms.words import speaker
from psi_site.content import ContentType
from psi_site.model.settings import Editing, EditingService
from psi_site.site import Site
from psi_site.sources.records import Folder, ListFile, MarkdownFolder

Node = dict[str, Any]

MEDIA = "docs/images"


def configuration(site: Site) -> Node:
    """Return the configuration of a site whose settings turn the form on."""
    editing = site.settings.editing
    assert editing
    original, *_ = site.codes
    return {
        "backend": _backend(editing),
        "site_url": site.settings.address,
        "app_title": str(site.read(site.settings.short_title, original)),
        "media_folder": MEDIA,
        "public_folder": "/images",
        "show_preview_links": False,
        "editor": {"preview": False},
        "slug": {"encoding": "ascii", "clean_accents": True, "lowercase": True},
        "output": {"omit_empty_optional_fields": True, "yaml": {"indent_sequences": True}},
        "i18n": {
            "structure": "multiple_files",
            "locales": list(site.codes),
            "default_locale": original,
            "initial_locales": [original],
        },
        "collections": list(_collections(site)),
    }


def _backend(editing: Editing) -> Node:
    backend: Node = {
        "name": editing.service.value,
        "repo": editing.repository,
        "branch": editing.branch,
        "auth_methods": ["token"],
    }
    if editing.api:
        paths = {EditingService.GITLAB: "/api/v4", EditingService.GITEA: "/api/v1"}
        api = editing.api.rstrip("/")
        backend |= {"base_url": api, "api_root": f"{api}{paths.get(editing.service, '')}"}
    return backend


def _collections(site: Site) -> Iterator[Node]:
    writer = FieldWriter(site, speaker(site))
    for content_type in site.types.values():
        head = {
            "name": content_type.kind,
            "label": writer.title(content_type.model),
            "label_singular": writer.title(content_type.model),
        }
        if isinstance(content_type.source, Folder):
            yield {**head, **_folder(writer, content_type)}
        elif isinstance(content_type.source, ListFile):
            yield {**head, "files": [_list(writer, content_type)]}
        elif isinstance(content_type.source, MarkdownFolder):
            yield {**head, **_pages(writer, content_type, content_type.source)}


def _folder(writer: FieldWriter, content_type: ContentType) -> Node:
    """A file for each record; its name is given when it is made and never after."""
    return {
        "folder": content_type.source.location,
        "extension": "yml",
        "format": "yaml",
        "create": True,
        "delete": False,
        "slug": {"template": "{{title}}", "editable": ["create"]},
        "summary": f"{{{{title.{writer.site.codes[0]}}}}} ({{{{slug}}}})",
        "fields": writer.fields(content_type.model, frozenset({"id"})),
    }


def _list(writer: FieldWriter, content_type: ContentType) -> Node:
    """One file that is nothing but a list."""
    records: Node = {
        "name": "records",
        "label": writer.title(content_type.model),
        "widget": "list",
        "root": True,
        "collapsed": True,
        "summary": "{{id}}",
        "allow_add": writer.takes_more(content_type.model),
        "fields": writer.fields(content_type.model, frozenset()),
    }
    return {
        "name": content_type.kind,
        "label": writer.title(content_type.model),
        "file": content_type.source.location,
        "format": "yaml",
        "fields": [records],
    }


def _pages(writer: FieldWriter, content_type: ContentType, source: MarkdownFolder) -> Node:
    """A Markdown file for each language; what holds for all is asked for once, in the original."""
    heading = writer.heading(content_type.model)
    return {
        "folder": source.location,
        "extension": "md",
        "format": "yaml-frontmatter",
        "create": True,
        "delete": False,
        "i18n": True,
        "identifier_field": heading,
        "slug": {
            "template": f"{{{{{writer.heading(content_type.model)}}}}}",
            "editable": ["create"],
        },
        "fields": writer.edition_fields(content_type.model, source),
    }
