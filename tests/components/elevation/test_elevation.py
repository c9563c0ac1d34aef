"""Who has which access for a while, who may give it, and what is heard when the glass breaks."""

import fnmatch
import json
from typing import Any

import pytest

from components._shared.event_tables import KeptTable
from components.elevation.break_glass import BreakGlassRole, BreakGlassRoleArgs
from components.elevation.elevation import CALLS, Elevation, ElevationArgs
from components.security.trail_watches import BREAK_GLASS
from functions.elevation import tier
from policies.iam.standing import standing
from policies.iam.unknowns import known_statements
from settings import AccessTier, BreakGlass
from tests.components.data.declare import Declared, context, declare, sites

OWN = "arn:aws:iam::aws:policy/job-function/"
TIERS = [
    AccessTier(name="operator", policy=f"{OWN}SupportUser", requesters=("Engineers",), approvers=("Leads",)),
    AccessTier(
        name="network",
        policy=f"{OWN}NetworkAdministrator",
        requesters=("Engineers",),
        approvers=("Leads",),
        approvals=2,
        review_days=7,
        networks=("192.0.2.0/24",),
    ),
]
GLASS = BreakGlass(users=("sealed/glass-1", "sealed/glass-2"), policy=f"{OWN}SystemAdministrator")
Props = dict[str, Any]


@pytest.fixture(scope="module")
def declared() -> list[Declared]:
    def program() -> None:
        site = sites(1)["us-east-1"]
        table = KeptTable(name="elevations", arn="arn:aws:dynamodb:us-east-1:123456789012:table/elevations")
        BreakGlassRole("break-glass", BreakGlassRoleArgs(context=context(), glass=GLASS))
        Elevation("elevation", ElevationArgs(site=site, table=table, tiers=TIERS, glass_review_days=2))

    return declare(program)


def named(declared: list[Declared], name: str) -> Props:
    [found] = [each.inputs for each in declared if each.name == name]
    return found


def statements(declared: list[Declared]) -> dict[str, Props]:
    policies = [each.inputs for each in declared if each.type == "aws:iam/rolePolicy:RolePolicy"]
    found = [each for policy in policies for each in json.loads(policy["policy"])["Statement"]]
    return {each["Sid"]: each for each in found if "Sid" in each}


def test_each_tier_has_a_role_that_the_function_alone_takes_and_that_is_bounded_by_what_it_may(
    declared: list[Declared],
) -> None:
    function = named(declared, "elevation-function")["role"]
    for each in TIERS:
        role = named(declared, f"elevation-{each.name}")
        assert role["permissionsBoundary"] == named(declared, f"elevation-{each.name}-may")["policyArn"] == each.policy
        trusted = known_statements(role["assumeRolePolicy"])
        assert standing(trusted, ()), "somebody takes it at any time"
        assert standing(trusted, [function]) is None, "nobody does but the function"


def test_the_function_takes_and_changes_these_roles_alone_and_within_their_boundaries(declared: list[Declared]) -> None:
    roles = [f"arn:aws:iam::123456789012:role/{named(declared, f'elevation-{each.name}')['name']}" for each in TIERS]
    may = statements(declared)
    for sid in ("Sessions", "Denials", "Revoking"):
        assert may[sid]["Resource"] == roles
    within = {"ArnEquals": {"iam:PermissionsBoundary": [each.policy for each in TIERS]}}
    assert (may["Revoking"]["Action"], may["Revoking"]["Condition"]) == (["iam:PutRolePolicy"], within)
    assert "dynamodb:UpdateItem" not in may["Requests"]["Action"], "what was entered is not changed"


def test_the_function_reads_the_tiers_that_were_declared(declared: list[Declared]) -> None:
    told = named(declared, "elevation-function")["environment"]["variables"]
    found = tier.read(told["TIERS"])
    assert [each.approvals for each in found.values()] == [1, 2]
    assert (found["network"].networks, found["network"].review_days) == (("192.0.2.0/24",), 7)
    assert found["operator"].role_arn.endswith(f"role/{named(declared, 'elevation-operator')['name']}")


def test_glass_takes_a_second_factor_of_these_minutes_of_whom_it_names(declared: list[Declared]) -> None:
    trust = named(declared, "break-glass-role")["assumeRolePolicy"]
    assert standing(known_statements(trust), ()) is None
    [statement] = json.loads(trust)["Statement"]
    users = [f"arn:aws:iam::123456789012:user/{each}" for each in GLASS.users]
    assert statement["Condition"] == {
        "ArnEquals": {"aws:PrincipalArn": users},
        "Bool": {"aws:MultiFactorAuthPresent": "true"},
        "NumericLessThan": {"aws:MultiFactorAuthAge": "900"},
    }
    assert named(declared, "break-glass-role")["permissionsBoundary"] == GLASS.policy


def test_the_trail_hears_of_the_role_by_its_name_and_a_review_is_owed_by_that_alarm(declared: list[Declared]) -> None:
    [watched] = [each for each in BREAK_GLASS.pattern.split('"') if each.startswith("*")]
    assert fnmatch.fnmatchcase(named(declared, "break-glass-role")["name"], watched)
    rung = f"groot-test-trail-{BREAK_GLASS.key}-alarm"  # as `components/security/trail.py` names it
    [heard] = json.loads(named(declared, "elevation-glass-rule")["eventPattern"])["detail"]["alarmName"]
    assert rung.endswith(heard["suffix"])


def test_time_and_broken_glass_call_the_function_and_silence_pages(declared: list[Declared]) -> None:
    rules = {each.inputs["name"] for each in declared if each.type == "aws:cloudwatch/eventRule:EventRule"}
    targets = [each.inputs for each in declared if each.type == "aws:cloudwatch/eventTarget:EventTarget"]
    assert {each["rule"] for each in targets} == rules
    assert len(rules) == len(CALLS)
    alarms = [each.inputs for each in declared if each.type == "aws:cloudwatch/metricAlarm:MetricAlarm"]
    assert all(each["alarmActions"] for each in alarms)
    watched = {each["metricName"] for each in alarms}
    assert {"ReviewsOverdue", "FailedInvocations"} <= watched
