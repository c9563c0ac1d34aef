from typing import Any

from tests.sandbox.providers.aws.bench import Bench

PREFIX_LIST = "aws:ec2/managedPrefixList:ManagedPrefixList"
IRELAND = {"cidr": "10.1.0.0/16", "description": "eu-west-1"}
OREGON = {"cidr": "10.2.0.0/16", "description": "us-west-2"}


def peers(name: str, *entries: dict[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "addressFamily": "IPv4",
        "maxEntries": 5,
        "entries": list(entries),
        "tags": {"Name": name},
    }


def test_prefix_list_lives(bench: Bench) -> None:
    changes = {"name": "renamed", "entries": [OREGON], "maxEntries": 6, "tags": {"Name": "renamed"}}
    bench.lives(PREFIX_LIST, peers("lives", IRELAND), changes)


def test_regions_come_and_go_in_place(bench: Bench) -> None:
    made = bench.deploy(PREFIX_LIST, **peers("regions", IRELAND))
    made.update(entries=[IRELAND, OREGON])
    entries = bench.boto("ec2").get_managed_prefix_list_entries(PrefixListId=made.id)["Entries"]
    assert [entry["Cidr"] for entry in entries] == ["10.1.0.0/16", "10.2.0.0/16"]
    made.update(entries=[{**IRELAND, "description": "Ireland"}])
    entries = bench.boto("ec2").get_managed_prefix_list_entries(PrefixListId=made.id)["Entries"]
    assert entries == [{"Cidr": "10.1.0.0/16", "Description": "Ireland"}]


def test_entry_added_out_of_band_is_drift(bench: Bench) -> None:
    made = bench.deploy(PREFIX_LIST, **peers("added", IRELAND))
    bench.boto("ec2").modify_managed_prefix_list(
        PrefixListId=made.id, PrefixListName="added", CurrentVersion=1, AddEntries=[{"Cidr": "0.0.0.0/0"}]
    )
    assert made.drift() == ["entries"]
