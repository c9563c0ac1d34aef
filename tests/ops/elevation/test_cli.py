"""What people type: a call signed by them, which somebody else may carry, but never one that gives credentials."""

import json
import sys
from pathlib import Path

import pytest

from functions.elevation.caller import Person, caller, digest
from ops.elevation.__main__ import main

FUNCTION = "groot-prod-elevation"
ARN = "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Leads_0123456789abcdef/bob"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in {"ACCESS_KEY_ID": "AKIABOB", "SECRET_ACCESS_KEY": "s3cr3t", "SESSION_TOKEN": "token"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:1")
    return monkeypatch


def type_in(typed: pytest.MonkeyPatch, *words: str) -> None:
    typed.setattr(sys, "argv", ["elevation", "-f", FUNCTION, "-r", "us-east-1", *words])


def test_a_call_to_be_carried_is_signed_and_not_made(
    typed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(typed, "--carried", "approve", "0f8fad5bd9cb469f")
    assert main() == 0
    text = capsys.readouterr().out
    call = json.loads(text)
    assert {name: call[name] for name in call if name != "proof"} == {"do": "approve", "request": "0f8fad5bd9cb469f"}
    assert "s3cr3t" not in text
    sent: list[str] = []

    def send(headers: dict[str, str], _body: str) -> str:
        sent.append(headers["x-groot-digest"])
        return ARN

    assert caller(call, FUNCTION, "123456789012", send) == Person(name="bob", group="Leads")  # pyright: ignore[reportArgumentType]
    assert sent == [digest(call, FUNCTION)], "both sides digest alike"


def test_credentials_are_never_asked_for_by_another(
    typed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(typed, "--carried", "credentials", "0f8fad5bd9cb469f")
    with pytest.raises(SystemExit):
        main()
    assert "ask for them yourself" in capsys.readouterr().err


def test_help_shows_how(typed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    type_in(typed, "--help")
    with pytest.raises(SystemExit):
        main()
    assert "python -m ops.elevation -f groot-prod-elevation -r us-east-1 approve" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--profile", "nobody", "list"], "(nobody) could not be found; sign in by `aws sso login --profile nobody`"),
        (["list"], "groot-prod-elevation in us-east-1 can't be asked"),
    ],
)
def test_what_can_not_be_asked_is_one_line(
    typed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    typed.setenv("AWS_MAX_ATTEMPTS", "1")
    type_in(typed, *words)
    assert main() == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("error: ")
    assert said in line


def test_who_has_not_signed_in_is_told_how(
    typed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        typed.delenv(name)
    typed.setenv("HOME", str(tmp_path))
    typed.setenv("AWS_EC2_METADATA_DISABLED", "true")
    type_in(typed, "list")
    assert main() == 2
    assert "sign in by `aws sso login" in capsys.readouterr().err
