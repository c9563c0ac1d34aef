"""What a pod's proxy tells of itself: its certificate, and the roots that it trusts (Envoy, "Administration
interface").

Only from within the pod, as anybody else is refused.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from cryptography import x509

from tests.mesh.regions.pod import Pod
from tests.mesh.regions.traffic import Client

ADMIN_PORT: Final = 15000
"""Istio, "Ports used by Istio"."""


def admin(pod: Pod) -> Client:
    """Return a connection to the administration of *pod*'s proxy."""
    return Client(pod.network, ("127.0.0.1", ADMIN_PORT), None)


def trusted(pod: Pod) -> set[bytes]:
    """Return the names of the roots that *pod* trusts, as bytes of DER."""
    told = _secrets(pod)["ROOTCA"]["validation_context"]["trusted_ca"]
    return {one.subject.public_bytes() for one in _certificates(told)}


def chain(pod: Pod) -> Sequence[x509.Certificate]:
    """Return the certificate of *pod*, what signed it, and so on up to the root."""
    return _certificates(_secrets(pod)["default"]["tls_certificate"]["certificate_chain"])


def _secrets(pod: Pod) -> Mapping[str, Mapping[str, Any]]:
    told = json.loads(admin(pod).get("/config_dump?resource=dynamic_active_secrets").body)
    return {one["name"]: one["secret"] for one in told.get("configs", ())}


def _certificates(told: Mapping[str, str]) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(base64.b64decode(told["inline_bytes"]))
