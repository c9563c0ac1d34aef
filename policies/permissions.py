"""The ways in which a permission reaches an identity: one table, by which rules and stack rules know all of them.

Rules know the plain ones alone, of one identity and one policy: `RolePolicyAttachment`, `RolePolicy` and their like.
What any other resource gives is read as these say it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from policies.model import Resource
from policies.unknown import UNKNOWN

KINDS: Final = ("group", "role", "user")
"""Kinds of identities in an account, as the plain ways call the property that names one."""
PERMISSION_SET: Final = "permissionSet"
"""What becomes a role in each account that it is assigned in (IAM Identity Center API Reference,
"CreateAccountAssignment")."""
_LIST = "[]"


@dataclass(frozen=True, kw_only=True)
class Way:
    """A property of a type of resources by which they give policies to identities."""

    type: str
    """Type token of the resources."""
    kind: str
    """Of the identities, one of `KINDS` or `PERMISSION_SET`."""
    identity: str
    """The property that names them, `users[]` for a list; empty where the resource is the identity itself."""
    gives: str
    """The property that has the policies, such as `policyArns[]` or `inlinePolicies[].policy`."""
    attached: bool
    """Whether it names policies, which are resources of their own, rather than holding them."""

    @property
    def plain_kind(self) -> str:
        """The kind of identity that the plain way speaks of."""
        return "role" if self.kind == PERMISSION_SET else self.kind

    @property
    def plain(self) -> str:
        """The type of the plain way that says the same."""
        return _plain(self.plain_kind, "PolicyAttachment" if self.attached else "Policy")

    @property
    def is_plain(self) -> bool:
        """Whether it is the plain way itself."""
        return self.type == self.plain

    @property
    def prop(self) -> str:
        """The property that has the policies, or the list of them."""
        return self.gives.partition(_LIST)[0]

    @property
    def named_by(self) -> str:
        """The property that names the identities, or the list of them."""
        return self.identity.removesuffix(_LIST)


def _plain(kind: str, what: str) -> str:
    return f"aws:iam/{kind}{what}:{kind.capitalize()}{what}"


def _ways() -> Iterator[Way]:
    several = "aws:iam/policyAttachment:PolicyAttachment"
    for kind in KINDS:
        attachment, exclusive = (_plain(kind, f"PolicyAttachment{more}") for more in ("", "sExclusive"))
        yield Way(type=attachment, kind=kind, identity=kind, gives="policyArn", attached=True)
        yield Way(type=exclusive, kind=kind, identity=f"{kind}Name", gives="policyArns[]", attached=True)
        yield Way(type=several, kind=kind, identity=f"{kind}s[]", gives="policyArn", attached=True)
        yield Way(type=_plain(kind, "Policy"), kind=kind, identity=kind, gives="policy", attached=False)
    role = _plain("role", "")
    yield Way(type=role, kind="role", identity="", gives="managedPolicyArns[]", attached=True)
    yield Way(type=role, kind="role", identity="", gives="inlinePolicies[].policy", attached=False)
    for name, gives, attached in (
        ("ManagedPolicyAttachment", "managedPolicyArn", True),
        ("ManagedPolicyAttachmentsExclusive", "managedPolicyArns[]", True),
        ("PermissionSetInlinePolicy", "inlinePolicy", False),
    ):
        token = f"aws:ssoadmin/{name[0].lower()}{name[1:]}:{name}"
        yield Way(type=token, kind=PERMISSION_SET, identity="permissionSetArn", gives=gives, attached=attached)


WAYS: Final[Sequence[Way]] = tuple(_ways())
"""Every way there is, the plain ones among them.

Boundaries and session policies take permissions away, `...PoliciesExclusive` and `CustomerManagedPolicyAttachment` name
policies that are judged where they are declared: they are none.
"""
OTHER_WAYS: Final[Mapping[str, Sequence[Way]]] = {
    each.type: [way for way in WAYS if way.type == each.type] for each in WAYS if not each.is_plain
}
"""The ways that are not plain, by their type."""


def permissions_of(resource: Resource) -> Iterator[Resource]:
    """Yield what *resource* gives to identities, as plain ways with its URN, called by the place in it."""
    for way in OTHER_WAYS.get(resource.type, ()):
        for place, policy, is_given in _values(resource.props, way.gives):
            itself = [("", resource.name, True)]
            for nth, identity, _ in _values(resource.props, way.identity) if way.identity else itself:
                yield replace(
                    resource,
                    type=way.plain,
                    name=f"{resource.name}{place}{nth}",
                    props={
                        way.plain_kind: identity if is_given else UNKNOWN,
                        "policyArn" if way.attached else "policy": policy,
                    },
                )


def _values(props: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any, bool]]:
    """Yield what *props* has at *path*: the place, if in a list, the value, and whether it is there for certain.

    A list that is not known yet may be empty.
    """
    prop, listed, inner = path.partition(_LIST)
    found = props.get(prop)
    if listed and isinstance(found, list):
        for index, each in enumerate(found):
            value = each.get(inner[1:]) if inner and isinstance(each, Mapping) else each
            if value is not None:
                yield f": {prop}[{index}]", value, True
    elif found is not None or not listed:
        yield "", found, not listed
