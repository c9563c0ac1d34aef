"""Each type of staging, taken out of it everywhere, is missed by something mandatory, or there is a reason why not."""

from collections.abc import Iterable, Sequence

import pytest

from policies.core import Judge
from policies.model import Level, Resource
from policies.registry import Registry
from tests.policies.paths.taken import Whole
from tests.policies.stack_case import RULES
from tests.policies.test_stack_mutations import READS

MISSED = {
    "aws:apigateway/authorizer:Authorizer": "stack_gateways_have_authorizers",
    "aws:apigateway/methodSettings:MethodSettings": "stack_stages_have_settings",
    "aws:backup/vaultNotifications:VaultNotifications": "stack_backups_are_told",
    "aws:cfg/recorderStatus:RecorderStatus": "stack_regions_have_config",
    "aws:cfg/rule:Rule": "stack_recordings_are_judged",
    "aws:ebs/defaultKmsKey:DefaultKmsKey": "stack_volumes_have_a_default_key",
    "aws:ebs/encryptionByDefault:EncryptionByDefault": "stack_regions_have_volume_encryption",
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": "stack_instances_have_metadata_defaults",
    "aws:guardduty/detectorFeature:DetectorFeature": "stack_detectors_have_features",
    "aws:securityhub/findingAggregator:FindingAggregator": "stack_hubs_gather_their_findings",
    "aws:securityhub/standardsSubscription:StandardsSubscription": "stack_hubs_have_standards",
}
"""Protections that are resources of their own, and what misses them."""
PATHS = ("stack_copies_arrive", "stack_logs_arrive", "stack_paths_carry")
SPARED = {
    "aws:apigateway/account:Account": "the service writes its logs by it; rules on stages ask for them",
    "aws:apigateway/clientCertificate:ClientCertificate": "a stage names it, and a rule asks that it does",
    "aws:apigateway/model:Model": "a method names it",
    "aws:apigateway/requestValidator:RequestValidator": "a method names it",
    "aws:apigateway/response:Response": "words of an answer",
    "aws:athena/namedQuery:NamedQuery": "a question that may be asked",
    "aws:athena/workgroup:Workgroup": "who asks is let in by it, and rules ask that it bounds them",
    "aws:backup/regionSettings:RegionSettings": "what the account has opted in to holds without it",
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": "a distribution names it",
    "aws:cloudwatch/logStream:LogStream": "a part of a group",
    "aws:dynamodb/tableItem:TableItem": "data",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": "saves cost",
    "aws:eks/addon:Addon": "a part of a cluster",
    "aws:fis/experimentTemplate:ExperimentTemplate": "breaks things on purpose, and its absence leaves them whole",
    "aws:glue/catalogDatabase:CatalogDatabase": "says how to read what is stored elsewhere",
    "aws:glue/catalogTable:CatalogTable": "says how to read what is stored elsewhere",
    "aws:glue/dataQualityRuleset:DataQualityRuleset": "asks of tables what the job has asked before them",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "opens, and its absence closes",
    "aws:iam/policy:Policy": "grants, and its absence denies",
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": "grants, and its absence denies",
    "aws:kms/alias:Alias": "a name",
    "aws:lambda/eventSourceMapping:EventSourceMapping": "carries work",
    "aws:opensearch/domainPolicy:DomainPolicy": "grants, and its absence denies",
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": "a cluster names it",
    "aws:s3/bucketObjectv2:BucketObjectv2": "data",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "every bucket of after April 2023 begins so",
    "aws:sns/topicPolicy:TopicPolicy": "AWS's own lets in nobody but the account",
}
"""What nothing misses, and why."""


@pytest.fixture(params=["deployed", "previewed"])
def resources(request: pytest.FixtureRequest) -> list[Resource]:
    """Staging, in each of the ways that a judge is shown it."""
    return request.getfixturevalue(request.param)


def violated(resources: Iterable[Resource], rules: Iterable[str]) -> set[tuple[str, str]]:
    """Return what the mandatory ones of *rules* find."""
    asked = tuple(RULES[rule] for rule in rules if RULES[rule].level is Level.MANDATORY)
    evaluation = Judge(Registry(rules=(), stack_rules=asked)).evaluate_stack([*resources])
    assert not evaluation.errors
    return {(each.rule, each.message) for each in evaluation.violations}


def readers() -> dict[str, set[str]]:
    """Return, by type, the rules that look at it by name."""
    found: dict[str, set[str]] = {}
    for line in READS.read_text(encoding="utf-8").splitlines():
        rules, _, kinds = line.split("\t")
        for kind in kinds.split(" "):
            found.setdefault(kind, set()).update(f"stack_{rule}" for rule in rules.split(", "))
    return found


def without(resources: Sequence[Resource], kind: str) -> list[Resource]:
    return [each for each in resources if each.type != kind]


def test_a_protection_that_is_gone_from_everywhere_is_missed(resources: Sequence[Resource]) -> None:
    before = violated(resources, MISSED.values())
    assert not before
    for kind, rule in MISSED.items():
        assert {name for name, _ in violated(without(resources, kind), MISSED.values())} == {rule}, kind


def test_nothing_else_is_silent_without_a_reason(deployed: Sequence[Resource]) -> None:
    type_of = {each.urn: each.type for each in deployed}
    carrying = {type_of[element.urn] for element in Whole(deployed).elements}
    kinds = {kind for kind in type_of.values() if kind.startswith("aws:")} - carrying
    by_kind = readers()
    silent = {
        kind
        for kind in kinds
        if not violated(without(deployed, kind), by_kind.get(kind, ())) - violated(deployed, by_kind.get(kind, ()))
    }
    unseen = {kind for kind in silent - SPARED.keys() if not violated(without(deployed, kind), PATHS)}
    assert not unseen
    assert silent >= SPARED.keys()
