"""Kubernetes without a cluster: manifests rendered to a folder as pulumi-kubernetes does, validated, applied on demand.

`provider.py` is the provider, `manifests.py` what it knows of manifests; `schemas.py` judges them, by the tables in
`values` and, of custom kinds, in `istio_*.py` and the like; `files.py` keeps the folder, `server.py` speaks to an API
server that `kubeconfig.py` connects to, `contents.py` knows what a deletion there would take along. No Helm here.
"""

from sandbox.providers.kubernetes.provider import KubernetesProvider

__all__ = ["KubernetesProvider"]
