"""Which zones a network spans; the emulator's zones have the ids that AWS gives them."""

from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from components.foundation.zones import choose, linkable, zones_of
from tests.components import deployed


def test_a_zone_without_clusters_is_passed_over_whatever_its_name() -> None:
    zones = choose(
        "us-east-1", [f"us-east-1{letter}" for letter in "abcd"], ["use1-az3", "use1-az6", "use1-az1", "use1-az2"]
    )
    assert zones == [("us-east-1b", "use1-az6"), ("us-east-1c", "use1-az1"), ("us-east-1d", "use1-az2")]


def test_zones_of_a_stack_that_is_up_stay_when_the_region_gets_another() -> None:
    names, ids = ["eu-west-1a", "eu-west-1b", "eu-west-1c"], ["euw1-az3", "euw1-az1", "euw1-az2"]
    assert choose("eu-west-1", [*names, "eu-west-1d"], [*ids, "euw1-az4"]) == choose("eu-west-1", names, ids)


def test_a_zone_that_links_reach_goes_before_one_that_they_do_not() -> None:
    names = [f"ap-northeast-2{letter}" for letter in "abcd"]
    zones = choose("ap-northeast-2", names, ["apne2-az4", "apne2-az1", "apne2-az2", "apne2-az3"])
    assert [name for name, _ in zones] == names[1:]


def test_links_leave_out_the_zone_that_they_do_not_reach() -> None:
    zones = choose("ca-central-1", [f"ca-central-1{letter}" for letter in "abd"], ["cac1-az1", "cac1-az2", "cac1-az4"])
    assert linkable(["subnet-1", "subnet-2", "subnet-3"], zones) == ["subnet-1", "subnet-2"]


def test_a_region_of_too_few_zones_is_named(emulator_endpoint: str, tmp_path: Path) -> None:
    def program() -> None:
        pulumi.export("zones", zones_of("us-west-1"))

    result = deployed.deployment(emulator_endpoint, tmp_path, program).preview()
    assert result.failed
    told = str([*result.failures, *result.diagnostics])
    assert "us-west-1 has 2 availability zones for clusters and stores, and the platform spans 3" in told


def test_only_the_regions_own_zones_are_asked_for_and_none_left_out_for_being_down(
    emulator_endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, Any]] = []
    answer = aws.get_availability_zones_output

    def noted(**arguments: Any) -> Any:
        asked.append(arguments)
        return answer(**arguments)

    monkeypatch.setattr("pulumi_aws.get_availability_zones_output", noted)
    result = deployed.deployment(
        emulator_endpoint, tmp_path, lambda: pulumi.export("zones", zones_of("us-east-1"))
    ).preview()
    assert [zone_id for _, zone_id in result.outputs["zones"]] == ["use1-az6", "use1-az1", "use1-az2"]
    (arguments,) = asked
    assert {each.name: each.values for each in arguments["filters"]} == {
        "opt-in-status": ["opt-in-not-required"],
        "zone-type": ["availability-zone"],
    }
    assert "state" not in arguments
