"""`groot preflight` as a person runs it: lines, exit codes, one document, and what is missing."""

from pathlib import Path
from typing import Any

import pytest

from ops.preflight import schemas
from tests.ops.conftest import Groot

REFUSED = """
import pulumi_aws as aws

aws.ec2.Vpc("network", cidr_block="10.0.0.0/16")
aws.sqs.Queue("queue", delay_seconds=901)
"""
TAKEN = """
import pulumi_aws as aws

aws.sqs.Queue("queue", delay_seconds=900)
"""
SIX_ADDRESSES = """
import pulumi_aws as aws

for number in range(6):
    aws.ec2.Eip(f"address-{number}", domain="vpc")
"""


def test_what_aws_would_refuse_is_one_line_with_its_place_and_exits_with_3(groot: Groot) -> None:
    groot.program(REFUSED)
    told = groot.run("preflight")
    assert told.code == 3
    lines = [line for line in told.out.splitlines() if line.startswith("refused")]
    assert len(lines) == 1
    assert lines[0].startswith("refused value E3034: queue DelaySeconds: 901 is greater than the maximum of 900")
    assert lines[0].endswith("(__main__.py:5)")
    assert "staging: AWS would refuse 1 thing" in told.out
    assert "2 resources by AWS's schemas of 20" in told.out


def test_a_stack_that_aws_would_take_exits_with_0(groot: Groot) -> None:
    groot.program(TAKEN)
    told = groot.run("preflight")
    assert (told.code, "nothing found that AWS would refuse" in told.out) == (0, True)


def test_advice_stops_nothing(groot: Groot) -> None:
    groot.program(SIX_ADDRESSES)
    told = groot.run("preflight")
    assert told.code == 0
    assert "advice quota L-0263D0A3: EC2-VPC Elastic IPs: 6 in us-east-1, and a new account has 5" in told.out


def test_a_preview_shows_quotas_too(groot: Groot) -> None:
    groot.program(SIX_ADDRESSES)
    assert "advice quota L-0263D0A3" in groot.run("preview").out
    (found,) = groot.run("preview", "--json").document["preflight"]
    assert (found["rule"], found["level"]) == ("L-0263D0A3", "advice")


def test_a_preview_of_what_is_within_quotas_says_nothing_of_them(groot: Groot) -> None:
    groot.program(TAKEN)
    assert "preflight" not in groot.run("preview", "--json").document


def test_json_is_one_document_with_every_finding(groot: Groot) -> None:
    groot.program(REFUSED)
    told = groot.run("preflight", "--json")
    assert told.code == 3
    (found,) = told.document["findings"]
    assert {key: found[key] for key in ("level", "kind", "rule", "source")} == {
        "level": "refused",
        "kind": "value",
        "rule": "E3034",
        "source": "__main__.py:5",
    }
    assert told.document["judged"] == 2


def test_without_cfn_lint_one_line_says_how_to_get_it(
    groot: Groot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(schemas, "ENVIRONMENT", tmp_path / "nowhere")
    told = groot.run("preflight")
    assert told.code == 1
    assert told.err == "error: cfn-lint, which has AWS's schemas, isn't installed; `make preflight` installs it\n"
    assert groot.run("preflight", "--json").document["error"].startswith("cfn-lint, which has AWS's schemas")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--of", "live"), "--of live has no declarations to judge"),
        (("--endpoint", "nowhere"), "not a URL"),
    ],
)
def test_what_cannot_be_asked_is_a_usage_error(groot: Groot, arguments: Any, said: str) -> None:
    told = groot.plain("preflight", *arguments)
    assert (told.code, said in told.err) == (2, True)


def test_a_state_that_is_empty_is_told(groot: Groot) -> None:
    told = groot.run("preflight", "--of", "state")
    assert (told.code, "nothing deployed" in told.err) == (1, True)


def test_a_program_that_fails_is_told(groot: Groot) -> None:
    groot.program("raise ValueError('broken')\n")
    told = groot.run("preflight")
    assert (told.code, "broken" in told.err) == (1, True)


def test_an_account_that_does_not_answer_is_told(groot: Groot) -> None:
    groot.program(TAKEN)
    told = groot.run("preflight", "--account")
    assert told.code == 1
    assert told.err.startswith("error: --account: Could not connect")


def test_help_shows_examples_and_exit_codes(groot: Groot) -> None:
    told = groot.plain("preflight", "--help")
    for said in ("groot preflight --account", "3 AWS would refuse", "--state-file"):
        assert said in " ".join(told.out.split())
