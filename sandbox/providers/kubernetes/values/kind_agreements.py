"""Agreements between the fields of one kind of resource."""

import ipaddress
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.providers.kubernetes.values.agreements import is_set
from sandbox.providers.kubernetes.values.keywords import OF_FORM, Fault
from sandbox.providers.kubernetes.values.syntaxes import DNS_SUBDOMAIN, amount


def service_is_reachable(spec: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a service: it has ports, told apart by names, and what it says of traffic fits its type."""
    kind, ports = spec.get("type", "ClusterIP"), spec.get("ports", ())
    outside = kind in ("NodePort", "LoadBalancer")
    if not ports and spec.get("clusterIP") != "None" and kind != "ExternalName":
        yield ("ports",), "must be set"
    for index, port in enumerate(ports):
        if len(ports) > 1 and not port.get("name"):
            yield ("ports", index, "name"), "must be set when there are several ports"
        if port.get("nodePort") and not outside:
            yield ("ports", index, "nodePort"), "may not be used when `type` is 'ClusterIP'"
    if outside and spec.get("clusterIP") == "None":
        yield ("clusterIP",), f"may not be set to 'None' for {kind} services"
    if is_set(spec, "externalTrafficPolicy") and not outside and not spec.get("externalIPs"):
        yield ("externalTrafficPolicy",), "may only be set for externally-accessible services"


def range_is_of_numbers(port: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a network policy's port: a range begins with a number, and below its end."""
    if "endPort" in port and not (isinstance(port.get("port"), int) and port["port"] <= port["endPort"]):
        yield ("endPort",), "must be greater than or equal to `port`, a number"


def exceptions_are_inside(block: Mapping[str, Any]) -> Iterator[Fault]:
    """Of an IP block: its exceptions are smaller parts of it."""
    whole = ipaddress.ip_network(block["cidr"], strict=False)
    for index, text in enumerate(block.get("except", ())):
        part = ipaddress.ip_network(text, strict=False)
        if part == whole or whole.version != part.version or not part.subnet_of(whole):  # pyright: ignore[reportArgumentType] -- same version
            yield ("except", index), f"{text!r} must be a strict subset of `cidr`"


def rule_is_of_one_sort(rule: Mapping[str, Any]) -> Iterator[Fault]:
    """Of an RBAC rule: it is about resources of API groups, or about URLs."""
    urls, of_resources = rule.get("nonResourceURLs"), ("apiGroups", "resources")
    for name in of_resources:
        if not urls and not rule.get(name):
            yield (name,), "resource rules must supply at least one"
    if urls and any(rule.get(name) for name in (*of_resources, "resourceNames")):
        yield ("nonResourceURLs",), "rules cannot apply to both regular resources and non-resource URLs"


def limits_are_ordered(limit: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a limit range: minimum, default request, default and maximum of a resource do not decrease."""
    order = [name for name in ("min", "defaultRequest", "default", "max") if name in limit]
    for resource in {one for name in order for one in limit[name]}:
        steps = [name for name in order if resource in limit[name]]
        for low, high in itertools.pairwise(steps):
            if amount(limit[low][resource]) > amount(limit[high][resource]):
                yield (low, resource), f"{limit[low][resource]!r} is greater than {high} of {limit[high][resource]}"


def keys_differ(config: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a config map: a key holds text or bytes, and all of it is at most a mebibyte."""
    text, binary = config.get("data", {}), config.get("binaryData", {})
    for key in text.keys() & binary.keys():
        yield ("data", key), "duplicate of key present in binaryData"
    decoded = sum(len(one) * 3 // 4 - one.count("=") for one in binary.values())
    if sum(len(one.encode()) for one in text.values()) + decoded > 2**20:
        yield (), "may not be more than 1048576 bytes"


def peer_is_one_sort(peer: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a network policy's peer: an IP block, or what selectors find."""
    if not peer:
        yield (), "must specify a peer"
    if "ipBlock" in peer and len(peer) > 1:
        yield (), "may not specify both ipBlock and another peer"


def rule_is_namespaced(rule: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a role's rule: URLs are for cluster roles."""
    if rule.get("nonResourceURLs"):
        yield ("nonResourceURLs",), "namespaced rules cannot apply to non-resource URLs"


def annotations_fit(metadata: Mapping[str, Any]) -> Iterator[Fault]:
    """Of metadata: all annotations together are at most a quarter of a mebibyte."""
    if sum(len(key.encode()) + len(text.encode()) for key, text in metadata.get("annotations", {}).items()) > 2**18:
        yield ("annotations",), "may not be more than 262144 bytes"


def account_is_named(subject: Mapping[str, Any]) -> Iterator[Fault]:
    """Of whom a role is bound to: a service account has a resource's name, others any."""
    if subject["kind"] == "ServiceAccount":
        for _, message in OF_FORM["syntax"](DNS_SUBDOMAIN["syntax"], subject["name"]):
            yield ("name",), message
