"""The price file, and what a broken one is told."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from ops.cost import prices
from ops.cost.databases import INSTANCE, PROXY_TARGET
from ops.cost.meters import METERS
from ops.cost.prices import PriceError
from policies.stateful import STATEFUL
from tests.ops.pull_request.golden import HERE
from tests.policies.schema import tokens

PRICES = prices.load()
SMALL = HERE / "prices.yaml"


def test_prices_name_their_day_their_page_and_where_they_were_read() -> None:
    content = yaml.safe_load(prices.PATH.read_text(encoding="utf-8"))
    assert PRICES.checked <= datetime.date.today()
    assert all(group["source"] and group["seen"] for group in content["groups"])


def test_every_meter_has_a_price_in_the_region_that_stands_in_for_others() -> None:
    assert [meter for meter in PRICES.meters if PRICES.price(meter, PRICES.fallback_region) is None] == []


def test_types_are_spelt_as_the_sdk_spells_them() -> None:
    assert (PRICES.free | PRICES.usage.keys() | METERS.keys() | {PROXY_TARGET, INSTANCE} | STATEFUL) - tokens() == set()


def test_nothing_that_is_metered_is_called_free() -> None:
    assert PRICES.free.isdisjoint({*METERS, PROXY_TARGET})


def test_an_hourly_price_is_one_of_the_month() -> None:
    found = PRICES.price("nat-gateway", "us-east-1")
    assert found is not None
    assert (found.monthly_usd, found.fallback) == (Decimal("0.045") * 730, False)


def test_another_regions_price_stands_in_and_says_so() -> None:
    found = PRICES.price("nat-gateway", "af-south-1")
    assert found is not None
    assert (found.monthly_usd, found.fallback) == (Decimal("0.045") * 730, True)
    everywhere = PRICES.price("kms-key", None)
    assert everywhere is not None
    assert not everywhere.fallback


@pytest.mark.parametrize(("meter", "region"), [("no-such-meter", "us-east-1"), ("nat-gateway", None)])
def test_what_has_no_price_has_none_rather_than_nothing(meter: str, region: str | None) -> None:
    assert PRICES.price(meter, region) is None


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("us-east-1: 0.05", "us-east-1: 0", "the price of nat-gateway in us-east-1 isn't positive"),
        ("us-east-1: 0.05", "us-east-1: cheap", "groups.0.prices.nat-gateway.us-east-1"),
        ("public-address:", "nat-gateway/eip: {everywhere: 1}\n      kms-key:", "kms-key is priced twice"),
        ("per: month", "per: year", "groups.1.per"),
        ("aws:kms/alias:Alias", "aws:rds/cluster:Cluster", "aws:rds/cluster:Cluster can't both"),
        ("checked: 2026-01-31", "checked: lately", "checked"),
        ("free:", "free: [", "not YAML"),
        ("checked: 2026-01-31", "checked: 2026-13-31", "not YAML: month"),
    ],
)
def test_a_broken_price_file_is_told_in_a_line(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = SMALL.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "prices.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(PriceError, match=r"prices\.yaml: ") as caught:
        prices.load(path)
    assert fault in str(caught.value)
