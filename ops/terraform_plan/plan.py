"""The plan document: what `terraform show -json` prints of a plan ("JSON Output Format", format version 1.2).

Besides Terraform's own keys it has `pulumi`, which readers ignore as the format asks of them: for each address the URN
and the line that declared it, and what has no place in the plan. What a resource was before is not in it.
"""

import itertools
import json
import os
import re
import stat
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ops.request import OperationError
from ops.terraform_plan.names import type_name
from ops.terraform_plan.references import references
from ops.terraform_plan.values import Values, translate
from policies.model import Resource

Document = dict[str, Any]
FORMAT_VERSION = "1.2"
TERRAFORM_VERSION = "1.9.0"
"""The version whose form this is. Readers ask for one, though no Terraform has made it."""
_PROVIDER = "registry.terraform.io/hashicorp/aws"
_ACTIONS = {
    "create": ["create"],
    "update": ["update"],
    "replace": ["create", "delete"],
    "delete": ["delete"],
}
"""Terraform's word for each of the engine's operations that change something."""
_POSITION = re.compile(r"\.\d+\b")


@dataclass(frozen=True, kw_only=True)
class Exported:
    """A plan, and what isn't in it."""

    document: Document
    left_out_types: Mapping[str, int] = field(default_factory=dict)
    """How many resources of each type have no counterpart in Terraform's AWS provider."""
    left_out_properties: Sequence[str] = ()
    """Properties without a counterpart, as `<type token>.<path>`."""

    def warnings(self) -> Sequence[str]:
        """Return a line for each kind of thing that is left out."""
        lines: list[str] = []
        kubernetes = sum(count for token, count in self.left_out_types.items() if token.startswith("kubernetes:"))
        if kubernetes:
            lines.append(f"not in the plan: {kubernetes} Kubernetes resources; `groot up` writes them as manifests")
        lines += [
            f"not in the plan: {count} of {token}, which Terraform's AWS provider doesn't have"
            for token, count in self.left_out_types.items()
            if not token.startswith("kubernetes:")
        ]
        lines += [f"not in the plan: {name}, which Terraform doesn't have" for name in self.left_out_properties]
        return lines


def export(
    resources: Sequence[Resource],
    operations: Mapping[str, str],
) -> Exported:
    """Return the plan of *resources*, all of a stack's.

    *operations* are the engine's words for what happens to each, by URN; what it doesn't name stays as it is.
    Components and providers are no resources of Terraform's and are passed over.
    """
    addresses = _addresses(resources)
    by_urn = {resource.urn: resource for resource in resources}
    planned, changes, configured, origins = [], [], [], {}
    left_out: dict[str, None] = {}
    for resource in resources:
        address = addresses.get(resource.urn)
        found = type_name(resource.type)
        if address is None or found is None:
            continue
        values = translate(found.block, resource.props, resource.secrets)
        left_out |= dict.fromkeys(f"{resource.type}.{_POSITION.sub('', path)}" for path in values.left_out)
        head = _head(address)
        planned.append(_planned(head, values))
        changes.append(_change(head, values, operations.get(resource.urn, "same")))
        configured.append(_configured(head, resource, values, addresses, by_urn))
        origins[address] = {"urn": resource.urn, "source": resource.source}
    types = Counter(
        resource.type for resource in resources if resource.urn not in addresses and not _is_abstract(resource.type)
    )
    document: Document = {
        "format_version": FORMAT_VERSION,
        "terraform_version": TERRAFORM_VERSION,
        "planned_values": {"root_module": {"resources": planned}},
        "resource_changes": changes,
        "configuration": {
            "provider_config": {"aws": {"name": "aws", "full_name": _PROVIDER}},
            "root_module": {"resources": configured},
        },
        "pulumi": {"resources": origins, "left_out": {"types": dict(types), "properties": list(left_out)}},
    }
    return Exported(document=document, left_out_types=dict(types), left_out_properties=list(left_out))


def write(document: Document, path: Path) -> None:
    """Write *document* to *path*, for its owner alone to read.

    Raises:
        OperationError: it cannot be written there.
    """
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                os.fchmod(file.fileno(), 0o600)
            json.dump(document, file, indent=2, ensure_ascii=False)
            file.write("\n")
    except OSError as error:
        raise OperationError(f"{path}: the plan cannot be written: {error.strerror}; name another file") from None


def _is_abstract(token: str) -> bool:
    """Return whether *token* is a component, a stack or a provider: nothing that a cloud has."""
    return token.startswith("pulumi:") or ":index:" in token


def _addresses(resources: Sequence[Resource]) -> Mapping[str, str]:
    """Return the address of each resource that Terraform knows, by URN: type and name, told apart by a number."""
    taken: set[str] = set()
    addresses: dict[str, str] = {}
    for resource in resources:
        found = type_name(resource.type)
        if found is None:
            continue
        name = re.sub(r"[^\w-]", "_", resource.name)
        base = f"{found.name}.{name}" if name[:1].isalpha() else f"{found.name}._{name}"
        numbered = (f"{base}_{number}" for number in itertools.count(2))
        address = next(each for each in itertools.chain([base], numbered) if each not in taken)
        taken.add(address)
        addresses[resource.urn] = address
    return addresses


def _head(address: str) -> Document:
    kind, _, name = address.partition(".")
    return {"address": address, "mode": "managed", "type": kind, "name": name}


def _planned(head: Document, values: Values) -> Document:
    return {
        **head,
        "provider_name": _PROVIDER,
        "schema_version": 0,
        "values": values.known,
        "sensitive_values": values.sensitive,
    }


def _change(head: Document, values: Values, operation: str) -> Document:
    change = {
        "actions": _ACTIONS.get(operation, ["no-op"]),
        "before": None,
        "after": values.known,
        "after_unknown": values.unknown,
        "before_sensitive": False,
        "after_sensitive": values.sensitive,
    }
    return {**head, "provider_name": _PROVIDER, "change": change}


def _configured(
    head: Document,
    resource: Resource,
    values: Values,
    addresses: Mapping[str, str],
    by_urn: Mapping[str, Resource],
) -> Document:
    used: set[str] = set()
    expressions: Document = {}
    for key, urns in resource.property_dependencies.items():
        sources = {addresses[urn]: by_urn[urn] for urn in urns if urn in addresses}
        name = values.names.get(key)
        if name is None or not sources:
            continue
        used |= set(urns)
        expressions[name] = references(name, values.known.get(name), values.unknown.get(name), sources)
    rest = sorted({addresses[urn] for urn in resource.dependencies if urn in addresses and urn not in used})
    return {
        **head,
        "provider_config_key": "aws",
        "expressions": expressions,
        "schema_version": 0,
        **({"depends_on": rest} if rest else {}),
    }
