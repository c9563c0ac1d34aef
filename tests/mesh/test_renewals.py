"""Certificates and the root that they go back to, renewed while requests go on: none of the requests fails."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest

from components.compute.mesh_names import API as API_NAME
from tests.mesh.regions.certificates import Signed, root
from tests.mesh.regions.charts import CERTIFICATE_SECONDS
from tests.mesh.regions.manifests import HOST
from tests.mesh.regions.mesh import CALLER, Mesh
from tests.mesh.regions.pod import Pod
from tests.mesh.regions.proxies import chain, trusted
from tests.mesh.regions.traffic import Load, load
from tests.mesh.test_drains import AFTER_SECONDS, HERE, THERE, clients, failures, watch
from tests.mesh.test_identities import GATEWAYS, known_as, to_door

RENEWED_SECONDS = 2 * CERTIFICATE_SECONDS
"""Until every proxy has another certificate than before."""


@contextmanager
def asked(mesh: Mesh) -> Iterator[list[Load]]:
    """Ask each region, through the first one's gateways, for as long as it takes."""
    with ExitStack() as asking:
        loads = [asking.enter_context(load(clients(mesh), Host=HOST, region=name)) for name in (HERE, THERE)]
        watch(mesh, loads[0], 1)
        yield loads
        watch(mesh, loads[0], AFTER_SECONDS)
    for going in loads:
        assert len(going.answers) > 100
        assert failures(going) == []


def proxied(mesh: Mesh) -> list[Pod]:
    """Return every pod that has a proxy."""
    return [pod for here in mesh.regions.values() for pod in (*here.gateways(), *here.apis())]


def serials(mesh: Mesh) -> dict[str, int]:
    return {pod.name: chain(pod)[0].serial_number for pod in proxied(mesh)}


def trust(mesh: Mesh, *roots: Signed) -> None:
    """Deploy a list of roots, and return when every proxy trusts these and no others."""
    names = {one.certificate.subject.public_bytes() for one in roots}
    mesh.trust(*roots)
    mesh.regions[HERE].until(lambda: all(trusted(pod) == names for pod in proxied(mesh)), "proxies trust them")


def test_no_request_fails_while_certificates_are_renewed(regions: Mesh) -> None:
    with asked(regions):
        before = serials(regions)
        regions.regions[HERE].until(
            lambda: serials(regions).items().isdisjoint(before.items()), "all are renewed", RENEWED_SECONDS
        )


def test_no_request_fails_while_the_root_is_renewed(regions: Mesh, tmp_path: Path) -> None:
    """Step by step, as README tells an operator; in the end the old root's certificates open nothing."""
    old, new = regions.root, root("the next root")
    with asked(regions):
        trust(regions, old, new)
        for here in regions.regions.values():
            issuing = here.kubelet.pods("istiod-")
            here.hand_certificates(new)
            here.restart("istio-system", "istiod")
            here.until(partial(here.is_ready, "istio-system", "istiod", but=issuing), "istiod issues by the new root")
        regions.regions[HERE].until(
            lambda: all(chain(pod)[-1] == new.certificate for pod in proxied(regions)), "all go by it", RENEWED_SECONDS
        )
        trust(regions, new)
        regions.root = new
    answer = to_door(regions, known_as(GATEWAYS, new, tmp_path)).get(Host=API_NAME, **CALLER)
    assert regions.answering([answer]) == {HERE: 1}
    with pytest.raises(OSError, match=r"(?i)unknown ca|eof|reset|closed"):
        to_door(regions, known_as(GATEWAYS, old, tmp_path)).get(Host=API_NAME, **CALLER)
