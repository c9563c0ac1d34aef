import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.resilience.retention import RESIDENT_CLASSES, cold_after_days, continuous_days, copy_destination
from settings import ClassPolicy, DataClass, Region
from tests.components.data.declare import REGION_NAMES

RESIDENCIES = st.lists(st.sampled_from(["us", "eu", "au"]), min_size=1, max_size=5)


def made(residencies: list[str]) -> list[Region]:
    return [
        Region(name=REGION_NAMES[index], cidr=f"10.{index}.0.0/16", weight=0, residency=residency)
        for index, residency in enumerate(residencies)
    ]


def policy(retention_days: int) -> ClassPolicy:
    return ClassPolicy(retention_days=retention_days, backup_interval_minutes=5)


@given(RESIDENCIES, st.data())
def test_resident_classes_never_leave_their_jurisdiction(residencies: list[str], data: st.DataObject) -> None:
    regions = made(residencies)
    region = data.draw(st.sampled_from(regions))
    for data_class in RESIDENT_CLASSES:
        destination = copy_destination(region, regions, data_class)
        neighbours = [other for other in regions if other is not region and other.residency == region.residency]
        assert (destination in neighbours) if neighbours else destination is None


@given(RESIDENCIES, st.data())
def test_other_classes_are_copied_whenever_there_is_another_region(residencies: list[str], data: st.DataObject) -> None:
    regions = made(residencies)
    region = data.draw(st.sampled_from(regions))
    for data_class in set(DataClass) - RESIDENT_CLASSES:
        destination = copy_destination(region, regions, data_class)
        assert destination is not region
        assert (destination is None) is (len(regions) == 1)


def test_a_region_of_the_same_jurisdiction_goes_first() -> None:
    us, eu, other_us = made(["us", "eu", "us"])
    assert copy_destination(us, [us, eu, other_us], DataClass.PUBLIC) is other_us


@pytest.mark.parametrize(("kept", "continuous"), [(1, 1), (35, 35), (36, 35), (3653, 35)])
def test_points_in_time_reach_back_35_days_at_most(kept: int, continuous: int) -> None:
    assert continuous_days(policy(kept)) == continuous


@pytest.mark.parametrize(("kept", "cold_after"), [(90, None), (179, None), (180, 90), (2555, 90)])
def test_cold_storage_only_where_it_lasts_the_90_days_it_costs(kept: int, cold_after: int | None) -> None:
    assert cold_after_days(policy(kept)) == cold_after
