"""What was changed behind the program's back is told with the rules that no longer hold and their controls."""

import json

import pytest

from ops.breaches import breaches
from sandbox.engine.run import PROVIDER_PREFIX
from sandbox.state.model import ResourceState
from tests.ops.conftest import Groot

BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
CLOSED = dict.fromkeys(("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True)
PROGRAM = """
import pulumi_aws as aws

aws.s3.BucketPublicAccessBlock(
    "block", bucket="some-bucket", block_public_acls=True, block_public_policy=True, ignore_public_acls=True,
    restrict_public_buckets=True, region="us-east-1"
)
"""


def block(name: str = "block", **changes: bool) -> ResourceState:
    urn = f"urn:pulumi:staging::groot::{BLOCK}::{name}"
    inputs = {"bucket": "some-bucket", "region": "us-east-1", **CLOSED, **changes}
    return ResourceState(urn=urn, type=BLOCK, custom=True, id="b", inputs=inputs, outputs=inputs)


def test_what_held_and_holds_no_longer_is_told_with_its_controls() -> None:
    open_already = block("open-already", blockPublicAcls=False)
    (found,) = breaches([block(), open_already], [block(blockPublicAcls=False), open_already])
    assert (found.verdict.rule, found.verdict.urn) == ("s3_bucket_public_access_is_blocked", block().urn)
    assert "A.8.3" in found.controls["iso27001"]
    assert found.controls.keys() >= {"soc2", "hipaa", "pci-dss"}


def test_a_change_that_breaks_nothing_is_no_breach() -> None:
    assert breaches([block(blockPublicAcls=False)], [block()]) == []
    assert breaches([block()], [block()]) == []


@pytest.mark.parametrize("as_json", [True, False])
def test_drift_names_rule_and_controls(groot: Groot, as_json: bool) -> None:
    groot.program(PROGRAM)
    assert groot.run("up").code == 0
    assert groot.run("drift").code == 0
    for urn, inputs in groot.cloud.cloud.values():
        if PROVIDER_PREFIX not in urn:
            inputs["blockPublicAcls"] = False
    outcome = groot.run("drift", *(("--json",) if as_json else ()))
    assert outcome.code == 4
    if as_json:
        (broken,) = json.loads(outcome.out)["broken"]
        assert broken["rule"] == "s3_bucket_public_access_is_blocked"
        assert broken["controls"]["soc2"]
        assert broken["source"] == "__main__.py:4"
    else:
        assert "breaks s3_bucket_public_access_is_blocked: block: " in outcome.out
        assert "    controls: " in outcome.out
        assert "; soc2 " in outcome.out
