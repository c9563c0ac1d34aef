import datetime
from pathlib import Path
from typing import Any

import pytest

from ops.evidence import bundle
from ops.evidence.material import Material
from ops.evidence.signing import LocalSigner
from ops.judged_run import JudgedRun, Subject
from policies import frameworks
from policies.assessment import assess
from policies.core import Judge, Verdict
from policies.model import Resource
from policies.registry import discover
from policies.waivers import Waiver
from tests.conftest import ROOT

BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
CLOSED: dict[str, Any] = dict.fromkeys(
    ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True
)
WAIVER = Waiver(
    urn="urn:pulumi:staging::groot::*::accepted",
    rule="s3_bucket_public_access_is_blocked",
    reason="a <reason>",
    approver="ann@example.com",
    ticket="T-1",
    expires=datetime.date(2999, 1, 1),
)


def resource(name: str, token: str = BLOCK, source: str | None = "components/{}.py:7", **props: object) -> Resource:
    return Resource(
        type=token,
        urn=f"urn:pulumi:staging::groot::{token}::{name}",
        name=name,
        props={"bucket": "a-bucket", **props},
        source=source and source.format(name),
    )


def material_at(second: int, resources: list[Resource] | None = None) -> Material:
    """A run with something of every outcome, judged at that second."""
    resources = resources or [
        resource("closed", BLOCK, **CLOSED),
        resource("open", BLOCK, **{**CLOSED, "blockPublicAcls": False}),
        resource("accepted"),
        resource("logs", LOGS, retentionInDays=400, kmsKeyId="04da6b54-80e4-46f7-96ec-b56ff0331ba9"),
    ]
    judge = Judge(discover(), [WAIVER])
    for each in resources:
        judge.evaluate(each)
    judge.evaluate_stack(resources)
    verdicts: list[Verdict] = list(judge.verdicts())
    at = datetime.datetime(2026, 11, 24, 12, 0, second, tzinfo=datetime.UTC)
    run = JudgedRun(
        project="groot", stack="staging", subject=Subject.STATE, judged_at=at, resources=resources, verdicts=verdicts
    )
    catalogue = frameworks.load(discover())
    assessments = [assess(each, catalogue, verdicts, at) for each in catalogue.frameworks.values()]
    return Material(run=run, catalogue=catalogue, assessments=assessments, commit="abc123", rules_fingerprint="f")


@pytest.fixture(scope="session")
def material() -> Material:
    return material_at(0)


@pytest.fixture(scope="session")
def signer(tmp_path_factory: pytest.TempPathFactory) -> LocalSigner:
    return LocalSigner(tmp_path_factory.mktemp("key") / "key.pem", "passphrase")


@pytest.fixture
def written(material: Material, signer: LocalSigner, tmp_path: Path) -> Path:
    """A bundle."""
    return bundle.write(material, ROOT, tmp_path / "staging", signer)
