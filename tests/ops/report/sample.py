"""A judged run with something to see in every part of the page."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from ops import history
from ops.breaches import Breach
from ops.judged_run import JudgedRun, Subject
from ops.report import data, drift
from policies import frameworks
from policies.assessment import assess
from policies.core import Outcome, Verdict
from policies.model import Resource
from policies.registry import discover
from policies.waivers import Waiver
from sandbox.engine.events import Op, PropertyChange, Step

AT = datetime.datetime(2026, 3, 2, 9, 30, tzinfo=datetime.UTC)
CANARY = "canary-7f3a91"
CRITICAL, OPEN, WAIVED = (
    "s3_bucket_policy_is_not_public",
    "eks_node_group_shell_is_closed",
    "apigateway_method_is_authorized",
)
FAULT = "logs: <script>document.title = 'owned'</script> is wrong"
WAIVER = Waiver(
    urn="urn:pulumi:*",
    rule=WAIVED,
    reason="It says nothing but <b>ok</b>.",
    approver="security@example.com",
    ticket="SEC-1",
    expires=datetime.date(2026, 3, 12),
)
TYPES = {
    "vpc": "aws:ec2/vpc:Vpc",
    "bucket": "aws:s3/bucket:Bucket",
    "global": "aws:rds/globalCluster:GlobalCluster",
    "cluster": "aws:rds/cluster:Cluster",
    "key": "aws:kms/key:Key",
    "replica": "aws:kms/replicaKey:ReplicaKey",
    "table": "aws:dynamodb/table:Table",
    "record": "aws:route53/record:Record",
    "zone": "aws:route53/zone:Zone",
    "vault": "aws:backup/vault:Vault",
    "plan": "aws:backup/plan:Plan",
    "destination": "aws:cloudwatch/logDestination:LogDestination",
    "stream": "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    "attachment": "aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
    "gateway": "aws:ec2transitgateway/transitGateway:TransitGateway",
    "trail": "aws:cloudtrail/trail:Trail",
    "provider": "pulumi:providers:aws",
}


def urn(kind: str, name: str) -> str:
    return f"urn:pulumi:staging::sample::{TYPES[kind]}::{name}"


def resource(
    kind: str, name: str, region: str | None = None, refers: Mapping[str, Sequence[str]] | None = None, **props: Any
) -> Resource:
    """A resource in *region* whose properties refer to the URNs in *refers*."""
    placed = {"region": region} if region else {}
    return Resource(
        type=TYPES[kind],
        urn=urn(kind, name),
        name=name,
        props={**placed, **props},
        property_dependencies=refers or {},
        source="__main__.py:7",
    )


def platform(regions: Sequence[str]) -> Sequence[Resource]:
    """A small platform in *regions*: a shard founded in the first and a key, a table and traffic in all of them."""
    home, *others = regions
    found = [
        resource("global", "shard-0", home),
        resource("key", "key", home, multiRegion=True),
        resource("table", "table", home, replicas=[{"regionName": each, "secret": CANARY} for each in others]),
        resource("zone", "zone"),
    ]
    for region in regions:
        founds = {"masterUsername": CANARY, "masterPassword": CANARY} if region == home else {}
        member = {"globalClusterIdentifier": [urn("global", "shard-0")]}
        found += [
            resource("vpc", f"vpc-{region}", region, cidrBlock=CANARY),
            resource("bucket", f"logs-{region}", region, bucket=CANARY),
            resource("cluster", f"cluster-{region}", region, member, **founds),
            resource(
                "record",
                f"api-{region}",
                refers={"aliases": [urn("vpc", f"vpc-{region}")]},
                weightedRoutingPolicies=[{"weight": 100 // len(regions)}],
            ),
        ]
        if region != home:
            found.append(resource("replica", f"key-{region}", region, {"primaryKeyArn": [urn("key", "key")]}))
    return found


def _verdicts(resources: Sequence[Resource]) -> Sequence[Verdict]:
    rules = {rule.name: rule for rule in discover().rules}

    def verdict(rule: str, outcome: Outcome, on: str, fault: str = "", waiver: Waiver | None = None) -> Verdict:
        known = rules[rule]
        return Verdict(
            rule=rule,
            level=known.level,
            severity=known.severity,
            outcome=outcome,
            urn=on,
            message=known.message(fault) if fault else "",
            source="components/logs.py:12",
            waiver=waiver,
        )

    return [
        verdict(CRITICAL, Outcome.VIOLATED, urn("bucket", "logs-us-east-1"), FAULT),
        verdict(OPEN, Outcome.OPEN, urn("vpc", "vpc-us-east-1"), "vpc-us-east-1: not known yet"),
        verdict(WAIVED, Outcome.WAIVED, urn("cluster", "cluster-us-east-1"), "cluster: is open", WAIVER),
        *(
            verdict("kms_key_rotation_is_enabled", Outcome.PASSED, each.urn)
            for each in resources
            if each.type == TYPES["key"]
        ),
    ]


def run(resources: Sequence[Resource] | None = None, verdicts: Sequence[Verdict] | None = None) -> JudgedRun:
    """What was judged: by default the platform in three regions, with one verdict of each kind."""
    resources = platform(("us-east-1", "eu-west-1", "ap-south-1")) if resources is None else resources
    return JudgedRun(
        project="sample",
        stack="staging",
        subject=Subject.LIVE,
        judged_at=AT,
        resources=resources,
        verdicts=_verdicts(resources) if verdicts is None else verdicts,
    )


def drifted(judged: JudgedRun) -> drift.Drift:
    """The violated bucket was changed by hand."""
    (violated,) = judged.of(Outcome.VIOLATED)
    step = Step(
        op=Op.REFRESH,
        urn=violated.urn,
        type=TYPES["bucket"],
        name="logs-us-east-1",
        changes=[PropertyChange(path="policy", old=CANARY, new=CANARY)],
    )
    return drift.of([step], [Breach(verdict=violated, controls={"soc2": ["CC6.1"]})])


def page(judged: JudgedRun, found: drift.Drift | None = None, damaged: int = 1) -> data.Page:
    """The page of *judged*, with runs on the two days before it, one of them of a preview."""
    catalogue = frameworks.load(discover())
    assessments = [assess(each, catalogue, judged.verdicts, AT) for each in catalogue.frameworks.values()]
    last = history.entry_of(judged, assessments, "0123456789ab")
    subjects = ((2, Subject.LIVE), (1, Subject.PREVIEW), (0, Subject.LIVE))
    days = [last.model_copy(update={"at": AT - datetime.timedelta(days=day), "of": of}) for day, of in subjects]
    remembered = history.History(entries=days, damaged=damaged)
    return data.page(judged, catalogue, assessments, remembered, commit="0123456789ab", drift=found)
