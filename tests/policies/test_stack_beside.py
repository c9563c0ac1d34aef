"""What is asked for beside something else: where that stands, however it is there, and nowhere else."""

import pytest

from policies.registry import Registry
from policies.unknown import UNKNOWN
from tests.policies.beside import STARTING, alone, beside
from tests.policies.platform import platform
from tests.policies.stack import Stack, View, with_props
from tests.policies.stack_case import RULES, TWO, every_view, faults, judged, without


@every_view
def test_findings_that_no_region_gathers_are_missed(view: View) -> None:
    fault = "no aggregator gathers its findings"
    found = faults("stack_hubs_gather_their_findings", without("aggregator").graph(view))
    assert found == {f"securityhub-{region}: {fault}" for region in TWO}


@pytest.mark.parametrize(
    ("linked", "left"),
    [
        ({"linkingMode": "ALL_REGIONS", "specifiedRegions": None}, []),
        ({"linkingMode": "ALL_REGIONS_EXCEPT_SPECIFIED"}, ["eu-west-1"]),
        ({"linkingMode": "ALL_REGIONS_EXCEPT_SPECIFIED", "specifiedRegions": ["sa-east-1"]}, []),
        ({"linkingMode": "SPECIFIED_REGIONS", "specifiedRegions": ["sa-east-1"]}, ["eu-west-1"]),
        ({"linkingMode": "NO_REGIONS", "specifiedRegions": None}, ["eu-west-1", "us-east-1"]),
    ],
)
def test_an_aggregator_gathers_from_the_regions_that_it_links(linked: dict[str, object], left: list[str]) -> None:
    found = faults("stack_hubs_gather_their_findings", with_props(platform().graph(), "aggregator", **linked))
    assert found == {f"securityhub-{region}: no aggregator gathers its findings" for region in left}


@every_view
@pytest.mark.parametrize("index", range(len(STARTING)))
def test_whatever_starts_instances_asks_for_defaults_of_their_metadata(view: View, index: int) -> None:
    stack = beside()
    assert not faults("stack_instances_have_metadata_defaults", stack.graph(view))
    stack.remove(f"defaults-starting-{index}")
    found = faults("stack_instances_have_metadata_defaults", stack.graph(view))
    assert found == {f"starts-{index}: its region has no defaults for instances' metadata"}


ASKED = ("backups_are_told", "detectors_have_features", "gateways_have_authorizers", "hubs_gather_their_findings",
         "hubs_have_standards", "instances_have_metadata_defaults", "recordings_are_judged", "stages_have_settings",
         "volumes_have_a_default_key")  # fmt: skip
"""Rules that ask where what is protected stands, or another part of the family is declared."""


@pytest.mark.parametrize("kind", ["aws:dynamodb/table:Table", "aws:s3/bucket:Bucket", "aws:lambda/function:Function"])
def test_a_program_of_one_thing_is_not_asked_for_what_guards_others(kind: str) -> None:
    stack = Stack()
    stack.add(kind, "alone", region="us-east-1", name="alone")
    violated, open_ = judged(stack.graph())
    assert not {rule for rule, _ in violated | open_} & {f"stack_{rule}" for rule in ASKED}


@pytest.mark.parametrize(
    ("name", "props", "rule"),
    [
        ("hub-us-east-1", {"enableDefaultStandards": None}, "stack_hubs_have_standards"),
        ("method", {"authorization": "AWS_IAM"}, "stack_gateways_have_authorizers"),
        ("rest", {"body": "{}"}, "stack_gateways_have_authorizers"),
    ],
)
def test_what_needs_nothing_beside_it_is_not_asked(name: str, props: dict[str, object], rule: str) -> None:
    before = faults(rule, alone().graph())
    assert faults(rule, with_props(alone().graph(), name, **props)) < before


@pytest.mark.parametrize(
    ("name", "prop", "rule"),
    [
        ("standard-us-east-1", "region", "stack_hubs_have_standards"),
        ("detector-0-False-RUNTIME_MONITORING", "status", "stack_detectors_have_features"),
        ("aggregator", "specifiedRegions", "stack_hubs_gather_their_findings"),
        ("foreign-settings", "stageName", "stack_stages_have_settings"),
        ("method", "authorization", "stack_gateways_have_authorizers"),
    ],
)
def test_what_is_not_known_yet_is_neither_missed_nor_there(name: str, prop: str, rule: str) -> None:
    registry = Registry(rules=(), stack_rules=(RULES[rule],))
    assert judged(beside().graph(View.PREVIEW), registry) == (set(), set())
    stack = beside()
    stack.nodes[name].props[prop] = UNKNOWN
    violated, open_ = judged(stack.graph(View.PREVIEW), registry)
    assert not violated
    assert open_


@every_view
@pytest.mark.parametrize(("gone", "vault"), [("notifications", "notified"), ("tells", "heard")])
def test_a_vault_tells_by_itself_or_by_events(view: View, gone: str, vault: str) -> None:
    stack = beside()
    assert not faults("stack_backups_are_told", stack.graph(view))
    stack.remove(gone)
    fault = "nobody is told of copies that fail and recovery points that change"
    assert faults("stack_backups_are_told", stack.graph(view)) == {f"{vault}: {fault}"}


@pytest.mark.parametrize(
    ("engine", "missed"), [("mysql", False), ("postgres", True), ("aurora-mysql", True), ("aurora-postgresql", True)]
)
def test_logins_are_watched_for_engines_that_guardduty_reads(engine: str, missed: bool) -> None:
    stack = Stack()
    stack.add("aws:guardduty/detector:Detector", "detector", region="us-east-1")
    stack.add("aws:rds/cluster:Cluster", "cluster", region="us-east-1", engine=engine)
    found = faults("stack_detectors_have_features", stack.graph())
    assert found == ({"detector: its region needs RDS_LOGIN_EVENTS, which is not on"} if missed else set())
