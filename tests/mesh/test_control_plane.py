"""The cluster that these tests stand on is a real one, and a closed one."""

import pytest
from kubernetes import client
from kubernetes.client import ApiException

from sandbox.providers.kubernetes.provider import DEFAULT_VERSION
from tests.mesh.control_plane import ControlPlane


def test_it_is_of_the_version_that_clusters_have(plane: ControlPlane) -> None:
    told = client.VersionApi(plane.api()).get_code()
    assert f"{told.major}.{told.minor}" == DEFAULT_VERSION
    assert told.git_version.startswith(f"v{DEFAULT_VERSION}.")


def test_who_has_no_role_sees_nothing(plane: ControlPlane) -> None:
    with pytest.raises(ApiException, match="cannot list resource"):
        client.CoreV1Api(plane.api("ann", ["people"])).list_namespaced_pod("default")


def test_who_isnt_known_is_refused(plane: ControlPlane) -> None:
    stranger = client.Configuration(host=plane.url)
    stranger.ssl_ca_cert = plane.api().configuration.ssl_ca_cert
    with pytest.raises(ApiException) as refused:
        client.CoreV1Api(client.ApiClient(stranger)).list_namespaced_pod("default")
    assert refused.value.status in (401, 403)


def test_requests_are_noted_with_who_made_them(plane: ControlPlane) -> None:
    with pytest.raises(ApiException):
        client.CoreV1Api(plane.api("bob", ["people"])).list_namespaced_pod("default")
    assert {one["verb"] for one in plane.audited() if one["user"].get("username") == "bob"} == {"list"}
