"""One cluster's API server, as those find it who bring something to it."""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, kw_only=True)
class KubernetesApi:
    """An API server that answers inside its VPC only."""

    cluster_name: pulumi.Input[str]
    cluster_arn: pulumi.Input[str]
    endpoint: pulumi.Input[str]
    """Its address, an `https` URL."""
    certificate_authority: pulumi.Input[str | None]
    """Certificate of the authority that it shows a certificate of, in base64."""
    security_group_id: pulumi.Input[str]
    """Its security group; takes HTTPS from whom it lets in."""


@dataclass(frozen=True, kw_only=True)
class Workload:
    """What is released into every cluster, as those find it who take a release through."""

    namespace: str
    name: str
    """Of its rollout."""
    operators: str
    """Group of the cluster whose members may take it on and back."""
