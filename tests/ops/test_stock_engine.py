import json
import os
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import NoCredentialsError

from ops import stock_engine
from ops.request import Command, Request
from tests.ops.conftest import Groot
from tests.sandbox.state import SALT


class ReplacedError(Exception):
    """The process would have become another one."""


class Sts:
    def get_caller_identity(self) -> dict[str, str]:
        return {"Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/someone"}


@pytest.fixture
def started(groot: Groot, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Arguments of the stock command, which is on PATH but never runs."""
    calls: list[list[str]] = []

    def become(path: str, arguments: list[str]) -> None:
        calls.append(arguments)
        raise ReplacedError

    binary = groot.root / "pulumi"
    binary.write_text("#!/bin/sh\n")
    binary.chmod(0o700)
    monkeypatch.setenv("PATH", str(groot.root))
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setattr(os, "execv", become)
    monkeypatch.setattr(stock_engine.boto3, "client", lambda *_, **__: Sts())
    return calls


def test_a_preview_shows_the_account_and_becomes_the_stock_command(groot: Groot, started: list[list[str]]) -> None:
    with pytest.raises(ReplacedError):
        groot.plain("preview", "--engine", "pulumi", "--target", "urn:a")
    expected = ["preview", "--stack", "staging", "--cwd", str(groot.root)]
    expected += ["--policy-pack", str(groot.root / "policies" / "packs" / "in-force"), "--target", "urn:a", "--diff"]
    assert started == [[str(groot.root / "pulumi"), *expected]]


def test_what_changes_an_account_is_not_started_when_nobody_can_be_asked(
    groot: Groot, started: list[list[str]]
) -> None:
    for command in ("up", "destroy", "refresh"):
        outcome = groot.plain(command, "--engine", "pulumi")
        assert outcome.code == 2
        assert "on account 123456789012 as arn:aws:iam::123456789012:user/someone" in outcome.err
        assert "give --yes to go ahead" in outcome.err
    assert started == []


def test_yes_goes_ahead_at_the_endpoint_given(
    groot: Groot, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "")
    with pytest.raises(ReplacedError):
        groot.run("up", "--engine", "pulumi", "--yes")
    assert started[0][1:3] == ["up", "--yes"]
    assert os.environ["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"


def test_without_the_stock_command_the_mend_is_named(groot: Groot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(groot.root))
    outcome = groot.plain("up", "--engine", "pulumi")
    assert outcome.code == 1
    assert "`pulumi` command, which is not on PATH; install it: https://" in outcome.err


def test_without_credentials_nothing_starts(
    groot: Groot, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise NoCredentialsError

    monkeypatch.setattr(stock_engine.boto3, "client", refuse)
    outcome = groot.plain("up", "--engine", "pulumi", "--yes")
    assert outcome.code == 1
    assert "no AWS account answers" in outcome.err
    assert started == []


def test_secrets_of_another_provider_are_left_to_the_stock_engine(groot: Groot, started: list[list[str]]) -> None:
    groot.write(
        "Pulumi.staging.yaml",
        f"secretsprovider: awskms://alias/x\nencryptionsalt: {SALT}\nconfig: {{token: {{secure: v1:x}}}}\n",
    )
    with pytest.raises(ReplacedError):
        groot.plain("preview", "--engine", "pulumi")


def test_one_pack_of_what_is_in_force_gates_previews_and_deployments_whatever_the_frameworks(
    groot: Groot, started: list[list[str]]
) -> None:
    groot.write("Pulumi.staging.yaml", "config: {sample:frameworks: [soc2, gdpr, hipaa], aws:region: us-east-1}\n")
    for command, packs in (("preview", ["in-force"]), ("up", ["in-force"]), ("destroy", [])):
        with pytest.raises(ReplacedError):
            groot.plain(command, "--engine", "pulumi", *(["--yes"] if command != "preview" else []))
        given = started.pop()
        assert [Path(after).name for word, after in pairwise(given) if word == "--policy-pack"] == packs


def test_each_pack_is_given_the_configuration_of_its_own_rules(groot: Groot, started: list[list[str]]) -> None:
    own = {"secretsmanager_rotation_is_quarterly": {"longestDays": 30}, "cloudwatch_log_group_keeps_a_year": "disabled"}
    groot.write("policy-config.json", json.dumps({"all": "advisory", **own}))
    with pytest.raises(ReplacedError):
        groot.plain(
            "preview", "--engine", "pulumi", "--policy-pack-config", "policy-config.json",
            "--policy-pack", "baseline", "--policy-pack", "enterprise",
        )  # fmt: skip
    files = [Path(after) for word, after in pairwise(started[0]) if word == "--policy-pack-config"]
    assert [file.stem for file in files] == ["baseline", "enterprise"]
    given = [json.loads(file.read_text()) for file in files]
    assert given[1] == {"all": "advisory", **own}
    assert given[0].keys() == given[1].keys() - {"cloudwatch_log_group_keeps_a_year"}, "which is advisory"


def test_a_configuration_of_an_unknown_rule_starts_nothing(groot: Groot, started: list[list[str]]) -> None:
    groot.write("policy-config.json", '{"s3_bucket_is_prety": "advisory"}')
    outcome = groot.plain("preview", "--engine", "pulumi", "--policy-pack-config", "policy-config.json")
    assert (outcome.code, started) == (1, [])
    assert "there is no rule s3_bucket_is_prety" in outcome.err


@pytest.mark.parametrize(
    ("state", "compared"),
    [
        ('{"version": 3, "deployment": {"resources": [{"urn": "urn:a"}]}}', True),
        ('{"version": 3, "deployment": {"manifest": {}}}', False),
        ("error: no stack named 'staging' found", True),
    ],
)
def test_a_preview_compares_where_there_is_something_to_compare_with(
    groot: Groot, started: list[list[str]], state: str, compared: bool
) -> None:
    asked = groot.root / "asked"
    groot.write("pulumi", f"#!/bin/sh\necho \"$@\" > {asked}\n/bin/cat <<'END'\n{state}\nEND\n")
    with pytest.raises(ReplacedError):
        groot.plain("preview", "--engine", "pulumi")
    assert ("--diff" in started[0]) is compared
    assert asked.read_text() == f"stack export --stack staging --cwd {groot.root}\n"


def test_a_comparison_shows_differences_alone(tmp_path: Path) -> None:
    assert "--diff" in stock_engine.arguments(Request(command=Command.DRIFT, stack="s"), tmp_path, [])


def test_an_import_passes_type_name_and_id_on(tmp_path: Path) -> None:
    request = Request(command=Command.IMPORT, stack="s", resource=("a:b:C", "name", "id"), as_json=True)
    assert stock_engine.arguments(request, tmp_path, [])[-4:] == ["a:b:C", "name", "id", "--json"]
