"""Plans for tests: resources by hand, and the stacks' own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ops.preflight.plan import Plan
from policies.model import Resource

ACCOUNT = "123456789012"
HOME = "us-east-1"
DEPLOYER = f"arn:aws:iam::{ACCOUNT}:role/deployer"
READER = f"arn:aws:iam::{ACCOUNT}:role/reader"
ANY_ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}


def made(token: str, name: str, props: Mapping[str, Any] | None = None, **comes_from: Resource) -> Resource:
    """Return a resource whose properties *comes_from* other resources' values."""
    return Resource(
        type=token,
        urn=f"urn:pulumi:test::groot::{token}::{name}",
        name=name,
        props=dict(props or {}),
        property_dependencies={key: [source.urn] for key, source in comes_from.items()},
        source=f"components/{name}.py:1",
    )


def plan_of(*resources: Resource, exports: Mapping[str, Any] | None = None, **outputs: Mapping[str, Any]) -> Plan:
    """Return the plan of *resources*; *outputs* by name are known besides their inputs."""
    stack = made("pulumi:pulumi:Stack", "stack")
    known = {each.urn: {**each.props, **outputs.get(each.name, {})} for each in resources}
    return Plan(
        stack="test", home=HOME, resources=[stack, *resources], outputs={**known, stack.urn: dict(exports or {})}
    )


def allow(*actions: str, resource: Any = "*", **more: Any) -> dict[str, Any]:
    """Return a statement that allows *actions*."""
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource, **more}


def policy(*statements: Mapping[str, Any]) -> str:
    """Return the document of *statements*."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def deployer(*statements: Mapping[str, Any]) -> Sequence[Resource]:
    """Return a role that may do what *statements* say, as an export names it."""
    role = made("aws:iam/role:Role", "deployer", {"name": "deployer", "assumeRolePolicy": policy()})
    return role, made("aws:iam/rolePolicy:RolePolicy", "rights", {"policy": policy(*statements)}, role=role)


def changed(plan: Plan, target: str, **props: Any) -> Plan:
    """Return *plan* with *props* of the resource called *target* set, or without them where they are None."""

    def put(resource: Resource) -> Resource:
        if resource.name != target:
            return resource
        kept = {key: value for key, value in resource.props.items() if key not in props}
        return replace(resource, props=kept | {key: value for key, value in props.items() if value is not None})

    assert any(each.name == target for each in plan.resources), target
    resources = [put(each) for each in plan.resources]
    outputs = {each.urn: {**plan.outputs.get(each.urn, {}), **each.props} for each in resources}
    return Plan(stack=plan.stack, home=plan.home, resources=resources, outputs=outputs)
