"""Kubernetes without a cluster: manifests rendered to a folder as pulumi-kubernetes does, validated, applied on demand.

`provider.py` is the provider, `manifests.py` what it knows of manifests; `schemas.py` judges them, `istio_*.py`
and the like list custom kinds, `files.py` keeps the folder and `server.py` speaks to an API server. No Helm here.
"""

from sandbox.providers.kubernetes.provider import KubernetesProvider

__all__ = ["KubernetesProvider"]
