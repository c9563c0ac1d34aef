"""What the API server asks of the values in pods, by definition of its schema (`io.k8s.api.core.v1.…`), 1.34."""

from typing import Final

from sandbox.providers.kubernetes.json_schema import COUNT, PORT, Schema, choice
from sandbox.providers.kubernetes.values.agreements import at_most_one, distinct, exactly_one, needed, only_with
from sandbox.providers.kubernetes.values.keywords import values
from sandbox.providers.kubernetes.values.pod_agreements import (
    capabilities_allow,
    container_names_differ,
    expression_compares_one,
    requests_are_within_limits,
)
from sandbox.providers.kubernetes.values.syntaxes import (
    AMOUNT,
    DNS_LABEL,
    DNS_SUBDOMAIN,
    FILE_NAME,
    KEY,
    LABEL_VALUE,
    LABELS,
    LOCAL_PATH,
    NAME,
    PORT_NAME,
    PORT_OR_NAME,
    USER,
    VARIABLE_NAME,
    matching,
    or_empty,
)

PROTOCOL: Final = choice("SCTP", "TCP", "UDP")
_HANDLERS = ("exec", "grpc", "httpGet", "tcpSocket")
_NOT_ONE = {"maximum": 1}
_MODE = {"minimum": 0, "maximum": 0o777}
_POSITIVE = {"minimum": 1}
_WEIGHT = {"minimum": 1, "maximum": 100}
_NODE_POLICY = choice("Honor", "Ignore")
_VOLUMES = ("configMap", "csi", "downwardAPI", "emptyDir", "hostPath", "persistentVolumeClaim", "projected", "secret")
_CONTAINER_RESOURCES: Schema = {
    "additionalProperties": AMOUNT,
    "propertyNames": matching(
        r"cpu|memory|ephemeral-storage|hugepages-.+|.+/.+",
        "a resource of containers (cpu, memory, ephemeral-storage, or with a domain)",
    ),
}
_FIELD_PATH = matching(
    r"metadata\.(name|namespace|uid)|metadata\.(labels|annotations)\['[^']+'\]|spec\.(nodeName|serviceAccountName)"
    r"|status\.(hostIP|hostIPs|podIP|podIPs)",
    "a field that a variable can have, such as metadata.name or status.podIP",
)
_PROFILE = values(
    {"type": choice("Localhost", "RuntimeDefault", "Unconfined")},
    needed("localhostProfile", "type", "Localhost"),
    only_with("localhostProfile", "type", "Localhost"),
)
_IDENTITY: dict[str, Schema] = {"runAsUser": USER, "runAsGroup": USER}
_ONLY_SIDECARS = [
    only_with(name, "restartPolicy", "Always")
    for name in ("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")
]

CORE: Final[dict[str, Schema]] = {
    "PodSpec": values(
        {
            "containers": {"minItems": 1},
            "initContainers": {"items": values({}, *_ONLY_SIDECARS)},
            "dnsPolicy": or_empty(choice("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None")),
            "preemptionPolicy": choice("Never", "PreemptLowerPriority"),
            "hostname": or_empty(DNS_LABEL),
            "subdomain": or_empty(DNS_LABEL),
            "nodeName": or_empty(DNS_SUBDOMAIN),
            "priorityClassName": or_empty(DNS_SUBDOMAIN),
            "serviceAccountName": or_empty(DNS_SUBDOMAIN),
            "nodeSelector": LABELS,
            "activeDeadlineSeconds": {"minimum": 1, "maximum": 2**31 - 1},
        },
        needed("dnsConfig", "dnsPolicy", "None"),
        container_names_differ,
    ),
    "Container": values(
        {
            "name": DNS_LABEL,
            "image": NAME,
            "imagePullPolicy": or_empty(choice("Always", "IfNotPresent", "Never")),
            "terminationMessagePolicy": or_empty(choice("FallbackToLogsOnError", "File")),
            "livenessProbe": values({"successThreshold": _NOT_ONE}),
            "startupProbe": values({"successThreshold": _NOT_ONE}),
        },
        distinct("ports", "name"),
        required=["image"],
    ),
    "ContainerPort": values(
        {"containerPort": PORT, "hostPort": PORT, "protocol": or_empty(PROTOCOL), "name": or_empty(PORT_NAME)}
    ),
    "EnvVar": values({"name": VARIABLE_NAME}, at_most_one("value", "valueFrom")),
    "EnvVarSource": values(
        {"fieldRef": values({"fieldPath": _FIELD_PATH})},
        exactly_one("configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef"),
    ),
    "EnvFromSource": values({}, exactly_one("configMapRef", "secretRef")),
    "ConfigMapKeySelector": values({"key": FILE_NAME, "name": DNS_SUBDOMAIN}, required=["name"]),
    "SecretKeySelector": values({"key": FILE_NAME, "name": DNS_SUBDOMAIN}, required=["name"]),
    "ConfigMapEnvSource": values({"name": DNS_SUBDOMAIN}, required=["name"]),
    "SecretEnvSource": values({"name": DNS_SUBDOMAIN}, required=["name"]),
    "Probe": values(
        dict.fromkeys(
            ("failureThreshold", "initialDelaySeconds", "periodSeconds", "successThreshold", "timeoutSeconds"), COUNT
        ),
        exactly_one(*_HANDLERS),
    ),
    "LifecycleHandler": values({}, exactly_one("exec", "httpGet", "sleep", "tcpSocket")),
    "ExecAction": {"required": ["command"], "properties": {"command": {"minItems": 1}}},
    "HTTPGetAction": values({"port": PORT_OR_NAME, "scheme": or_empty(choice("HTTP", "HTTPS"))}),
    "TCPSocketAction": values({"port": PORT_OR_NAME}),
    "GRPCAction": values({"port": PORT}),
    "ResourceRequirements": values(
        {"limits": _CONTAINER_RESOURCES, "requests": _CONTAINER_RESOURCES}, requests_are_within_limits
    ),
    "SecurityContext": values({**_IDENTITY, "procMount": choice("Default", "Unmasked")}, capabilities_allow),
    "PodSecurityContext": values(
        {
            **_IDENTITY,
            "fsGroup": USER,
            "supplementalGroups": {"items": USER},
            "fsGroupChangePolicy": choice("Always", "OnRootMismatch"),
            "supplementalGroupsPolicy": choice("Merge", "Strict"),
        }
    ),
    "SeccompProfile": _PROFILE,
    "AppArmorProfile": _PROFILE,
    "VolumeMount": values(
        {
            "name": NAME,
            "mountPath": NAME,
            "subPath": LOCAL_PATH,
            "subPathExpr": LOCAL_PATH,
            "mountPropagation": choice("Bidirectional", "HostToContainer", "None"),
        },
        at_most_one("subPath", "subPathExpr"),
    ),
    "Volume": values({"name": DNS_LABEL}, at_most_one(*_VOLUMES)),
    "EmptyDirVolumeSource": values({"sizeLimit": AMOUNT}),
    "ConfigMapVolumeSource": values({"defaultMode": _MODE, "name": NAME}, required=["name"]),
    "SecretVolumeSource": values({"defaultMode": _MODE, "secretName": NAME}, required=["secretName"]),
    "ProjectedVolumeSource": values({"defaultMode": _MODE}),
    "DownwardAPIVolumeSource": values({"defaultMode": _MODE}),
    "KeyToPath": values({"key": NAME, "path": LOCAL_PATH, "mode": _MODE}),
    "PersistentVolumeClaimVolumeSource": values({"claimName": NAME}),
    "HostPathVolumeSource": values(
        {
            "path": NAME,
            "type": choice(
                "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"
            ),
        }
    ),
    "Toleration": values(
        {
            "key": or_empty(KEY),
            "operator": or_empty(choice("Equal", "Exists")),
            "value": LABEL_VALUE,
            "effect": or_empty(choice("NoExecute", "NoSchedule", "PreferNoSchedule")),
        },
        needed("key", "operator", "Equal", "", default="Equal"),
        only_with("value", "operator", "Equal", "", default="Equal"),
        only_with("tolerationSeconds", "effect", "NoExecute"),
    ),
    "TopologySpreadConstraint": values(
        {
            "maxSkew": _POSITIVE,
            "minDomains": _POSITIVE,
            "topologyKey": NAME,
            "whenUnsatisfiable": choice("DoNotSchedule", "ScheduleAnyway"),
            "nodeAffinityPolicy": _NODE_POLICY,
            "nodeTaintsPolicy": _NODE_POLICY,
        },
        only_with("minDomains", "whenUnsatisfiable", "DoNotSchedule"),
    ),
    "NodeSelector": values({"nodeSelectorTerms": {"minItems": 1}}),
    "NodeSelectorRequirement": values(
        {
            "key": KEY,
            "operator": choice("DoesNotExist", "Exists", "Gt", "In", "Lt", "NotIn"),
            "values": {"items": LABEL_VALUE},
        },
        needed("values", "operator", "In", "NotIn"),
        only_with("values", "operator", "In", "NotIn", "Gt", "Lt"),
        expression_compares_one,
    ),
    "PreferredSchedulingTerm": values({"weight": _WEIGHT}),
    "WeightedPodAffinityTerm": values({"weight": _WEIGHT}),
    "PodAffinityTerm": values({"topologyKey": KEY}),
}
"""Definition to what is asked beyond its form."""
