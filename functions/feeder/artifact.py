"""A release as the registry holds it: an OCI artifact with one layer, whose digest the publisher signed.

The layer is gzipped JSON, `{"cluster": name, "waves": [{"namespace": default, "objects": [manifest, …]}, …]}`, and
`"left": [[API version, kind, namespace, name], …]` where another writer keeps something now. The signature is over the
layer's SHA-256, ECDSA in base64, an annotation of the artifact's manifest (OCI Image Specification, "Image Manifest",
"Annotations").
"""

import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from functions.feeder.errors import ArtifactError

MANIFEST_TYPE: Final = "application/vnd.oci.image.manifest.v1+json"
SIGNATURE: Final = "com.github.groot.signature"
ALGORITHM: Final = "ECDSA_SHA_256"


@dataclass(frozen=True, kw_only=True)
class Wave:
    """Objects that are up before the next wave begins."""

    namespace: str
    """Namespace of those that name none."""
    objects: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where releases are, and by whose signature they count."""

    repository: str
    signing_key: str
    ecr: Any
    kms: Any
    download: Callable[[str], bytes]
    """Returns what is at a URL."""


Name = tuple[str, str, str, str]
"""API version, kind, namespace and name of an object."""


@dataclass(frozen=True, kw_only=True)
class Release:
    """What a cluster is brought to."""

    waves: Sequence[Wave]
    left: frozenset[Name] = frozenset()
    """What another writer keeps from now on: it isn't applied, and not taken away where it was before."""


def fetch(source: Source, digest: str, cluster: str) -> Release:
    """Return the release of *digest*, `sha256:…`.

    Raises:
        ArtifactError: it isn't there, isn't what was signed, or is meant for another cluster.
    """
    manifest = _manifest(source, digest)
    layers = manifest.get("layers", ())
    if len(layers) != 1:
        raise ArtifactError(f"{digest} has {len(layers)} layers, not one; publish it again by groot feed")
    layer = layers[0]["digest"]
    _verify(source, layer, manifest.get("annotations", {}).get(SIGNATURE, ""))
    url = source.ecr.get_download_url_for_layer(repositoryName=source.repository, layerDigest=layer)["downloadUrl"]
    content = source.download(url)
    if _digest(content) != layer:
        raise ArtifactError(f"{layer} of {digest} arrived changed; feed it again")
    release = json.loads(gzip.decompress(content))
    if release["cluster"] != cluster:
        raise ArtifactError(f"{digest} is for {release['cluster']}, not for {cluster}")
    waves = [Wave(namespace=wave["namespace"], objects=wave["objects"]) for wave in release["waves"]]
    return Release(waves=waves, left=frozenset(_name(*name) for name in release.get("left", ())))


def _name(api: str, kind: str, namespace: str, called: str) -> Name:
    return api, kind, namespace, called


def _manifest(source: Source, digest: str) -> Mapping[str, Any]:
    answer = source.ecr.batch_get_image(
        repositoryName=source.repository, imageIds=[{"imageDigest": digest}], acceptedMediaTypes=[MANIFEST_TYPE]
    )
    if not answer["images"]:
        raise ArtifactError(f"{source.repository} has no {digest}; publish it by groot feed")
    text = answer["images"][0]["imageManifest"]
    if _digest(text.encode()) != digest:
        raise ArtifactError(f"{digest} of {source.repository} arrived changed; feed it again")
    return json.loads(text)


def _verify(source: Source, layer: str, signature: str) -> None:
    if not signature:
        raise ArtifactError(f"{layer} is not signed; publish it by groot feed")
    try:
        valid = source.kms.verify(
            KeyId=source.signing_key,
            Message=bytes.fromhex(layer.removeprefix("sha256:")),
            MessageType="DIGEST",
            Signature=base64.b64decode(signature),
            SigningAlgorithm=ALGORITHM,
        )["SignatureValid"]
    except source.kms.exceptions.KMSInvalidSignatureException:
        valid = False
    if not valid:
        raise ArtifactError(f"{layer} is not signed by {source.signing_key}; publish it by groot feed")


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
