"""The AWS Load Balancer Controller's custom kinds (its guide, "TargetGroupBinding")."""

from typing import Final

from sandbox.providers.kubernetes.json_schema import BOOLEAN, STRING, Schema, choice, map_of, record

TARGET_GROUP_BINDING = record(
    {
        "targetGroupARN": STRING,
        "targetType": choice("instance", "ip"),
        "serviceRef": record({"name": STRING, "port": {"type": ["integer", "string"]}}, ["name", "port"]),
        "ipAddressType": choice("ipv4", "ipv6"),
        "vpcID": STRING,
        "multiClusterTargetGroup": BOOLEAN,
        "nodeSelector": record({"matchLabels": map_of(STRING)}),
    },
    ["serviceRef"],
)

KINDS: Final[dict[str, Schema]] = {"elbv2.k8s.aws/v1beta1:TargetGroupBinding": TARGET_GROUP_BINDING}
"""`<apiVersion>:<kind>`, as in a Pulumi type token, to the schema of `spec`."""
