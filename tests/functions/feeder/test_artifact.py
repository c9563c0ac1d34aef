"""Which releases count: those of this cluster that the publisher signed, whole and unchanged."""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.feeder.artifact import ALGORITHM, MANIFEST_TYPE, SIGNATURE, Source, fetch
from functions.feeder.errors import ArtifactError

REPOSITORY = "groot-room-manifests"
CONFIG_MAP = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one"}}
RELEASE = {"cluster": "room", "waves": [{"namespace": "apps", "objects": [CONFIG_MAP]}]}


def digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


class Registry:
    """moto's registry and keys, and layers, which moto doesn't keep."""

    def __init__(self) -> None:
        session = boto3.Session("test", "test", region_name="us-east-1")
        self.ecr, self.kms = session.client("ecr"), session.client("kms")
        self.ecr.create_repository(repositoryName=REPOSITORY)
        self.key, self.other_key = (
            self.kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["Arn"] for _ in "12"
        )
        self.layers: dict[str, bytes] = {}

    def push(self, release: Any = RELEASE, key: str | None = None, **changes: Any) -> str:
        """Push a release as it should be but for *changes* to its manifest; return its digest."""
        layer = gzip.compress(json.dumps(release).encode(), mtime=0)
        self.layers[digest(layer)] = layer
        signature = self.kms.sign(
            KeyId=key or self.key,
            Message=hashlib.sha256(layer).digest(),
            MessageType="DIGEST",
            SigningAlgorithm=ALGORITHM,
        )["Signature"]
        manifest = {
            "schemaVersion": 2,
            "mediaType": MANIFEST_TYPE,
            "config": {"mediaType": "application/vnd.oci.empty.v1+json", "digest": digest(b"{}"), "size": 2},
            "layers": [{"mediaType": "application/gzip", "digest": digest(layer), "size": len(layer)}],
            "annotations": {SIGNATURE: base64.b64encode(signature).decode()},
            **changes,
        }
        text = json.dumps(manifest)
        self.ecr.put_image(
            repositoryName=REPOSITORY,
            imageManifest=text,
            imageManifestMediaType=MANIFEST_TYPE,
            imageDigest=digest(text.encode()),
        )
        return digest(text.encode())

    def source(self) -> Source:
        """Return it as the feeder sees it."""

        class Ecr:
            batch_get_image = staticmethod(self.ecr.batch_get_image)

            @staticmethod
            def get_download_url_for_layer(repositoryName: str, layerDigest: str) -> dict[str, str]:  # noqa: N803
                assert repositoryName == REPOSITORY
                return {"downloadUrl": layerDigest}

        return Source(
            repository=REPOSITORY, signing_key=self.key, ecr=Ecr, kms=self.kms, download=lambda url: self.layers[url]
        )


@pytest.fixture
def registry() -> Iterator[Registry]:
    with mock_aws():
        yield Registry()


def test_a_signed_release_is_read_as_it_was_published(registry: Registry) -> None:
    release = fetch(registry.source(), registry.push(), "room")
    assert [(wave.namespace, wave.objects) for wave in release.waves] == [("apps", [CONFIG_MAP])]
    assert release.left == frozenset()


def test_a_release_of_another_key_is_refused(registry: Registry) -> None:
    pushed = registry.push(key=registry.other_key)
    with pytest.raises(ArtifactError, match="is not signed by arn:aws:kms"):
        fetch(registry.source(), pushed, "room")


def test_a_release_without_a_signature_is_refused(registry: Registry) -> None:
    pushed = registry.push(annotations={})
    with pytest.raises(ArtifactError, match="is not signed; publish it"):
        fetch(registry.source(), pushed, "room")


def test_a_layer_that_was_changed_on_its_way_is_refused(registry: Registry) -> None:
    pushed = registry.push()
    for name in registry.layers:
        registry.layers[name] = gzip.compress(json.dumps({**RELEASE, "waves": []}).encode())
    with pytest.raises(ArtifactError, match="arrived changed"):
        fetch(registry.source(), pushed, "room")


def test_a_release_for_another_cluster_is_refused(registry: Registry) -> None:
    with pytest.raises(ArtifactError, match="is for room, not for hall"):
        fetch(registry.source(), registry.push(), "hall")


def test_a_release_that_isn_t_there_is_told(registry: Registry) -> None:
    with pytest.raises(ArtifactError, match="groot-room-manifests has no sha256:0"):
        fetch(registry.source(), f"sha256:{'0' * 64}", "room")


def test_an_artifact_of_several_layers_is_refused(registry: Registry) -> None:
    with pytest.raises(ArtifactError, match="has 0 layers"):
        fetch(registry.source(), registry.push(layers=[]), "room")
