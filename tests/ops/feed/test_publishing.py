"""What a region has after a release was published into it, with moto for AWS and the feeder's own eyes."""

import io
import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.feeder.artifact import Source, fetch
from functions.feeder.errors import ArtifactError
from ops.feed import publishing
from ops.feed.publishing import Region
from ops.feed.release import Feed, release
from ops.request import OperationError

CONFIG_MAP = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one"}}
HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
DIGEST = "sha256:" + "0" * 64


class Functions:
    """Lambda, as far as publishing asks it."""

    def __init__(self, answer: Any, error: str | None = None) -> None:
        self.asked: list[tuple[str, Any]] = []
        self._answer, self._error = answer, error

    def invoke(self, FunctionName: str, Payload: str) -> dict[str, Any]:  # noqa: N803 - boto3's names
        self.asked.append((FunctionName, json.loads(Payload)))
        failed = {"FunctionError": self._error} if self._error else {}
        return {"Payload": io.BytesIO(json.dumps(self._answer).encode()), **failed}


@pytest.fixture
def session() -> Iterator[boto3.Session]:
    with mock_aws():
        session = boto3.Session("test", "test", region_name="us-east-1")
        for repository in ("manifests", "images/api"):
            session.client("ecr").create_repository(repositoryName=repository)
        yield session


def region(session: boto3.Session, functions: Any = None) -> Region:
    return Region(ecr=session.client("ecr"), kms=session.client("kms"), functions=functions)


def feed(session: boto3.Session, **changes: Any) -> Feed:
    key = session.client("kms").create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["Arn"]
    given: dict[str, Any] = {
        "region": "us-east-1",
        "cluster": "room",
        "kubernetes": "1.36",
        "repository": "manifests",
        "signing_key": key,
        "function": "feeder",
        "images": [],
        "charts": [],
    }
    return Feed(**{**given, **changes})


def seen(session: boto3.Session, signing_key: str, layers: dict[str, bytes]) -> Source:
    """Return the registry as the feeder sees it."""
    ecr = session.client("ecr")

    class Ecr:
        batch_get_image = staticmethod(ecr.batch_get_image)

        @staticmethod
        def get_download_url_for_layer(repositoryName: str, layerDigest: str) -> dict[str, str]:  # noqa: N803
            return {"downloadUrl": layerDigest}

    kms = session.client("kms")
    return Source(repository="manifests", signing_key=signing_key, ecr=Ecr, kms=kms, download=layers.__getitem__)


def test_what_is_published_the_feeder_takes_and_another_key_s_it_doesn_t(session: boto3.Session) -> None:
    wanted, other = feed(session), feed(session)
    content = release(wanted, [CONFIG_MAP], [])
    named = region(session).push(wanted, content)
    layers = {publishing.digest(content): content}
    [wave] = fetch(seen(session, wanted.signing_key, layers), named, "room").waves
    assert wave.objects == [CONFIG_MAP]
    with pytest.raises(ArtifactError, match="is not signed by"):
        fetch(seen(session, other.signing_key, layers), named, "room")


def test_a_release_is_an_artifact_with_its_layer_in_the_registry(session: boto3.Session) -> None:
    wanted = feed(session)
    named = region(session).push(wanted, release(wanted, [CONFIG_MAP], []))
    ecr = session.client("ecr")
    [image] = ecr.batch_get_image(repositoryName="manifests", imageIds=[{"imageDigest": named}])["images"]
    manifest = json.loads(image["imageManifest"])
    digests = [manifest["config"]["digest"], *(layer["digest"] for layer in manifest["layers"])]
    found = ecr.batch_check_layer_availability(repositoryName="manifests", layerDigests=digests)["layers"]
    assert [layer["layerAvailability"] for layer in found] == ["AVAILABLE", "AVAILABLE"]


def test_what_is_left_to_another_writer_gets_to_the_feeder_by_its_name(session: boto3.Session) -> None:
    wanted = feed(session)
    content = release(wanted, [], [], [{**CONFIG_MAP, "metadata": {"name": "one", "namespace": "apps"}}])
    named = region(session).push(wanted, content)
    source = seen(session, wanted.signing_key, {publishing.digest(content): content})
    assert fetch(source, named, "room").left == {("v1", "ConfigMap", "apps", "one")}


def test_a_release_may_be_published_again(session: boto3.Session) -> None:
    wanted = feed(session)
    content = release(wanted, [CONFIG_MAP], [])
    assert {region(session).push(wanted, content) for _ in range(2)}


def test_images_that_a_region_lacks_are_copied_once(session: boto3.Session, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[tuple[str, str, set[str]]] = []
    monkeypatch.setattr(
        publishing, "copy_image", lambda original, copy, credentials: copied.append((original, copy, set(credentials)))
    )
    wanted = feed(session, images=[{"from": f"example.com/api:1@{DIGEST}", "to": f"{HOST}/images/api@{DIGEST}"}])
    region(session).copy(wanted, lambda _: None)
    assert copied == [
        (f"example.com/api:1@{DIGEST}", f"{HOST}/images/api:{DIGEST.replace(':', '-')}", {HOST}),
    ]
    session.client("ecr").put_image(
        repositoryName="images/api",
        imageManifest='{"layers": []}',
        imageManifestMediaType=publishing.MANIFEST_TYPE,
        imageDigest=DIGEST,
        imageTag="any",
    )
    region(session).copy(wanted, lambda _: None)
    assert len(copied) == 1


def test_the_feeder_is_asked_for_the_release_and_tells_what_it_did(session: boto3.Session) -> None:
    functions = Functions({"applied": 3, "deleted": 1})
    assert region(session, functions).feed(feed(session), "sha256:1") == {"applied": 3, "deleted": 1}
    assert functions.asked == [("feeder", {"digest": "sha256:1"})]


def test_what_the_feeder_couldn_t_do_is_told(session: boto3.Session) -> None:
    functions = Functions({"errorMessage": "time is up; still missing: Deployment api"}, "Unhandled")
    with pytest.raises(OperationError, match="room: time is up; still missing: Deployment api"):
        region(session, functions).feed(feed(session), "sha256:1")
