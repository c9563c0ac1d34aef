"""`groot comment`, and what previews write down for it."""

import copy
import json
from pathlib import Path

import pytest

from ops.cost.meters import METERS
from ops.pull_request import recorded
from ops.pull_request.comment import comment
from tests.ops.conftest import NOWHERE, Groot
from tests.ops.pull_request.golden import HERE, PRICES

PROGRAM = """
import pulumi, pulumi_aws as aws

bucket = aws.s3.Bucket("bucket", region="us-east-1", tags={"token": pulumi.Output.secret("canary-tag-OLD")})
aws.rds.ClusterInstance(
    "instance", region="us-east-1", cluster_identifier="c", engine="aurora-postgresql",
    instance_class=pulumi.Output.secret("db.canary-class-OLD"),
)
aws.ec2.NatGateway("nat", region=pulumi.Output.secret("canary-region-OLD"), subnet_id="subnet-1")
pulumi.export("password", pulumi.Output.secret("canary-output-OLD"))
"""


def written(groot: Groot, name: str) -> Path:
    path = groot.root / name
    path.write_text(groot.run("preview", "--json").out, encoding="utf-8")
    return path


def test_a_secret_stands_neither_in_documents_nor_in_comments(groot: Groot) -> None:
    groot.program(PROGRAM)
    assert groot.run("up", "--json").code == 0
    base = written(groot, "base.json")
    groot.program(PROGRAM.replace("OLD", "NEW").replace('"nat"', '"nat-2"'))
    groot.rules.levels = {"bucket": "mandatory"}
    head = written(groot, "head.json")
    outcome = groot.plain("comment", "--base", str(base), "--head", str(head))
    assert outcome.code == 0
    for text in (base.read_text(), head.read_text(), outcome.out, outcome.err):
        assert "canary" not in text
    assert "`instance`" in outcome.out or "aws:rds:ClusterInstance" in outcome.out
    assert "what is metered isn't known before it is deployed" in outcome.out


def test_the_engine_says_what_the_comment_needs(groot: Groot) -> None:
    groot.program('import pulumi_aws as aws\naws.kms.Key("key", region="eu-west-1")\n')
    (found,) = [
        each for each in groot.run("preview", "--json").document["resources"] if each["type"].startswith("aws:")
    ]
    assert found["region"] == "eu-west-1"
    assert found["uses"] == {"kms-key": "1"}
    assert found["type"] in METERS


def test_the_command_writes_where_it_is_told(groot: Groot) -> None:
    pair = HERE / "recordings" / "breaks"
    arguments = ("comment", "--base", str(pair / "base.json"), "--head", str(pair / "head.json"))
    printed = groot.plain(*arguments)
    assert printed.code == 0
    assert groot.plain(*arguments, "--out", "comment.md").out == ""
    assert (groot.root / "comment.md").read_text(encoding="utf-8") == printed.out
    assert groot.plain(*arguments, "--out", "no/where.md").code == 1


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "cannot be read"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a document of `groot preview --json`"),
        ('{"stack": "staging", "steps": [{"op": "explode"}]}', "steps.0.op"),
    ],
)
def test_a_file_that_is_no_document_is_named_in_a_line(groot: Groot, content: str | None, fault: str) -> None:
    if content is not None:
        groot.write("base.json", content)
    groot.write("head.json", json.dumps({"stack": "staging"}))
    outcome = groot.plain("comment", "--base", "base.json", "--head", "head.json")
    assert outcome.code == 1
    assert outcome.err.startswith("error: base.json: ")
    assert fault in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_comment_takes_nothing_from_where_it_is_made(groot: Groot) -> None:
    pair = HERE / "recordings" / "mends"
    base, head = (recorded.read(pair / name) for name in ("base.json", "head.json"))
    before = copy.deepcopy((base, head))
    assert comment(base, head, PRICES) == comment(base, head, PRICES)
    assert (base, head) == before
    assert NOWHERE not in comment(base, head, PRICES)
