"""Administrators who stand, by each way of being one, and those who don't."""

import json
from itertools import product
from typing import Any

from policies.permissions import PERMISSION_SET, WAYS
from tests.policies.stack import Ref, Stack

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
LOOKS = "arn:aws:iam::aws:policy/ReadOnlyAccess"
EVERYTHING = json.dumps({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})
TOKENS = {
    **{kind: f"aws:iam/{kind}:{kind.capitalize()}" for kind in ("group", "role", "user")},
    PERMISSION_SET: "aws:ssoadmin/permissionSet:PermissionSet",
}


def trust(**principal: str) -> str:
    """Return a trust policy for *principal*."""
    return json.dumps({"Statement": {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}})


def administered() -> Stack:
    """An administrator by each way of giving a policy, some held by a boundary or lent, and who is of which group."""
    stack = Stack()
    stack.add("aws:iam/policy:Policy", "everything", policy=EVERYTHING)
    stack.add("aws:iam/policy:Policy", "little", policy=EVERYTHING.replace('"Action": "*"', '"Action": "s3:GetObject"'))
    for number, way in enumerate(WAYS):
        named = way.identity.removesuffix("[]")
        of = "arn" if named.endswith("Arn") else "name"
        prop, _, inner = way.gives.partition("[]")
        given: Any = ADMINISTRATOR if way.attached else EVERYTHING
        listed = ({inner[1:]: given} if inner else given) if prop != way.gives else None
        props: dict[str, Any] = {prop: given if listed is None else [listed]}
        name = f"{way.kind}-{number}"
        more: dict[str, Any] = {"assumeRolePolicy": trust(AWS="*")} if way.kind == "role" else {}
        stack.add(TOKENS[way.kind], name, name=name, **more, **({} if named else props))
        if named:
            holder = Ref(name, of)
            stack.add(way.type, f"{name}-may", **{named: [holder] if "[]" in way.identity else holder}, **props)
    for kind, boundary in product(("role", "user"), (Ref("little"), LOOKS)):
        name = f"bound-{kind}-{boundary is LOOKS}"
        bound: dict[str, Any] = {"permissionsBoundary": boundary}
        more = {"assumeRolePolicy": trust(AWS="*")} if kind == "role" else {}
        stack.add(TOKENS[kind], name, name=name, **more, **bound)
        attached: dict[str, Any] = {kind: Ref(name, "name"), "policyArn": Ref("everything")}
        stack.add(f"aws:iam/{kind}PolicyAttachment:{kind.capitalize()}PolicyAttachment", f"{name}-may", **attached)
    group = Ref("group-0", "name")
    stack.add("aws:iam/groupMembership:GroupMembership", "members", group=group, users=["ann"])
    stack.add("aws:iam/userGroupMembership:UserGroupMembership", "groups", user="ann", groups=[group])
    assigned = next(name for name in stack.nodes if name.startswith(PERMISSION_SET))
    stack.add("aws:ssoadmin/accountAssignment:AccountAssignment", "assigned", permissionSetArn=Ref(assigned))
    stack.add("groot:index:Elevation", "elevation")
    stack.add("groot:index:Function", "elevation-function", "elevation")
    lends: dict[str, Any] = {"name": "desk", "assumeRolePolicy": trust(Service="lambda.amazonaws.com")}
    stack.add(TOKENS["role"], "desk", "elevation-function", **lends)
    lent: dict[str, Any] = {"name": "lent", "assumeRolePolicy": trust(AWS="arn:aws:iam::123456789012:desk")}
    stack.add(TOKENS["role"], "lent", "elevation", managedPolicyArns=[ADMINISTRATOR], **lent)
    return stack
