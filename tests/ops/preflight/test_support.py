"""Versions whose support ends: told in time, and none that has ended in the stacks."""

import datetime
from typing import Any

import pytest

from ops.preflight import support
from ops.preflight.findings import Kind, Level
from ops.preflight.plan import Plan
from ops.terraform_plan.names import type_name as terraform_name
from tests.ops.preflight.plans import made, plan_of
from tests.policies.schema import inputs

END = datetime.date(2026, 12, 2)
"""Of standard support of Kubernetes 1.34."""


def clusters(version: str) -> Plan:
    return plan_of(made("aws:eks/cluster:Cluster", "cluster", {"version": version}))


@pytest.mark.parametrize(
    ("days_before", "said"),
    [(91, None), (90, "ends on 2026-12-02, in 90 days"), (0, "in 0 days"), (-1, "ended on 2026-12-02")],
)
def test_an_end_is_told_ninety_days_before_and_ever_after(days_before: int, said: str | None) -> None:
    found = support.findings(clusters("1.34"), END - datetime.timedelta(days=days_before))
    if said is None:
        assert found == []
    else:
        (told,) = found
        assert (told.kind, told.level) == (Kind.SUPPORT, Level.ADVICE)
        assert said in told.message
        assert "cluster" in told.message
        assert told.mend.startswith("Choose a later version, such as 1.36 (until 2027-08-02)")


def test_a_version_that_nobody_has_announced_an_end_of_is_left_alone() -> None:
    assert support.findings(clusters("1.99"), datetime.date(2040, 1, 1)) == []
    assert support.findings(plan_of(made("aws:eks/cluster:Cluster", "cluster")), END) == []


def test_minor_versions_go_with_their_major_one_and_engines_with_their_own() -> None:
    day = datetime.date(2029, 2, 1)
    database = {"engine": "aurora-postgresql", "engineVersion": "16.15"}
    (found,) = support.findings(plan_of(made("aws:rds/cluster:Cluster", "it", database)), day)
    assert "ends on 2029-02-28, in 27 days" in found.message
    assert (
        support.findings(plan_of(made("aws:rds/cluster:Cluster", "it", database | {"engine": "aurora-mysql"})), day)
        == []
    )


def test_where_every_version_has_ended_none_is_proposed() -> None:
    (found,) = support.findings(clusters("1.36"), datetime.date(2030, 1, 1))
    assert found.mend == "Choose a later version"


def test_the_table_speaks_of_types_and_properties_that_there_are() -> None:
    for group in support.table().groups:
        for token, name in group.of.items():
            assert terraform_name(token), token
            assert name in inputs(token)


@pytest.mark.parametrize("stack", ["staging_plan", "prod_plan", "world_plan"])
def test_no_version_of_the_stacks_is_out_of_support(stack: str, request: pytest.FixtureRequest) -> None:
    today = datetime.datetime.now(tz=datetime.UTC).date()
    plan: Any = request.getfixturevalue(stack)
    assert [each.line() for each in support.findings(plan, today) if " ended on " in each.message] == []
