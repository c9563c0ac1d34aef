"""`groot capacity` as a person and a pipeline run it."""

import pytest

from ops.capacity.declared import declared
from policies.model import Resource
from policies.unknown import UNKNOWN
from tests.ops.conftest import Groot

PROGRAM = """
import pulumi_aws as aws

aws.rds.GlobalCluster("shard", global_cluster_identifier="shard", engine="aurora-postgresql", region="us-east-1")
"""


@pytest.fixture
def planned(groot: Groot) -> Groot:
    """A project that declares a database and nothing else."""
    groot.program(PROGRAM)
    return groot


def test_a_load_given_is_planned_for_and_what_lacks_fails(planned: Groot) -> None:
    outcome = planned.run("capacity", "--requests-per-minute", "600", "--events-per-day", "86400", "--regions", "2")
    assert "600 requests a minute and 86,400 events a day, 2 regions" in outcome.out
    assert "gateway, rate of the stage" in outcome.out
    assert "LACKING" in outcome.out
    assert "\x1b" not in outcome.out
    assert outcome.code == 1


def test_a_machine_gets_one_document(planned: Groot) -> None:
    outcome = planned.run("capacity", "--requests-per-minute", "600", "--events-per-day", "86400", "--json")
    [stage] = [each for each in outcome.document["needs"] if each["part"] == "gateway, rate of the stage"]
    assert (stage["needed"], stage["has"], stage["enough"]) == (10, None, False)


def test_a_stack_without_targets_says_what_to_give(planned: Groot) -> None:
    outcome = planned.plain("capacity")
    assert outcome.code == 2
    assert "targets.requestsPerMinute isn't set for staging; set it, or give --requests-per-minute" in outcome.err


def test_the_least_of_all_regions_counts_and_what_is_unknown_does_not() -> None:
    def group(name: str, most: object, kind: str) -> Resource:
        props = {"scalingConfig": {"maxSize": most}, "instanceTypes": [kind]}
        return Resource(type="aws:eks/nodeGroup:NodeGroup", urn=name, name=name, props=props)

    found = declared([group("a", 12, "m7g.2xlarge"), group("b", 6, "m7g.xlarge"), group("c", UNKNOWN, "m7g.large")])
    assert (found.nodes, found.node_cores, found.pods) == (6, 2, None)
