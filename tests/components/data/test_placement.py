from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.data.placement import check_fits, writer_regions
from tests.components.data.declare import REGION_NAMES

SHARDS = st.integers(1, 256)
REGIONS = st.integers(1, 5)


@given(SHARDS, REGIONS)
def test_no_region_writes_for_two_shards_more_than_another(shards: int, count: int) -> None:
    writers = Counter(writer_regions(shards, REGION_NAMES[:count]))
    held = [writers[name] for name in REGION_NAMES[:count]]
    assert sum(held) == shards
    assert max(held) - min(held) <= 1


@given(SHARDS, SHARDS, REGIONS)
def test_more_shards_leave_the_writers_of_the_others_where_they_are(one: int, other: int, count: int) -> None:
    fewer, more = sorted((one, other))
    names = REGION_NAMES[:count]
    assert writer_regions(more, names)[:fewer] == writer_regions(fewer, names)


def test_more_regions_than_aurora_spans_are_refused() -> None:
    check_fits(11, 1)
    with pytest.raises(ValueError, match="at most 10 secondary regions"):
        check_fits(12, 1)


def test_more_instances_than_aurora_allows_are_refused() -> None:
    check_fits(1, 16)
    check_fits(5, 12)
    with pytest.raises(ValueError, match=r"instancesPerRegion is 13: with 5 regions Aurora allows 12"):
        check_fits(5, 13)
