"""A stack of any number of resources, made of the rules' fixtures, and its forms on disk.

A third is a platform that hangs together, so that stack rules have ways to follow; a third is of the types that
`bench/peers` judges too, as many broken as not; the rest is of every type that any rule names.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from policies.model import Resource, Rule
from policies.registry import discover
from tests.policies import fixtures
from tests.policies.case import changed
from tests.policies.test_stack_time import stack_of

STACK = "test"
"""What the stack is called, by those who made the platform."""
EQUIVALENT = (
    "apigateway_stage_traces_requests",
    "athena_workgroup_enforces_its_settings",
    "cloudfront_distribution_requires_https",
    "cloudtrail_trail_validates_files",
    "cloudwatch_log_group_keeps_a_year",
    "codebuild_project_is_not_privileged",
    "dax_cluster_is_encrypted",
    "docdb_cluster_keeps_backups",
    "dynamodb_table_recovers_to_a_point_in_time",
    "ecr_repository_scans_images",
    "ecs_cluster_has_container_insights",
    "eks_cluster_logs_are_complete",
    "elasticache_group_fails_over",
    "elb_policy_requires_tls_1_2",
    "guardduty_detector_is_on",
    "iam_password_policy_asks_length",
    "kms_key_rotation_is_enabled",
    "lambda_function_keeps_failed_events",
    "lb_load_balancer_drops_invalid_headers",
    "memorydb_cluster_requires_tls",
    "mq_broker_is_not_public",
    "rds_instance_spans_zones",
    "s3_bucket_ownership_is_enforced",
    "s3_bucket_public_access_is_blocked",
    "s3_bucket_versioning_is_enabled",
    "sagemaker_notebook_has_no_root",
    "sfn_state_machine_is_traced",
)
"""The rules that stand in `peers/rules.guard` and `peers/rules.rego` too."""
_TYPES_OF_A_RULE = 8
"""A rule of more types than this, such as that on tags, names the others in passing."""


def equivalent() -> tuple[Rule, ...]:
    """Return the rules that `bench/peers` has too."""
    return tuple(rule for rule in discover().rules if rule.name in EQUIVALENT)


def resources(count: int) -> list[Resource]:
    """Return *count* resources, at least some 500."""
    third = count // 3
    base = len(stack_of(0))
    grown = stack_of(max(0, third - base) // (len(stack_of(1)) - base))
    peers = itertools.islice(itertools.cycle(_of_peers()), third)
    rest = itertools.islice(itertools.cycle(_every_type().items()), count - len(grown) - third)
    return [*grown, *(_resource(index, *each) for index, each in enumerate(itertools.chain(peers, rest)))]


def state(stack: Sequence[Resource]) -> Mapping[str, Any]:
    """Return *stack* as `pulumi stack export` writes it."""
    return {"version": 3, "deployment": {"resources": [_exported(resource) for resource in stack]}}


def template(stack: Sequence[Resource]) -> Mapping[str, Any]:
    """Return *stack* laid out as a CloudFormation template, types and properties called as Pulumi calls them."""
    return {"Resources": {f"r{i}": {"Type": each.type, "Properties": each.props} for i, each in enumerate(stack)}}


def listed(stack: Sequence[Resource]) -> Mapping[str, Any]:
    """Return *stack* as OPA is given it."""
    return {"resources": [{"type": each.type, "urn": each.urn, "props": each.props} for each in stack]}


def _resource(index: int, resource_type: str, props: Mapping[str, Any]) -> Resource:
    name = f"bench-{index}"
    return Resource(
        type=resource_type, urn=f"urn:pulumi:{STACK}::groot::{resource_type}::{name}", name=name, props=props
    )


def _exported(resource: Resource) -> Mapping[str, Any]:
    custom = ":index:" not in resource.type
    return {
        "urn": resource.urn,
        "custom": custom,
        **({"id": resource.name} if custom else {}),
        "type": resource.type,
        "inputs": resource.props,
        "outputs": resource.props,
        **({"parent": resource.parent} if resource.parent else {}),
        "protect": resource.protect,
        "propertyDependencies": resource.property_dependencies,
    }


def _of_peers() -> list[tuple[str, Mapping[str, Any]]]:
    """Return, rule by rule in turn, a resource that complies and one that doesn't, until no change is left."""
    turns = itertools.zip_longest(*map(_variants, equivalent()))
    return [each for turn in turns for each in turn if each]


def _variants(rule: Rule) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for case in fixtures.load()[rule.name]:
        for resource_type in sorted(case.types or rule.resource_types):
            for path, value in case.broken:
                yield resource_type, case.compliant
                yield resource_type, changed(case.compliant, path, value)


@cache
def _every_type() -> Mapping[str, dict[str, Any]]:
    """Return, for each type, what the fixtures of its rules say together."""
    rules = {rule.name: rule for rule in discover().rules}
    props: dict[str, dict[str, Any]] = {}
    for name, cases in fixtures.load().items():
        for resource_type in itertools.islice(sorted(rules[name].resource_types), _TYPES_OF_A_RULE):
            props.setdefault(resource_type, {}).update(cases[0].compliant)
    return props
