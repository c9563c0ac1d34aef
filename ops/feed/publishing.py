"""Into a region: images that it lacks, a release that is signed, and the call that has it fed."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from botocore.config import Config
from botocore.exceptions import ClientError

from ops.feed import files
from ops.feed.release import Feed, digest
from ops.feed.tools import copy_image
from ops.request import OperationError

MANIFEST_TYPE: Final = "application/vnd.oci.image.manifest.v1+json"
ARTIFACT_TYPE: Final = "application/vnd.groot.release.v1+json"
FILES_TYPE: Final = "application/vnd.groot.manifests.v1"
LAYER_TYPE: Final = "application/vnd.groot.release.layer.v1+gzip"
EMPTY: Final = b"{}"
EMPTY_TYPE: Final = "application/vnd.oci.empty.v1+json"
"""OCI Image Specification, "Guidance for an Empty Descriptor"."""
SIGNATURE: Final = "com.github.groot.signature"
ALGORITHM: Final = "ECDSA_SHA_256"
PATIENCE: Final = Config(read_timeout=930, retries={"total_max_attempts": 1})
"""A feed takes up to a quarter of an hour, and is not begun twice."""


@dataclass(frozen=True, kw_only=True)
class Region:
    """AWS in one region, by its clients."""

    ecr: Any
    kms: Any
    functions: Any
    """Of Lambda, with `PATIENCE`."""

    def copy(self, feed: Feed, tell: Callable[[str], None]) -> None:
        """Bring the images that the region's registry lacks."""
        lacking = [image for image in feed.images if not self._has(image["to"])]
        if not lacking:
            return
        token = self.ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]
        for image in lacking:
            tell(f"copies {image['from']}")
            hosts = {name.partition("/")[0] for name in image.values() if ".dkr.ecr." in name}
            copy_image(image["from"], _tagged(image["to"]), dict.fromkeys(hosts, str(token)))

    def push(self, feed: Feed, release: bytes) -> str:
        """Sign *release* and put it into the repository of manifests; return its digest."""
        signature = self.kms.sign(
            KeyId=feed.signing_key,
            Message=bytes.fromhex(digest(release).removeprefix("sha256:")),
            MessageType="DIGEST",
            SigningAlgorithm=ALGORITHM,
        )["Signature"]
        signed = {SIGNATURE: base64.b64encode(signature).decode()}
        return self._put(feed, release, artifact(release, ARTIFACT_TYPE, LAYER_TYPE, signed))

    def push_files(self, feed: Feed, archive: bytes) -> str:
        """Put the *archive* of Argo CD's files into the repository of manifests; return its digest."""
        return self._put(feed, archive, files_artifact(archive))

    def _put(self, feed: Feed, layer: bytes, text: str) -> str:
        for blob in (EMPTY, layer):
            self._upload(feed.repository, blob)
        named = digest(text.encode())
        self.ecr.put_image(
            repositoryName=feed.repository,
            imageManifest=text,
            imageManifestMediaType=MANIFEST_TYPE,
            imageDigest=named,
            imageTag=named.replace(":", "-"),
        )
        return named

    def feed(self, feed: Feed, named: str) -> dict[str, int]:
        """Have the release *named* fed to the cluster; return how many objects it applied and deleted."""
        answer = self.functions.invoke(FunctionName=feed.function, Payload=json.dumps({"digest": named}))
        told = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            raise OperationError(f"{feed.cluster}: {told.get('errorMessage', told)}")
        return told

    def _has(self, image: str) -> bool:
        repository, _, reference = image.partition("/")[2].partition("@" if "@" in image else ":")
        identity = {"imageDigest" if reference.startswith("sha256:") else "imageTag": reference}
        try:
            self.ecr.describe_images(repositoryName=repository, imageIds=[identity])
        except ClientError as error:
            if error.response["Error"]["Code"] == "ImageNotFoundException":
                return False
            raise
        return True

    def _upload(self, repository: str, blob: bytes) -> None:
        found = self.ecr.batch_check_layer_availability(repositoryName=repository, layerDigests=[digest(blob)])
        if any(layer["layerAvailability"] == "AVAILABLE" for layer in found["layers"]):
            return
        upload = self.ecr.initiate_layer_upload(repositoryName=repository)["uploadId"]
        self.ecr.upload_layer_part(
            repositoryName=repository,
            uploadId=upload,
            partFirstByte=0,
            partLastByte=len(blob) - 1,
            layerPartBlob=blob,
        )
        self.ecr.complete_layer_upload(repositoryName=repository, uploadId=upload, layerDigests=[digest(blob)])


def artifact(layer: bytes, artifact_type: str, layer_type: str, annotations: Mapping[str, str]) -> str:
    """Return the manifest of an artifact with one *layer* (OCI Image Specification, "Image Manifest")."""
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST_TYPE,
        "artifactType": artifact_type,
        "config": {"mediaType": EMPTY_TYPE, "digest": digest(EMPTY), "size": len(EMPTY)},
        "layers": [{"mediaType": layer_type, "digest": digest(layer), "size": len(layer)}],
        **({"annotations": annotations} if annotations else {}),
    }
    return json.dumps(manifest, sort_keys=True, separators=(",", ":"))


def files_artifact(archive: bytes) -> str:
    """Return the manifest of the artifact with Argo CD's files, whose digest is known before it is pushed: nothing is
    signed there, since the release that names the digest is."""
    return artifact(archive, FILES_TYPE, files.LAYER_TYPE, {})


def _tagged(copy: str) -> str:
    """Return the address to copy to: a registry keeps what no tag names for a while only."""
    name, _, named = copy.partition("@")
    return f"{name}:{named.replace(':', '-')}" if named else name
