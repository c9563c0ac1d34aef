"""How the feeder speaks to an API server."""

import base64
from pathlib import Path
from typing import Any

import pytest

from functions._shared.kubernetes import ApiError, token_of
from functions.feeder.cluster import Cluster
from tests.functions.feeder.api_server import ApiServer, serving

SPACED: dict[str, Any] = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one"}}


def test_an_object_goes_where_its_kind_and_namespace_say(server: ApiServer, cluster: Cluster) -> None:
    cluster.apply(SPACED, "default")
    cluster.apply({**SPACED, "metadata": {"name": "one", "namespace": "own"}}, "default")
    cluster.apply({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"}}, "default")
    cluster.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "n"}}, "default")
    assert list(server.objects) == [
        "/api/v1/namespaces/default/configmaps/one",
        "/api/v1/namespaces/own/configmaps/one",
        "/apis/apps/v1/namespaces/default/deployments/d",
        "/api/v1/namespaces/n",
    ]


def test_fields_are_owned_by_name_and_taken_from_others(server: ApiServer, cluster: Cluster) -> None:
    cluster.apply(SPACED, "default")
    assert {"fieldManager": ["groot"], "force": ["true"]} in server.queries


def test_every_request_shows_the_token(server: ApiServer, cluster: Cluster) -> None:
    cluster.apply(SPACED, "default")
    cluster.read(SPACED, "default")
    assert server.tokens == {"Bearer k8s-aws-v1.token"}


def test_a_server_that_another_authority_vouches_for_is_told_nothing(server: ApiServer, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with serving(tmp_path / "other") as other:
        impostor = Cluster(endpoint=server.url, authority_pem=other.authority_pem, token=lambda: "t")
        with pytest.raises(ApiError, match=r"doesn't answer: .*certificate verify failed"):
            impostor.apply(SPACED, "default")
    assert server.tokens == set()


def test_what_isn_t_there_reads_as_nothing_and_may_be_deleted(cluster: Cluster) -> None:
    assert cluster.read(SPACED, "default") is None
    cluster.delete(SPACED, "default")


def test_an_unknown_kind_is_told_by_name(cluster: Cluster) -> None:
    with pytest.raises(ApiError, match="404: the cluster knows no Thing of v1"):
        cluster.apply({**SPACED, "kind": "Thing"}, "default")


def test_token_is_a_signed_question_that_only_this_cluster_takes() -> None:
    token = token_of("https://sts.us-east-1.amazonaws.com/?X-Amz-Signature=1")
    prefix, _, encoded = token.partition(".")
    assert prefix == "k8s-aws-v1"
    assert "=" not in encoded
    assert base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).startswith(b"https://sts.us-east-1")
