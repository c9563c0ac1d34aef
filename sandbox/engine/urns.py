"""URNs and the aliases by which a renamed resource is recognised (Pulumi docs, "Resource names" and "Aliases")."""

from collections.abc import Iterable, Sequence

from pulumi.runtime.proto import alias_pb2

STACK_TYPE = "pulumi:pulumi:Stack"


def urn(stack: str, project: str, parent: str, type_token: str, name: str) -> str:
    """Return the URN of a resource; *parent* is its parent's URN or empty."""
    qualified = f"{parent_type}${type_token}" if (parent_type := qualified_type(parent)) else type_token
    return f"urn:pulumi:{stack}::{project}::{qualified}::{name}"


def qualified_type(parent: str) -> str:
    """Return the types that a child's type is prefixed with: the parent's, unless the parent is the stack."""
    if not parent:
        return ""
    types = parent.split("::", 3)[2]
    return "" if types == STACK_TYPE else types


def name_of(resource_urn: str) -> str:
    """Return the logical name in *resource_urn*."""
    return resource_urn.split("::", 3)[3]


def type_of(resource_urn: str) -> str:
    """Return the type token in *resource_urn*, without its parents' types."""
    return resource_urn.split("::", 3)[2].rsplit("$", 1)[-1]


def aliases(
    own: str, parent: str, parent_aliases: Sequence[str], given: Iterable[alias_pb2.Alias], plain: Iterable[str]
) -> list[str]:
    """Return every URN that the resource *own* may have had: its own aliases, and those its parent's imply."""
    found: dict[str, None] = dict.fromkeys(plain)
    specs: list[alias_pb2.Alias.Spec] = []
    for alias in given:
        if alias.urn:
            found[alias.urn] = None
        else:
            specs.append(alias.spec)
            found[_from_spec(own, parent, alias.spec)] = None
    for parent_alias in parent_aliases:
        child = _child_name(name_of(own), parent, parent_alias)
        found[_under(own, parent_alias, type_of(own), child)] = None
        for spec in specs:
            name = _child_name(spec.name, parent, parent_alias) if spec.name else child
            found[_under(own, parent_alias, spec.type or type_of(own), name)] = None
    found.pop(own, None)
    return list(found)


def _from_spec(own: str, parent: str, spec: alias_pb2.Alias.Spec) -> str:
    stack, project = _scope(own)
    under = "" if spec.noParent else spec.parentUrn or parent
    return urn(
        spec.stack or stack, spec.project or project, under, spec.type or type_of(own), spec.name or name_of(own)
    )


def _under(own: str, parent_alias: str, type_token: str, name: str) -> str:
    stack, project = _scope(parent_alias or own)
    return urn(stack, project, parent_alias, type_token, name)


def _child_name(child: str, parent: str, parent_alias: str) -> str:
    """A child named after its parent was named after its parent's alias."""
    parent_name = name_of(parent)
    return name_of(parent_alias) + child[len(parent_name) :] if child.startswith(parent_name) else child


def _scope(resource_urn: str) -> tuple[str, str]:
    stack, project = resource_urn.removeprefix("urn:pulumi:").split("::", 2)[:2]
    return stack, project
