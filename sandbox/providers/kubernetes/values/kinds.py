"""What the API server asks of the values in all kinds but workloads, by definition (`io.k8s.api.…`), 1.34."""

from collections.abc import Mapping
from typing import Final

from sandbox.providers.kubernetes.json_schema import PORT, Schema, choice
from sandbox.providers.kubernetes.values.agreements import at_least_one, distinct, exactly_one, needed, only_with
from sandbox.providers.kubernetes.values.keywords import values
from sandbox.providers.kubernetes.values.kind_agreements import (
    account_is_named,
    annotations_fit,
    exceptions_are_inside,
    keys_differ,
    limits_are_ordered,
    peer_is_one_sort,
    range_is_of_numbers,
    rule_is_namespaced,
    rule_is_of_one_sort,
    service_is_reachable,
)
from sandbox.providers.kubernetes.values.pods import PROTOCOL
from sandbox.providers.kubernetes.values.syntaxes import (
    ABSOLUTE_PATH,
    AMOUNT,
    ANY_CASE_KEY,
    CIDR,
    CRON_JOB_NAME,
    DNS_LABEL,
    DNS_LABEL_FROM_LETTER,
    DNS_PATTERN,
    DNS_SUBDOMAIN,
    FILE_NAME,
    KEY,
    LABEL_VALUE,
    LABELS,
    PATH_SEGMENT,
    PORT_OR_NAME,
    POSITIVE_AMOUNT,
    matching,
    or_empty,
)

_RBAC = "rbac.authorization.k8s.io"
_TRAFFIC = choice("Cluster", "Local")
_CIDRS = {"items": CIDR}
_SCOPES = choice(
    "BestEffort",
    "CrossNamespacePodAffinity",
    "NotBestEffort",
    "NotTerminating",
    "PriorityClass",
    "Terminating",
    "VolumeAttributesClass",
)
_QUOTA_RESOURCES: Schema = {
    "additionalProperties": AMOUNT,
    "propertyNames": matching(
        r"((requests|limits)\.)?(cpu|memory|ephemeral-storage)|(requests\.)?(storage|hugepages-.+)|pods|services"
        r"|services\.(nodeports|loadbalancers)|replicationcontrollers|resourcequotas|secrets|configmaps"
        r"|persistentvolumeclaims|.+/.+",
        "a standard resource of quotas, nor has it a domain",
    ),
}
_POD_SECURITY: dict[str, Schema] = {
    f"pod-security.kubernetes.io/{mode}{suffix}": asked
    for mode in ("audit", "enforce", "warn")
    for suffix, asked in {
        "": choice("privileged", "baseline", "restricted"),
        "-version": matching(r"latest|v1\.(0|[1-9]\d*)", '"latest" or "v1.x"'),
    }.items()
}


def _role(*kinds: str) -> Schema:
    return values({"apiGroup": or_empty(choice(_RBAC)), "kind": choice(*kinds), "name": PATH_SEGMENT})


NAMES: Final[Mapping[str, Schema]] = {
    "CronJob": CRON_JOB_NAME,
    "Namespace": DNS_LABEL,
    "StatefulSet": DNS_LABEL,
    "Service": DNS_LABEL_FROM_LETTER,
    **dict.fromkeys(("ClusterRole", "ClusterRoleBinding", "PodDisruptionBudget", "Role", "RoleBinding"), PATH_SEGMENT),
}
"""Kind to the syntax of its names; any other's are DNS subdomains."""

META: Final[dict[str, Schema]] = {
    "ObjectMeta": values(
        {"namespace": DNS_LABEL, "labels": LABELS, "annotations": {"propertyNames": ANY_CASE_KEY}}, annotations_fit
    ),
    "LabelSelector": values({"matchLabels": LABELS}),
    "LabelSelectorRequirement": values(
        {
            "key": KEY,
            "operator": choice("DoesNotExist", "Exists", "In", "NotIn"),
            "values": {"items": LABEL_VALUE},
        },
        needed("values", "operator", "In", "NotIn"),
        only_with("values", "operator", "In", "NotIn"),
    ),
}
"""Definition of `io.k8s.apimachinery.pkg.apis.meta.v1` to what is asked beyond its form."""

KINDS: Final[dict[str, Schema]] = {
    "core.v1.Namespace": values({"metadata": values({"labels": values(_POD_SECURITY)})}),
    "core.v1.Service": {"required": ["spec"]},
    "core.v1.ServiceSpec": values(
        {
            "type": or_empty(choice("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")),
            "sessionAffinity": or_empty(choice("ClientIP", "None")),
            "externalTrafficPolicy": or_empty(_TRAFFIC),
            "internalTrafficPolicy": _TRAFFIC,
            "ipFamilies": {"items": choice("IPv4", "IPv6")},
            "ipFamilyPolicy": choice("PreferDualStack", "RequireDualStack", "SingleStack"),
            "externalName": DNS_SUBDOMAIN,
            "loadBalancerSourceRanges": _CIDRS,
            "selector": LABELS,
        },
        service_is_reachable,
        distinct("ports", "name"),
        needed("externalName", "type", "ExternalName"),
        *(
            only_with(name, "type", "LoadBalancer")
            for name in ("allocateLoadBalancerNodePorts", "loadBalancerClass", "loadBalancerSourceRanges")
        ),
    ),
    "core.v1.ServicePort": values(
        {
            "name": or_empty(DNS_LABEL),
            "port": PORT,
            "targetPort": {**or_empty(PORT_OR_NAME), "minimum": 0},
            "nodePort": {"minimum": 0, "maximum": 32767},
            "protocol": or_empty(PROTOCOL),
            "appProtocol": KEY,
        }
    ),
    "core.v1.ResourceQuotaSpec": values({"hard": _QUOTA_RESOURCES, "scopes": {"items": _SCOPES}}),
    "core.v1.LimitRangeItem": values(
        {"type": matching(r"Container|PersistentVolumeClaim|Pod|.+/.+", "Container, PersistentVolumeClaim or Pod")},
        limits_are_ordered,
        *(only_with(name, "type", "Container", "PersistentVolumeClaim") for name in ("default", "defaultRequest")),
    ),
    "core.v1.ConfigMap": values(
        {"data": {"propertyNames": FILE_NAME}, "binaryData": {"propertyNames": FILE_NAME}}, keys_differ
    ),
    "core.v1.PersistentVolumeClaimSpec": values(
        {
            "accessModes": {
                "minItems": 1,
                "items": choice("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"),
            },
            "resources": values(
                {"requests": values({"storage": POSITIVE_AMOUNT}, required=["storage"])}, required=["requests"]
            ),
            "volumeMode": choice("Block", "Filesystem"),
        },
        required=["accessModes", "resources"],
    ),
    "networking.v1.NetworkPolicySpec": values({"policyTypes": {"maxItems": 2, "items": choice("Egress", "Ingress")}}),
    "networking.v1.NetworkPolicyPeer": values({}, peer_is_one_sort),
    "networking.v1.NetworkPolicyPort": values(
        {"port": PORT_OR_NAME, "endPort": PORT, "protocol": PROTOCOL}, range_is_of_numbers
    ),
    "networking.v1.IPBlock": values({"cidr": CIDR, "except": _CIDRS}, exceptions_are_inside),
    "networking.v1.Ingress": {"required": ["spec"]},
    "networking.v1.IngressSpec": values({"ingressClassName": DNS_SUBDOMAIN}, at_least_one("defaultBackend", "rules")),
    "networking.v1.IngressRule": values({"host": or_empty(DNS_PATTERN)}),
    "networking.v1.HTTPIngressRuleValue": values({"paths": {"minItems": 1}}),
    "networking.v1.HTTPIngressPath": values(
        {"path": ABSOLUTE_PATH, "pathType": choice("Exact", "ImplementationSpecific", "Prefix")},
        needed("path", "pathType", "Exact", "Prefix"),
    ),
    "networking.v1.IngressBackend": values({}, exactly_one("resource", "service")),
    "networking.v1.IngressServiceBackend": values({"name": DNS_LABEL_FROM_LETTER}, exactly_one("port")),
    "networking.v1.ServiceBackendPort": values({"number": PORT}, exactly_one("name", "number")),
    "rbac.v1.PolicyRule": values({"verbs": {"minItems": 1}}, rule_is_of_one_sort),
    "rbac.v1.Role": values({"rules": {"items": values({}, rule_is_namespaced)}}),
    "rbac.v1.RoleBinding": values({"roleRef": _role("ClusterRole", "Role")}),
    "rbac.v1.ClusterRoleBinding": values(
        {
            "roleRef": _role("ClusterRole"),
            "subjects": {"items": values({}, needed("namespace", "kind", "ServiceAccount"))},
        }
    ),
    "rbac.v1.Subject": values(
        {"kind": choice("Group", "ServiceAccount", "User"), "name": {"minLength": 1}, "apiGroup": choice("", _RBAC)},
        only_with("apiGroup", "kind", "Group", "User"),
        account_is_named,
    ),
    "storage.v1.StorageClass": values(
        {
            "provisioner": ANY_CASE_KEY,
            "reclaimPolicy": choice("Delete", "Retain"),
            "volumeBindingMode": choice("Immediate", "WaitForFirstConsumer"),
        }
    ),
}
"""Definition to what is asked beyond its form."""
