"""What a stack costs by component: nothing is counted twice, lost, or told under another's name."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ops.cost import document, text
from ops.cost.breakdown import Breakdown, breakdown, by_region
from policies.model import Resource
from tests.ops.pull_request.golden import PRICES

NAT, KEY, CLUSTER = "aws:ec2/natGateway:NatGateway", "aws:kms/key:Key", "aws:rds/cluster:Cluster"
COMPONENT = "groot:index:Thing"
STACK = Resource(type="pulumi:pulumi:Stack", urn="stack", name="stack", props={}, source="venv/stack.py:1")


def resource(type_token: str, name: str, parent: str = "stack", region: str = "us-east-1", **more: Any) -> Resource:
    return Resource(type=type_token, urn=name, name=name, props={"region": region}, parent=parent, **more)


def component(name: str, parent: str = "stack", source: str = "components/foundation/wiring.py:7") -> Resource:
    return Resource(type=COMPONENT, urn=name, name=name, props={}, parent=parent, source=source)


def amounts(found: Breakdown) -> Mapping[tuple[str, str], Mapping[str, Decimal]]:
    return {(each.room, each.name): by_region(each.bill) for each in found.components}


def test_a_component_is_told_once_for_all_its_regions_with_what_its_parts_hold() -> None:
    found = breakdown(
        [
            STACK,
            component("network-us-east-1"),
            component("network-us-east-1-nat", "network-us-east-1", "components/other/nat.py:3"),
            resource(NAT, "network-us-east-1-nat-a", "network-us-east-1-nat"),
            component("network-eu-west-1"),
            resource(NAT, "network-eu-west-1-a", "network-eu-west-1", "eu-west-1"),
            component("vault", source="components/resilience/wiring.py:7"),
            resource(KEY, "vault-key", "vault"),
        ],
        PRICES,
    )
    assert amounts(found) == {
        ("foundation", "network"): {"us-east-1": Decimal("36.50"), "eu-west-1": Decimal("43.80")},
        ("resilience", "vault"): {"us-east-1": Decimal("1.00")},
    }
    assert found.regions == ["eu-west-1", "us-east-1"]


def test_components_add_up_to_the_whole() -> None:
    resources = [STACK, *(component(f"c{index}") for index in range(3))]
    resources += [resource(KEY, f"key-{index}", f"c{index % 3}") for index in range(7)]
    found = breakdown([*resources, resource(NAT, "alone")], PRICES)
    assert sum(each.bill.total for each in found.components) == found.whole.total == Decimal("43.50")
    assert ("", "alone") in amounts(found)


def test_a_component_that_costs_nothing_is_left_out_and_one_without_a_price_is_not() -> None:
    found = breakdown(
        [
            STACK,
            component("free"),
            resource("aws:ec2/route:Route", "route", "free"),
            component("odd"),
            resource("aws:sage/unheard:Of", "of", "odd"),
        ],
        PRICES,
    )
    assert list(amounts(found)) == [("foundation", "odd")]
    rows = [line.plain for line in text.lines(found, PRICES, "s")]
    assert any(row.split() == ["odd", "0.00+"] for row in rows)
    assert any(row.split() == ["all", "0.00+"] for row in rows)
    assert "  aws:sage:Of (1): no price is kept for the type" not in rows
    assert "  aws:sage/unheard:Of (1): no price is kept for the type" in rows


def test_the_table_has_a_column_a_region_and_what_rooms_come_to_the_dearest_first() -> None:
    held = [
        STACK,
        component("a-us-east-1"),
        resource(KEY, "key", "a-us-east-1"),
        component("b"),
        resource(NAT, "nat", "b", "eu-west-1"),
        resource(CLUSTER, "cluster", "b"),
    ]
    rows = [line.plain.split() for line in text.lines(breakdown(held, PRICES), PRICES, "s")]
    assert rows[0] == ["USD", "a", "month", "eu-west-1", "us-east-1", "together"]
    assert rows[1:5] == [
        ["foundation", "43.80", "1.00", "44.80"],
        ["b", "43.80", "-", "43.80"],
        ["a", "-", "1.00", "1.00"],
        ["all", "43.80", "1.00", "44.80"],
    ]
    assert ["aws:rds:Cluster", "(1):", "storage"] in rows


def test_a_document_has_the_same_figures_by_region_component_and_type() -> None:
    held = [STACK, component("a"), resource(NAT, "nat", "a", "af-south-1"), resource(KEY, "key", "a")]
    told = document.of(breakdown(held, PRICES), PRICES, "s", "preview")
    assert told["monthly_usd"] == 37.5 == sum(told["regions"].values())
    (only,) = told["components"]
    assert only["types"] == {NAT: 36.5, KEY: 1.0}
    assert told["stand_ins"] == [{"meter": "nat-gateway", "region": "af-south-1", "price_of": "us-east-1"}]
    assert [each["type"] for each in told["by_usage"]] == sorted(PRICES.usage.keys() & {NAT, KEY})
