"""What is said of jobs is what the deployed platform's policies let them do; whoever says else is told."""

from dataclasses import replace
from typing import Any

import pytest

from governance.flows import Job, Lineage
from governance.loading import Catalogue
from ops.lineage.permitted import POLICIES, faults
from policies.model import Resource
from tests.conftest import Deployed


@pytest.fixture(scope="module")
def resources(staging: Deployed) -> list[Resource]:
    return [
        Resource(type=each.type, urn=each.urn, name=each.urn.rpartition("::")[2], props={**each.inputs, **each.outputs})
        for each in staging.resources
    ]


def test_the_platforms_jobs_do_what_its_policies_let_them_and_no_less(
    resources: list[Resource], catalogue: Catalogue, lineage: Lineage
) -> None:
    assert faults(lineage.jobs, catalogue.stores, resources) == []
    assert sum(each.type in POLICIES for each in resources) > 50


def changed(lineage: Lineage, name: str, **changes: Any) -> dict[str, Job]:
    return {**lineage.jobs, name: lineage.jobs[name].model_copy(update=changes)}


@pytest.mark.parametrize(
    ("name", "changes", "told"),
    [
        (
            "event-projector",
            {"writes": ()},
            "event-projector: events-eu-west-1-projector-policy lets it write event-summaries",
        ),
        ("event-projector", {"reads": ()}, "lets it read events, which it doesn't say"),
        ("event-projector", {"reads": ("records",)}, "events-eu-west-1-projector-policy doesn't let it read records"),
        ("event-projector", {"writes": ("events",)}, "events-eu-west-1-projector-policy doesn't let it write events"),
        (
            "records-api",
            {"reads": (), "writes": ()},
            "records-eu-west-1-api-policy reaches records, which it doesn't say",
        ),
        ("lockstep", {"permissions": ()}, "lockstep-eu-west-1-policy reaches releases and is no job's"),
        ("lockstep", {"permissions": ("gone-*",)}, "lockstep: the stack has no policy called gone-*"),
    ],
)
def test_a_lie_is_found(
    resources: list[Resource], catalogue: Catalogue, lineage: Lineage, name: str, changes: dict[str, Any], told: str
) -> None:
    assert any(told in each for each in faults(changed(lineage, name, **changes), catalogue.stores, resources))


def test_of_a_policy_that_is_not_known_yet_what_it_names_is_held_to(
    resources: list[Resource], catalogue: Catalogue, lineage: Lineage
) -> None:
    events = next(each for each in resources if each.name == "event-store-events-table")
    policy = next(each for each in resources if each.name == "lockstep-eu-west-1-policy")
    unknown = replace(policy, props={}, property_dependencies={"policy": [events.urn]})
    given = [unknown if each is policy else each for each in resources]
    assert faults(lineage.jobs, catalogue.stores, given) == [
        "lockstep: lockstep-eu-west-1-policy reaches events, which it doesn't say"
    ]
