"""What the deletion of a namespace, or of a custom kind's definition, would take with it.

Everything that can be deleted counts, of kinds that nobody here knows as well: the server says which there are, and
tells names and owners alone, no contents. What it can't tell is a fault and never nothing.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sandbox.providers.base import ProviderError

DISCOVERY: Final = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
"""All kinds in two answers (Kubernetes, "The Kubernetes API", aggregated discovery; since 1.30)."""
METADATA: Final = "application/json;g=meta.k8s.io;v=v1;as=PartialObjectMetadataList"
"""Objects without their contents (Kubernetes, "Kubernetes API Concepts", "Metadata-only fetches")."""
PAGE: Final = 500
"""Objects of one answer, as many as `kubectl` asks for."""
MADE_BY_KUBERNETES: Final = frozenset(
    {
        ("ServiceAccount", "default"),
        ("ConfigMap", "kube-root-ca.crt"),
        ("ConfigMap", "istio-ca-root-cert"),
        ("ConfigMap", "istio-ca-crl"),
    }
)
"""What Kubernetes and Istio put into every namespace."""
FOLLOWING: Final = frozenset({"Event", "Endpoints", "EndpointSlice"})
"""Kinds that say something of other objects and are nothing without them."""


@dataclass(frozen=True)
class Kind:
    """A kind of objects that can be listed and deleted."""

    name: str
    path: str
    """Of the API, such as `apis/apps/v1`."""
    plural: str


def foreign_in(client: Any, container: Mapping[str, Any], owned: Callable[[Mapping[str, Any]], bool]) -> list[str]:
    """Return what *container* holds that isn't *owned*, as `Kind/name`; nothing where it is no container.

    What an owned object has brought forth (a Deployment's pods) goes with it, and so does what Kubernetes itself put
    there.

    Raises:
        ProviderError: the server doesn't tell all that it holds.
    """
    name = container["metadata"]["name"]
    if container["kind"] == "Namespace":
        kinds = list(_namespaced_kinds(client))
        objects = [each for kind in kinds for each in _listed(client, kind, f"namespaces/{name}/{kind.plural}")]
        local = {kind.name for kind in kinds}
    elif container["kind"] == "CustomResourceDefinition":
        kind = _defined(container["spec"])
        objects, local = list(_listed(client, kind, kind.plural)), set[str]()
    else:
        return []
    return sorted("/".join(_key(each)) for each in _foreign(objects, owned, local))


def _foreign(
    objects: Sequence[Mapping[str, Any]], owned: Callable[[Mapping[str, Any]], bool], local: set[str]
) -> Iterator[Mapping[str, Any]]:
    """Yield what neither is owned nor comes of what is; *local* kinds' objects would be among the *objects*."""
    there = {each["metadata"]["uid"] for each in objects}
    offspring: dict[str, list[str]] = defaultdict(list)
    accounted = [each["metadata"]["uid"] for each in objects if owned(each)]
    for each in objects:
        for owner in each["metadata"].get("ownerReferences", ()):
            offspring[owner["uid"]].append(each["metadata"]["uid"])
            if owner["kind"] in local and owner["uid"] not in there:
                accounted.append(owner["uid"])  # deleted already: Kubernetes collects what it has left
    settled: set[str] = set()
    while accounted:
        if (uid := accounted.pop()) not in settled:
            settled.add(uid)
            accounted += offspring[uid]
    for each in objects:
        passing = each["kind"] in FOLLOWING or "deletionTimestamp" in each["metadata"]
        if each["metadata"]["uid"] not in settled and not passing and _key(each) not in MADE_BY_KUBERNETES:
            yield each


def _namespaced_kinds(client: Any) -> Iterator[Kind]:
    """Yield each kind once, by the version that its group prefers."""
    for root in ("api", "apis"):
        answer = _get(client, f"/{root}", DISCOVERY)
        if answer.get("kind") != "APIGroupDiscoveryList":
            raise ProviderError("the cluster is older than Kubernetes 1.30 and doesn't tell what a namespace holds")
        for group in answer["items"] or ():
            seen: set[str] = set()
            for version in group.get("versions") or ():
                path = "/".join(part for part in (root, group["metadata"].get("name"), version["version"]) if part)
                if version.get("freshness") == "Stale":
                    raise ProviderError(f"{path} doesn't answer, so what the namespace holds of it isn't known")
                for each in version.get("resources") or ():
                    verbs = {"list", "delete"} <= set(each.get("verbs") or ())
                    if each["scope"] == "Namespaced" and verbs and each["resource"] not in seen:
                        seen.add(each["resource"])
                        yield Kind(each["responseKind"]["kind"], path, each["resource"])


def _defined(spec: Mapping[str, Any]) -> Kind:
    version = next(each["name"] for each in spec["versions"] if each["served"])
    return Kind(spec["names"]["kind"], f"apis/{spec['group']}/{version}", spec["names"]["plural"])


def _listed(client: Any, kind: Kind, where: str) -> Iterator[Mapping[str, Any]]:
    following = ""
    while True:
        page = _get(client, f"/{kind.path}/{where}", METADATA, limit=PAGE, _continue=following or None)
        for item in page["items"] or ():  # none is null
            yield {"kind": kind.name, "metadata": item["metadata"]}
        following = page["metadata"].get("continue")
        if not following:
            return


def _get(client: Any, path: str, accept: str, **parameters: Any) -> Any:
    answer = client.request("get", path, header_params={"Accept": accept}, serialize=False, **parameters)
    return json.loads(answer.data)


def _key(each: Mapping[str, Any]) -> tuple[str, str]:
    return each["kind"], each["metadata"]["name"]
