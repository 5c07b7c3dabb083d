"""Draws pages: the templates of the theme, and what the pages of one language share.

Every language has an environment of its own, which knows the language's words. So a component is
made ready once for all pages of its language, and no page hands it more than what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import methodcaller
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, nodes
from jinja2.compiler import CodeGenerator, DependencyFinderVisitor, Frame, MacroRef
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup, escape

from psi_site.outputs import Outputs
from psi_site.stamps import digest, stamps, versions
from psi_site.tracing import remembering

_ADDRESSES = ("href", "src", "action", "poster", "content", "data-engine")
_BEFORE_ADDRESS = tuple(f"{space}{name}" for space in " \n\t" for name in _ADDRESSES)

_ROOT = re.compile(r"(?<![^\s,])/(?!/)")
_ADDRESS_SET = re.compile(r'(?P<name>\s(?:srcset|imagesrcset)=")(?P<set>[^"]*)"')


_without_end = methodcaller("rstrip", " \t")
_special = re.compile("[&<>'\"]").search
_OF_MAPPINGS = frozenset(dir(dict))


def safe(value: Any) -> str:
    """Return a value as HTML, as `escape` does; but what needs no escaping is not copied."""
    if type(value) is str:
        return escape(value) if _special(value) else value
    return value if type(value) is Markup else escape(value)


def macro(draw: Callable[..., str], names: Sequence[str]) -> Callable[..., Markup]:
    """Return a macro as a function of its arguments, by place or by name."""

    def drawn(*given: Any, **named: Any) -> Markup:
        if len(given) < len(names):
            given = *given, *(named.pop(name, missing) for name in names[len(given) :])
        if named:
            raise TypeError(f"a macro takes no argument {next(iter(named))!r}")
        return Markup(draw(*given))  # noqa: S704 - what it draws is escaped

    return drawn


class Compiler(CodeGenerator):
    """Compiles templates to what is done a hundred times a page with less ado than Jinja does it.

    The seam is Jinja's own, `Environment.code_generator_class`.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        del node, frame, finalize
        self.write("environment.safe(")

    def visit_Call(  # noqa: N802 - Jinja's name
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """Write a call as such: nothing here asks for the context, which Jinja looks for."""
        self.visit(node.node, frame)
        self.write("(")
        begin = self.stream.tell()
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.stream.seek(begin)
        arguments = self.stream.read().removeprefix(", ")
        self.stream.seek(begin)
        self.stream.truncate()
        self.write(f"{arguments})")

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write a name that was looked up as such: `Sheet` has found something for each."""
        ref = frame.symbols.ref(node.name)
        load = frame.symbols.find_load(ref)
        if node.ctx == "load" and load and load[0] == VAR_LOAD_RESOLVE:
            self.write(ref)
        else:
            super().visit_Name(node, frame)

    def visit_FromImport(  # noqa: N802 - Jinja's name
        self, node: nodes.FromImport, frame: Frame
    ) -> None:
        """Write an import as one look for the parts, which are the same for every page."""
        if node.with_context or not frame.toplevel:
            super().visit_FromImport(node, frame)
            return
        pairs = [each if isinstance(each, tuple) else (each, each) for each in node.names]
        names, own = zip(*pairs, strict=True)
        targets = [frame.symbols.ref(name) for name in own]
        self.writeline(f"{', '.join(targets)}, = environment.parts(", node)
        self.visit(node.template, frame)
        self.write(f", {names!r})")
        for name, target in zip(own, targets, strict=True):
            self.writeline(f"context.vars[{name!r}] = {target}")

    def pull_dependencies(self, nodes: Iterable[nodes.Node]) -> None:
        """Write which filters and tests are used; those there are not end the build here."""
        used = DependencyFinderVisitor()
        for node in nodes:
            used.visit(node)
        for kind, names, known in (
            ("filters", used.filters, self.filters),
            ("tests", used.tests, self.tests),
        ):
            for name in sorted(names):
                known[name] = known.get(name) or self.temporary_identifier()
                self.writeline(f"{known[name]} = environment.{kind}[{name!r}]")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write a macro, as `macro`; those that are handed a text to go around are Jinja's own."""
        if macro_ref.accesses_caller or macro_ref.accesses_kwargs or macro_ref.accesses_varargs:
            super().macro_def(macro_ref, frame)
            return
        names = [argument.name for argument in macro_ref.node.args]
        self.write(f"environment.macro(macro, {names!r})")


class Sheet(Context):
    """What a template knows by name."""

    def resolve_or_missing(self, key: str) -> Any:
        """Return what has a name, or a value that says that nothing has."""
        if key in self.vars:
            return self.vars[key]
        if key in self.parent:
            return self.parent[key]
        return self.environment.undefined(name=key)


class Room(Environment):
    """The templates as the pages of one language meet them."""

    code_generator_class = Compiler
    context_class = Sheet
    safe = staticmethod(safe)
    macro = staticmethod(macro)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template knows of itself: the same for all, so that a look is enough."""
        return {**self.globals, **d} if d else self.globals

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what a value has under a name; most are plain mappings, so those are asked first.

        A method of the mapping itself is only found where nothing lies under its name.
        """
        if type(obj) is dict:
            if attribute in obj:
                return obj[attribute]
            if attribute not in _OF_MAPPINGS:
                return self.undefined(obj=obj, name=attribute)
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    @cached_property
    def _parts(self) -> dict[tuple[str, tuple[str, ...]], tuple[Any, ...]]:
        return {}

    def parts(self, name: str, names: tuple[str, ...]) -> tuple[Any, ...]:
        """Return what a template exports under some names; raises KeyError for what it does not."""
        found = self._parts.get((name, names))
        if found is None:
            exported = self.get_template(name).module.__dict__
            found = self._parts[(name, names)] = tuple(exported[each] for each in names)
        return found

    @remembering
    def once(self, name: str, given: Hashable = None) -> Markup:
        """Return what a template draws, drawn once for all pages that are `given` the same."""
        return Markup(self.get_template(name).render(given=given))  # noqa: S704 - escaped


class Templates(NamedTuple):
    """The folders of templates, the first one's first, and where they are kept compiled."""

    folders: Sequence[str]
    cache: Path

    def room(self, shared: MutableMapping[str, Any]) -> Room:
        """Return an environment that escapes every variable that is not HTML by its type."""
        self.cache.mkdir(parents=True, exist_ok=True)
        # Compiled by another version of this module, a template may ask for what is no longer here.
        compiler = digest(stamps([Path(__file__)]), versions())
        room = Room(
            loader=FileSystemLoader(self.folders),
            autoescape=True,
            auto_reload=False,
            optimized=False,  # It takes longer than what it saves.
            bytecode_cache=FileSystemBytecodeCache(str(self.cache), f"{compiler}-%s"),
        )
        room.globals.update(shared, once=room.once)
        return room


@dataclass(frozen=True)
class Easel:
    """Draws the pages of some outputs, one at a time."""

    outputs: Outputs
    templates: Templates

    def page(self, file: str, base: str = "") -> str:
        """Return the finished HTML of a page of the outputs; raises what its template raises.

        `base` is the folder the site lies in, see `relative_addresses`.
        """
        return relative_addresses(self.drawn(file), file, base)

    def drawn(self, file: str) -> str:
        """Return the HTML of a page with addresses that begin at the site's root."""
        page = self.outputs.pages[file]
        template = self._rooms[page.language].select_template(page.templates)
        drawn = template.render(self.outputs.context(file))
        return self.outputs.finished(file, _lean(drawn))

    @cached_property
    def _rooms(self) -> dict[str, Room]:
        shared = self.outputs.shared
        return {code: self.templates.room(shared(code)) for code in self.outputs.chromes}


def _lean(html: str) -> str:
    """Drop the blank lines and trailing spaces that templates leave, but not inside `pre`."""
    parts = re.split(r"(<pre.*?</pre>)", html, flags=re.S) if "<pre" in html else [html]
    lean = [part if part.startswith("<pre") else _without_blanks(part) for part in parts]
    return "".join(lean).strip() + "\n"


def _without_blanks(html: str) -> str:
    first, *lines = html.split("\n")
    if not lines:
        return html
    *whole, last = lines
    kept = filter(None, map(_without_end, whole))
    return "\n".join((first.rstrip(" \t"), *kept, last))


def relative_addresses(html: str, file: str, base: str) -> str:
    """Rewrite addresses that begin at the site's root to begin at the page `file`.

    So the same bytes work at any address, below any folder and without a server. Not-found pages
    are shown at addresses of any depth: theirs begin at `base`, the folder the site lies in.
    """
    shown_anywhere = file.endswith("404.html")
    up = f"{base}/" if shown_anywhere else "../" * file.count("/")

    def moved_each(match: re.Match[str]) -> str:
        return match["name"] + _ROOT.sub(up or "./", match["set"]) + '"'

    moved = _moved(html, up)
    return _ADDRESS_SET.sub(moved_each, moved) if 'srcset="' in moved else moved


def _moved(html: str, up: str) -> str:
    """Put `up` for the first slash of every address; cut and joined, as a pattern is slow here."""
    before, *pieces = html.split('="/')
    moved = [before]
    for piece in pieces:
        if piece.startswith("/") or not before.endswith(_BEFORE_ADDRESS):
            moved.append('="/')
        else:
            moved.append(f'="{up}' if up or not piece.startswith('"') else '="./')
        moved.append(piece)
        before = piece
    return "".join(moved)
