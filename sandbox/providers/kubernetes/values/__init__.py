"""What an API server asks of values beyond the form that schemas give: data, in JSON Schema's words and three more.

`workloads.py`, `pods.py` and `kinds.py` are the tables, by definition of Kubernetes's schemas; `syntaxes.py` and the
`…agreements.py` say what they ask for, `keywords.py` how it is judged. Here is what kinds share; custom kinds have
tables of their own, in the folder above. All of it is 1.34's; a later version may know more names. What depends on a
cluster (quotas, admission, what exists) is not judged.
"""

from collections.abc import Mapping
from typing import Final

from sandbox.providers.kubernetes.json_schema import Schema
from sandbox.providers.kubernetes.values.keywords import OF_FORM, OF_PARTS, Check, values
from sandbox.providers.kubernetes.values.kinds import KINDS, META, NAMES
from sandbox.providers.kubernetes.values.pods import CORE
from sandbox.providers.kubernetes.values.syntaxes import DNS_SUBDOMAIN, QUANTITY
from sandbox.providers.kubernetes.values.workloads import WORKLOADS

__all__ = ["BY_DEFINITION", "OF_FORM", "OF_PARTS", "Check", "metadata_of"]

BY_DEFINITION: Final[Mapping[str, Schema]] = {
    **{f"io.k8s.api.core.v1.{name}": asked for name, asked in CORE.items()},
    **{f"io.k8s.api.{name}": asked for name, asked in {**KINDS, **WORKLOADS}.items()},
    **{f"io.k8s.apimachinery.pkg.apis.meta.v1.{name}": asked for name, asked in META.items()},
    "io.k8s.apimachinery.pkg.api.resource.Quantity": QUANTITY,
}
"""Name of a definition in Kubernetes's schemas to what is asked of its values."""


def metadata_of(kind: str) -> Schema:
    """Return what is asked of the name of a resource of *kind*."""
    return values({"metadata": values({"name": NAMES.get(kind, DNS_SUBDOMAIN)})})
