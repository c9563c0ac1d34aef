"""Bills and their differences: what has no price adds nothing up and is named."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ops.cost.bill import Bill, Billed, Difference, bill, compare
from ops.cost.metering import Use
from ops.pull_request.costs import section
from ops.pull_request.recorded import Recorded, Resource
from tests.ops.pull_request.golden import PRICES

NAT, EIP, KEY, ROLE = (
    "aws:ec2/natGateway:NatGateway",
    "aws:ec2/eip:Eip",
    "aws:kms/key:Key",
    "aws:iam/role:Role",
)
INSTANCE = "aws:rds/clusterInstance:ClusterInstance"

uses = st.dictionaries(
    st.sampled_from(["nat-gateway", "kms-key", "aurora/db.r7g.large", "aurora/db.unheard.of"]),
    st.integers(min_value=1, max_value=5).map(Decimal),
    max_size=2,
)
resources = st.lists(
    st.builds(
        Resource,
        urn=st.just("urn"),
        type=st.sampled_from([NAT, EIP, KEY, INSTANCE, ROLE, "aws:sqs/queue:Queue", "kubernetes:core/v1:Service"]),
        region=st.sampled_from([None, "us-east-1", "eu-west-1", "af-south-1"]),
        uses=st.none() | uses,
    ),
    max_size=8,
)


def of(*found: Billed) -> Bill:
    return bill(found, PRICES)


def one(type_token: str, meter: str, units: int = 1, region: str = "us-east-1") -> Billed:
    return Billed(type=type_token, region=region, uses=[Use(meter=meter, units=Decimal(units))])


def difference(before: Bill, after: Bill) -> Difference:
    (found,) = compare(before, after)
    return found


@given(before=resources, after=resources)
def test_a_change_is_what_comes_after_less_what_was_before(before: list[Resource], after: list[Resource]) -> None:
    bills = of(*(each.billed() for each in before)), of(*(each.billed() for each in after))
    forth, back = compare(*bills), compare(*reversed(bills))
    known = [each for each in forth if each.delta is not None]
    assert all(each.delta == (each.after or 0) - (each.before or 0) for each in known)
    assert {(each.type, each.region): each.delta for each in forth} == {
        (each.type, each.region): None if each.delta is None else -each.delta for each in back
    }
    totals = [sum(amount for key, amount in each.lines.items() if not _partial(key, *bills)) for each in bills]
    assert sum(each.delta or 0 for each in known) == totals[1] - totals[0]


def _partial(key: tuple[str, str], *bills: Bill) -> bool:
    return any(key in each.partial for each in bills)


@given(before=resources, after=resources)
def test_a_comment_never_shows_what_has_no_price_as_nothing(before: list[Resource], after: list[Resource]) -> None:
    now = "2026-01-31T12:00:00Z"
    documents = [
        Recorded.model_validate({"stack": "s", "judged_at": now}).model_copy(update={"resources": tuple(found)})
        for found in (before, after)
    ]
    lines = section(documents[0], documents[1], PRICES)
    assert not any(
        f"${zero}" in line for line in lines for zero in ("0.00 ", "0.00*") if "all that is priced" not in line
    )
    told = "\n".join(lines)
    unpriced = {key for each in documents for key in bill((r.billed() for r in each.resources), PRICES).unpriced}
    for type_token, _ in unpriced:
        assert type_token.split("/")[0] in told


def test_an_instance_without_a_price_is_no_saving() -> None:
    found = difference(of(one(INSTANCE, "aurora/db.r7g.large")), of(one(INSTANCE, "aurora/db.x9.huge")))
    assert found.before == Decimal("219.00")
    assert found.delta is None
    unknown = of(Billed(type=INSTANCE, region="us-east-1", uses=None))
    assert difference(of(one(INSTANCE, "aurora/db.r7g.large")), unknown).delta is None


def test_what_is_new_or_gone_counts_in_full() -> None:
    nat = of(one(NAT, "nat-gateway", 2))
    assert difference(of(), nat).delta == Decimal("73.00")
    assert difference(nat, of()).delta == Decimal("-73.00")
    assert difference(of(), nat).before is None


def test_regions_are_billed_apart_at_their_own_prices() -> None:
    found = of(one(NAT, "nat-gateway"), one(NAT, "nat-gateway", region="eu-west-1"))
    assert found.lines == {(NAT, "us-east-1"): Decimal("36.50"), (NAT, "eu-west-1"): Decimal("43.80")}
    assert found.fallbacks == frozenset()
    assert of(one(NAT, "nat-gateway", region="af-south-1")).fallbacks == {("nat-gateway", "af-south-1")}


def test_what_is_free_or_not_aws_is_on_no_list() -> None:
    found = of(
        Billed(type="aws:ec2/route:Route", region="us-east-1", uses=()),
        Billed(type="kubernetes:core/v1:Service", region=None, uses=()),
    )
    assert (found.lines, found.unpriced, found.by_usage) == ({}, {}, {})


def test_the_greatest_change_is_told_first_and_what_cannot_be_told_before_it() -> None:
    before = of(one(KEY, "kms-key"), one(NAT, "nat-gateway"))
    after = of(one(KEY, "kms-key", 3), Billed(type=INSTANCE, region="us-east-1", uses=None))
    assert [each.type for each in compare(before, after)] == [INSTANCE, NAT, KEY]
