"""What a stack rule looks at is what `stack_reads.tsv` says, and one change of each part of it turns the verdict."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.policies import schema
from tests.policies.stack_case import RULES
from tests.policies.stack_watch import PARENT, PROTECT, TYPE
from tests.policies.trial import trial

READS = Path(__file__).with_name("stack_reads.tsv")
"""Rules, what they read, of which types: written down once more, so that a row which a rule's tables lose is missed."""
NEVER_ALONE = {
    "stack_archives_are_locked": {("aws:s3/bucketPolicy:BucketPolicy", "bucket")},
    "stack_buckets_are_logged": {("aws:s3/bucketPolicy:BucketPolicy", "bucket")},
}
"""Read and unable to turn a verdict alone: a name that the policy has from its bucket leads to the bucket itself."""

FOLLOWING = {"stack_copies_arrive", "stack_logs_arrive", "stack_paths_carry"}
"""Rules that read whatever declared paths rest on, half a stack; `paths/test_staging.py` takes that away instead."""

every_rule = pytest.mark.parametrize("rule", sorted(RULES.keys() - FOLLOWING))


def recorded(rule: str) -> Iterator[tuple[str, str]]:
    for line in READS.read_text(encoding="utf-8").splitlines():
        rules, paths, types = line.split("\t")
        if rule.removeprefix("stack_") in rules.split(", "):
            yield from ((each, path) for each in types.split(" ") for path in paths.split(", "))


@every_rule
def test_each_property_that_a_stack_rule_reads_can_flip_its_verdict(rule: str) -> None:
    assert trial(rule).unflipped() == NEVER_ALONE.get(rule, set())


@pytest.mark.parametrize("line", READS.read_text(encoding="utf-8").splitlines(), ids=lambda line: line[:60])
def test_each_property_that_stack_rules_read_is_one_of_the_type(line: str) -> None:
    _, paths, types = line.split("\t")
    props = {re.split(r"[.\[ ]", path)[0] for path in paths.split(", ") if path not in {TYPE, PARENT, PROTECT}}
    for kind in types.split(" "):
        if kind.startswith("aws:"):
            assert props <= {"arn", "id", "region", *schema.properties(kind)}


@every_rule
def test_a_stack_rule_reads_what_is_written_down_of_it(rule: str) -> None:
    assert {*trial(rule).reads()} == {*recorded(rule)}
