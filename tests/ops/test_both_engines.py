"""One program, previewed by the sandbox and shown to a pack as the stock engine shows it: both leave the same open."""

import copy
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2
from pulumi.runtime import proto
from pulumi_policy.deserialize import SPECIAL_SECRET_SIG, SPECIAL_SIG_KEY

from ops import judge, sandbox_engine
from policies import pulumi_pack, repository
from policies.analyzer import OPEN
from sandbox.engine.judge import Judged, Verdict
from tests.ops.conftest import Groot

PROGRAM = """
import pulumi
import pulumi_aws as aws

key = aws.kms.Key("key", enable_key_rotation=True)
for name in ("orders", "mail", "jobs", "late"):
    aws.sqs.Queue(name, kms_master_key_id=key.arn, tags={"token": pulumi.Output.secret("hush")})
for name in ("a", "b", "c"):
    aws.cloudwatch.LogGroup(name, kms_key_id=key.arn, retention_in_days=365)
    aws.ebs.Volume(name, availability_zone="us-east-1a", encrypted=True, kms_key_id=key.arn)
    role = aws.iam.Role(name, assume_role_policy=key.arn.apply(lambda arn: "{}"))
    aws.iam.RolePolicy(name, role=role.id, policy=key.arn.apply(lambda arn: "{}"))
"""


class Witness(judge.PolicyJudge):
    """The project's judge, which keeps what it is shown."""

    shown: list[Judged]
    whole: list[Judged]

    def resource(self, resource: Judged) -> Verdict:
        self.shown.append(resource)
        return super().resource(resource)

    def stack(self, resources: Any) -> Verdict:
        self.whole[:] = resources
        return super().stack(resources)


def wire(judged: Judged) -> struct_pb2.Struct:
    """Return the properties of *judged* as the engine sends them, secrets marked."""
    props: Any = copy.deepcopy(dict(judged.props))
    for *above, last in judged.secrets:
        inner = props
        for step in above:
            inner = inner[step]
        inner[last] = {SPECIAL_SIG_KEY: SPECIAL_SECRET_SIG, "value": inner[last]}
    return json_format.ParseDict(props, struct_pb2.Struct())


def provider(judged: Judged) -> proto.AnalyzerProviderResource | None:
    given = judged.provider
    return given and proto.AnalyzerProviderResource(type=given.type, urn=given.urn, name=given.name)


def question(judged: Judged) -> proto.AnalyzeRequest:
    return proto.AnalyzeRequest(
        type=judged.type,
        name=judged.name,
        urn=judged.urn,
        properties=wire(judged),
        options=proto.AnalyzerResourceOptions(protect=judged.protect, parent=judged.parent),
        provider=provider(judged),
    )


def part(judged: Judged) -> proto.AnalyzerResource:
    return proto.AnalyzerResource(
        type=judged.type,
        name=judged.name,
        urn=judged.urn,
        properties=wire(judged),
        options=proto.AnalyzerResourceOptions(protect=judged.protect),
        parent=judged.parent,
        provider=provider(judged),
        dependencies=judged.dependencies,
        propertyDependencies={
            name: proto.AnalyzerPropertyDependencies(urns=urns) for name, urns in judged.property_dependencies.items()
        },
    )


def waiting(answer: proto.AnalyzeResponse) -> Iterable[tuple[str, str]]:
    """Yield rule and reason of each verdict that *answer* leaves open."""
    return ((each.policy_name, each.reason) for each in answer.not_applicable if each.reason)


def test_a_preview_leaves_the_same_open_under_the_stock_engine(groot: Groot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "PolicyJudge", Witness)
    monkeypatch.setattr(sandbox_engine, "project_judge", judge.project_judge)
    Witness.shown, Witness.whole = [], []
    groot.program(PROGRAM)
    groot.write("policies/groot.yaml", "levels: {sqs_queue_uses_customer_key: disabled}\n")
    document = json.loads(groot.run("preview", "--json").out)
    ours = Counter((each["rule"], each["message"]) for each in document["obligations"])

    pack: Any = pulumi_pack._analyzer(["enterprise"], repository.root_of(groot.root))
    pack.ConfigureStack(proto.AnalyzerStackConfigureRequest(project="sample", stack="staging", dry_run=True), None)
    answers = [pack.Analyze(question(each), None) for each in Witness.shown]
    answers.append(pack.AnalyzeStack(proto.AnalyzeStackRequest(resources=map(part, Witness.whole)), None))
    theirs = Counter(each for answer in answers for each in waiting(answer))

    assert ours == theirs
    assert "sqs_queue_uses_customer_key" not in {rule for rule, _ in ours}
    of_the_stack = Counter(rule for rule, _ in theirs if rule.startswith("stack_"))
    assert max(of_the_stack.values()) > 1, "a rule on the whole stack leaves several open"
    (told,) = (each.message for each in answers[-1].diagnostics if each.policyName == OPEN)
    assert told.startswith(f"{ours.total()} in all")
    violated = {(each["rule"], each["urn"]) for each in document["violations"]}
    assert violated == {
        (each.policyName, each.urn) for answer in answers for each in answer.diagnostics if each.policyName != OPEN
    }
