"""`psi mail` as one runs it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner, Result

from psi_site.cli.program import command_line
from psi_site.cli.session import Surroundings
from tests.mail.network import ISSUE, NOW, write_network
from tests.mail.test_sending import Inbox, serve


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_network(tmp_path / "site")


def psi(root: Path, *arguments: str, **environment: str) -> Result:
    surroundings = Surroundings(now=NOW, folder=root, environment=environment, terminal=False)
    program = command_line(("mail", *arguments), surroundings)
    return CliRunner().invoke(program, ["mail", *arguments], prog_name="psi")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_every_language_is_written(root: Path) -> None:
    done = psi(root, "2024-2")
    assert done.exit_code == 0
    assert names(root / "outbox") == {
        f"2024-2.{language}.{suffix}"
        for language in ("sv", "en")
        for suffix in ("eml", "html", "txt")
    }
    assert "outbox/2024-2.sv.eml" in done.output
    assert "Svenska: HTML-delen är" in done.output
    assert "av 100 kB" in done.output


def test_one_language_is_chosen(root: Path) -> None:
    done = psi(root, "2024-2", "--lang", "en", "--out", "mine")
    assert done.exit_code == 0
    assert names(root / "mine") == {f"2024-2.en.{suffix}" for suffix in ("eml", "html", "txt")}
    assert "English: the HTML part is" in done.output


def test_the_command_s_own_language_is_the_one_chosen(root: Path) -> None:
    surroundings = Surroundings(now=NOW, folder=root, environment={}, terminal=False)
    arguments = ["--lang", "sv", "mail", "2024-2", "--lang", "en"]
    done = CliRunner().invoke(command_line(arguments, surroundings), arguments, prog_name="psi")
    assert done.exit_code == 0, done.output
    assert names(root / "outbox") == {f"2024-2.en.{suffix}" for suffix in ("eml", "html", "txt")}
    assert "English: the HTML part is" in done.output


def test_a_draft_is_checked_but_not_written(root: Path) -> None:
    path = root / "newsletters/2024-2.sv.md"
    path.write_text(path.read_text(encoding="utf-8").replace("---\n", "---\ndraft: true\n", 1))
    refused = psi(root, "2024-2")
    assert refused.exit_code == 1
    assert "Nummer 2024-2 är ett utkast." in refused.output
    assert "newsletters/2024-2.sv.md" in refused.output
    assert not (root / "outbox").exists()
    checked = psi(root, "2024-2", "--check")
    assert "utkast" not in checked.output
    assert "kB" in checked.output


def test_the_same_run_gives_the_same_files(root: Path) -> None:
    psi(root, "2024-2", "--out", "one")
    psi(root, "2024-2", "--out", "two")
    for path in (root / "one").iterdir():
        assert path.read_bytes() == (root / "two" / path.name).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["2024-9"], 1, "Det här finns: 2024-2, 2024-1"),
        (["2024-1", "--lang", "en"], 1, "does not exist in English"),
        (["2024-2", "--out", "docs/mail"], 1, "hör till webbplatsen"),
        (["2024-2", "--out", "site"], 1, "hör till webbplatsen"),
        (["2024-2", "--network"], 2, "--network går ihop med --check"),
        (["2024-2", "--check", "--out", "x"], 2, "--check går inte ihop"),
        (["2024-2", "--send", "ingen"], 2, "är ingen e-postadress"),
        (["2024-2", "--send", "a@b.example"], 1, "PSI_SMTP_HOST"),
    ],
)
def test_what_cannot_be_done_is_said(
    root: Path, arguments: list[str], status: int, words: str
) -> None:
    done = psi(root, *arguments)
    assert done.exit_code == status
    assert words in done.output
    assert not (root / "docs/mail").exists()


def test_without_a_sender_nothing_is_made(root: Path) -> None:
    settings = root / "data/site.yml"
    text = settings.read_text()
    settings.write_text(text[: text.index("\nmail:") + 1] + text[text.index("home:") :])
    done = psi(root, "2024-2")
    assert done.exit_code == 1
    assert "data/site.yml" in done.output


def test_check_is_content_with_a_good_issue(root: Path) -> None:
    done = psi(root, "2024-2", "--check")
    assert done.exit_code == 0
    assert not (root / "outbox").exists()


def test_check_tells_what_to_look_at(root: Path) -> None:
    issue = root / "newsletters/2024-2.sv.md"
    issue.write_text(ISSUE.replace("Tack för i år.", "Tack, Kim Ekstrom."))
    done = psi(root, "2024-2", "--check")
    assert done.exit_code == 0
    assert "”Kim Ekstrom” liknar ett namn" in done.output


def test_check_ends_with_one_on_an_error(root: Path) -> None:
    issue = root / "newsletters/2024-2.sv.md"
    issue.write_text(ISSUE.replace("Tack för i år.", "Ett långt stycke å.\n\n" * 1200))
    assert psi(root, "2024-2", "--check").exit_code == 1
    assert psi(root, "2024-2").exit_code == 1


def test_check_tries_the_links_of_the_issue(root: Path) -> None:
    # Nobody answers there, on any machine (RFC 6761): only the refusal is waited for.
    text = ISSUE.replace("https://example.net", "http://127.0.0.1:9")
    (root / "newsletters/2024-2.sv.md").write_text(text)
    done = psi(root, "2024-2", "--check", "--network")
    assert done.exit_code == 1
    assert "Länken http://127.0.0.1:9/rapport svarar inte" in done.output
    assert "newsletters/2024-2.sv.md:" in done.output


def server(inbox: Inbox, **options: Any) -> Controller:
    controller = serve(inbox, **options)
    controller.start()
    return controller


def test_a_test_is_sent(root: Path) -> None:
    inbox = Inbox()
    controller = server(inbox, auth_require_tls=False)
    try:
        port = str(controller.port)
        environment = {"PSI_SMTP_HOST": "localhost", "PSI_SMTP_PORT": port}
        done = psi(root, "2024-2", "--send", "prov@example.org", **environment)
    finally:
        controller.stop()
    assert done.exit_code == 0
    assert [each.rcpt_tos for each in inbox.envelopes] == [["prov@example.org"]] * 2
    assert "provet är skickat till prov@example.org" in done.output


def test_a_test_is_not_sent_in_the_clear_to_another_host(root: Path) -> None:
    inbox = Inbox()
    controller = server(inbox, auth_require_tls=False)
    try:
        environment = {"PSI_SMTP_HOST": "0.0.0.0", "PSI_SMTP_PORT": str(controller.port)}
        done = psi(root, "2024-2", "--send", "prov@example.org", **environment)
    finally:
        controller.stop()
    assert done.exit_code == 1
    assert "0.0.0.0 erbjuder ingen krypterad anslutning" in done.output
    assert inbox.envelopes == []
