"""Click's own words in the language of the run.

Click asks `gettext` for its messages, which reads binary catalogues by the process's environment.
The words here come from the locale files like all others, so the functions that click's modules
call are replaced. A test compares the messages below with those in click's source.
"""

from __future__ import annotations

import sys

from psi_site.i18n import Language

MESSAGES = {
    "Aborted!": "aborted",
    "Choose from:\n\t{choices}": "choose_from",
    "Commands": "commands",
    "Positional arguments": "arguments",
    "Did you mean {possibility}?": "did_you_mean",
    "(Did you mean one of: {possibilities}?)": "did_you_mean_one_of",
    "Error: {message}": "error",
    "Got unexpected extra argument ({args})": "extra_argument",
    "Got unexpected extra arguments ({args})": "extra_arguments",
    "Invalid value for {param_hint}: {message}": "invalid_value_for",
    "Invalid value: {message}": "invalid_value",
    "Missing argument": "missing_argument",
    "Missing command.": "missing_command",
    "Missing option": "missing_option",
    "No such command {name!r}.": "no_such_command",
    "No such option {name!r}.": "no_such_option",
    "Option {name!r} does not take a value.": "takes_no_value",
    "Option {name!r} requires an argument.": "takes_a_value",
    "Options": "options",
    "Show this message and exit.": "show_help",
    "Try '{command} {option}' for help.": "try_help",
    "Usage:": "usage",
    "default: {default}": "default",
    "directory": "directory",
    "file": "file",
    "path": "path",
    "required": "required",
    "{name} {filename!r} does not exist.": "does_not_exist",
    "{name} {filename!r} is a directory.": "is_a_directory",
    "{name} {filename!r} is a file.": "is_a_file",
    "{name} {filename!r} is not readable.": "is_not_readable",
    "{name} {filename!r} is not writable.": "is_not_writable",
    "{value!r} is not a valid {number_type}.": "not_a_number",
    "{value!r} is not one of {choices}.": "not_one_of",
    "{value!r} is not {choice}.": "not_the_one",
    "{value} is not in the range {range}.": "not_in_range",
}
"""Click's messages that a user of `psi` can meet, and the keys of our words for them."""

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")


def speak(language: Language) -> None:
    """Make click speak `language` in this process; messages without words stay in English."""

    def translate(message: str) -> str:
        key = MESSAGES.get(message)
        return language.text(f"cli.click.{key}") if key else message

    def translate_plural(one: str, many: str, count: int) -> str:
        return translate(one if count == 1 else many)

    for name in _MODULES:
        module = vars(sys.modules[f"click.{name}"])
        module["_"] = translate
        if "ngettext" in module:
            module["ngettext"] = translate_plural
