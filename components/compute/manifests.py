"""Where a cluster's manifests go.

A cluster's API server answers inside its VPC only, so the program does not apply manifests: it renders them to a folder
and what feeds the cluster applies them (ADR 24). The stock engine and the sandbox write the same files.
"""

import pulumi
import pulumi_kubernetes as kubernetes


def manifests_provider(name: str, folder: str, opts: pulumi.ResourceOptions | None = None) -> kubernetes.Provider:
    """Return the provider that renders one cluster's manifests to *folder*, relative to the project."""
    return kubernetes.Provider(name, render_yaml_to_directory=folder, opts=opts)
