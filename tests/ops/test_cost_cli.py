"""`groot cost` as a person and a pipeline run it."""

from pathlib import Path

import pytest

from ops import subjects
from ops.cost import prices
from ops.cost.breakdown import breakdown
from ops.judge import onlooker
from ops.judged_run import Subject
from tests.conftest import Deployed
from tests.ops.conftest import Groot

PAID = """
import pulumi_aws as aws

key = aws.kms.Key("key", description="data", region="us-east-1")
aws.ec2.NatGateway("nat", subnet_id="subnet-1", region="us-east-1")
aws.s3.Bucket("bucket", bucket="some-bucket", region="us-east-1")
"""


@pytest.fixture
def priced(groot: Groot) -> Groot:
    """A project that pays for a key and a gateway."""
    groot.program(PAID)
    return groot


def test_a_person_reads_components_usage_and_the_total(priced: Groot) -> None:
    outcome = priced.run("cost")
    assert outcome.code == 0
    rows = [line.split() for line in outcome.out.splitlines()]
    assert ["nat", "32.85", "32.85"] in rows
    assert ["all", "33.85", "33.85"] in rows
    assert "  aws:s3:Bucket (1): storage, requests, data sent" in outcome.out.splitlines()
    assert "staging: $33.85 a month, and what is used" in outcome.out
    assert "\x1b" not in outcome.out


def test_a_machine_gets_one_document(priced: Groot) -> None:
    outcome = priced.run("cost", "--json")
    assert outcome.code == 0
    assert outcome.document["monthly_usd"] == 33.85
    assert outcome.document["regions"] == {"us-east-1": 33.85}
    assert "some-bucket" not in outcome.out


def test_the_state_and_a_state_file_cost_what_the_preview_said_without_a_cloud(priced: Groot, tmp_path: Path) -> None:
    previewed = priced.run("cost", "--json").document
    assert priced.run("up").code == 0
    assert priced.plain("state", "export", "--out", str(tmp_path / "state.json")).code == 0
    for asked in (("--of", "state"), ("--state-file", str(tmp_path / "state.json"))):
        found = priced.plain("cost", *asked, "--json").document
        assert (found.pop("of"), found) == ("state", {key: value for key, value in previewed.items() if key != "of"})


def test_what_cannot_be_priced_is_a_line_a_document_and_a_code(priced: Groot) -> None:
    outcome = priced.plain("cost", "--of", "state", "--json")
    assert (outcome.code, outcome.document["monthly_usd"]) == (1, None)
    assert "has nothing deployed" in outcome.document["error"]
    assert outcome.err == f"error: {outcome.document['error']}\n"
    assert priced.plain("cost", "--endpoint", "nowhere").code == 2
    priced.program("raise SystemError('broken')")
    assert "broken" in priced.run("cost").err


def test_nothing_of_staging_is_without_a_price_or_a_word_on_its_usage(staging: Deployed) -> None:
    judge = onlooker()
    subjects.judge_states(judge, staging.resources)
    found = breakdown(judge.run("groot", "staging", Subject.STATE).resources, prices.load())
    assert found.whole.unpriced == {}
