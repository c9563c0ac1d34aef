"""The whole platform, as deployed."""

from ops.judge import project_judge
from sandbox.engine.deployment import Options
from sandbox.providers.aws.registry import rows
from sandbox.providers.base import UNSENT
from tests.conftest import Deployed


def test_staging_meets_every_mandatory_policy(staging: Deployed) -> None:
    assert [item for item in staging.result.violations if item.level == "mandatory"] == []


def test_the_platforms_own_types_and_properties_are_all_seen_to(staging: Deployed) -> None:
    """Others' may be recorded as they come; of the platform's own, each has a row, and each property a place in it."""
    custom = [state for state in staging.resources if state.type.startswith("aws:")]
    assert {state.type for state in custom} <= rows().keys()
    assert [state.urn for state in custom if UNSENT in state.inputs] == []
    warnings = [each.message for each in staging.result.diagnostics if each.severity == "warning"]
    assert [line for line in warnings if "doesn't know" in line] == []


def test_a_second_deployment_changes_nothing(staging: Deployed) -> None:
    changes = staging.deployment.preview(Options(judge=project_judge())).changes()
    assert {op: count for op, count in changes.items() if count and op != "same"} == {}


def test_a_fresh_deployment_has_not_drifted(staging: Deployed) -> None:
    steps = staging.deployment.refresh(dry_run=True).steps
    assert [(step.urn, step.changes) for step in steps if step.op != "same"] == []


def test_every_region_has_a_cluster_under_its_own_key(staging: Deployed) -> None:
    for region in ("us-east-1", "eu-west-1"):
        eks = staging.client("eks", region)
        (name,) = eks.list_clusters()["clusters"]
        cluster = eks.describe_cluster(name=name)["cluster"]
        assert cluster["encryptionConfig"][0]["provider"]["keyArn"].split(":")[3] == region
        assert cluster["resourcesVpcConfig"]["endpointPublicAccess"] is False


def test_writers_are_spread_over_the_regions(staging: Deployed) -> None:
    assert sorted(staging.result.outputs["writers"].values()) == ["eu-west-1", "us-east-1"]


def test_nothing_secret_is_exported(staging: Deployed) -> None:
    assert "PRIVATE KEY" not in repr(staging.result)
    assert "[secret]" not in staging.result.outputs.values()


SEARCHED_NOWHERE = ("/siem-delivery", "/aws/opensearch/", "-siem-index-", "-siem-keep-")
"""What the search writes of itself: shipped, it would feed itself for ever."""


def test_every_log_reaches_the_search_of_its_jurisdiction(staging: Deployed) -> None:
    filters = staging.of_type("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter")
    shipped = {(one.outputs["region"], one.outputs["logGroup"]) for one in filters}
    groups = {
        (one.outputs["region"], one.outputs["name"]) for one in staging.of_type("aws:cloudwatch/logGroup:LogGroup")
    }
    assert shipped == {one for one in groups if not any(part in one[1] for part in SEARCHED_NOWHERE)}
    for region in ("us-east-1", "eu-west-1"):
        (destination,) = staging.client("logs", region).describe_destinations()["destinations"]
        assert destination["targetArn"].split(":")[3] == region
