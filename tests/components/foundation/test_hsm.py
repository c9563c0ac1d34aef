import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from components.foundation.hsm import HsmCluster, HsmClusterArgs
from tests.components.foundation.room import ADMINISTRATORS, HOME, TRUST_ANCHOR, Room, previewed, site
from tests.components.site import topic

MODULE = "aws:cloudhsmv2/hsm:Hsm"
STORE = "aws:kms/customKeyStore:CustomKeyStore"
KEY = "aws:kms/key:Key"


def cluster(trust_anchor: str = "", password: str | None = None, connected: bool = False) -> None:
    args = HsmClusterArgs(
        site=site(HOME),
        subnet_ids=["subnet-1", "subnet-2", "subnet-3"],
        administrators=ADMINISTRATORS,
        trust_anchor=trust_anchor,
        key_store_password=password,
        key_store_connected=connected,
    )
    HsmCluster("hsm", args)


@pytest.mark.parametrize(
    ("program", "modules", "stores", "keys"),
    [
        (cluster, 1, 0, 0),
        (partial(cluster, TRUST_ANCHOR, "password"), 3, 1, 0),
        (partial(cluster, TRUST_ANCHOR, "password", True), 3, 1, 1),
    ],
    ids=["new", "activated", "connected"],
)
def test_modules_come_up_in_the_stages_of_their_ceremony(
    tmp_path: Path, program: Callable[[], None], modules: int, stores: int, keys: int
) -> None:
    planned = previewed(tmp_path, program)
    assert (planned[MODULE], planned.get(STORE, 0), planned.get(KEY, 0)) == (modules, stores, keys)


def test_trust_anchor_without_the_password_is_refused() -> None:
    with pytest.raises(ValueError, match="groot:hsmKeyStorePassword"):
        cluster(TRUST_ANCHOR)


def test_cluster_stands_in_the_isolated_subnets(room: Room) -> None:
    found = room.boto("cloudhsmv2").describe_clusters(Filters={"clusterIds": [room.output("hsm")]})["Clusters"][0]
    assert (found["HsmType"], found["Mode"]) == ("hsm2m.medium", "FIPS")
    isolated = room.output(f"network-{HOME.name}")["isolated"]
    assert room.resources["hsm-cluster"]["subnetIds"] == isolated
    assert [room.resources[f"hsm-hsm-{zone}"]["subnetId"] for zone in range(3)] == isolated


def test_key_store_trusts_the_anchor_and_hides_its_password(room: Room) -> None:
    store = room.resources["hsm-key-store"]
    assert (store["cloudHsmClusterId"], store["trustAnchorCertificate"]) == (room.output("hsm"), TRUST_ANCHOR)
    exported = "".join(file.read_text() for file in (room.folder / ".sandbox").rglob("*") if file.is_file())
    assert "kmsuser-password" not in exported


def test_key_in_the_modules_is_separated_from_its_administrators(room: Room) -> None:
    policy = json.loads(room.resources["hsm-key"]["policy"])
    assert "AdministratorsDoNotUse" in {statement["Sid"] for statement in policy["Statement"]}
    assert room.resources["hsm-key"]["customKeyStoreId"] == room.output("hsmKeyStore")


def test_unhealthy_module_rings(room: Room) -> None:
    alarm = room.alarm("hsm-unhealthy")
    assert alarm["MetricName"] == "HsmUnhealthy"
    assert alarm["AlarmActions"] == [topic(HOME)]
