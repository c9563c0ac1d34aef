"""What the page says of drift."""

from ops.breaches import Breach
from ops.report import drift
from sandbox.engine.events import Op, PropertyChange, Step
from tests.ops.report.sample import CANARY, TYPES, run, urn

JUDGED = run()


def step(op: Op, name: str) -> Step:
    changes = [PropertyChange(path="tags.owner", old=CANARY, new=CANARY)]
    return Step(op=op, urn=urn("bucket", name), type=TYPES["bucket"], name=name, changes=changes)


def test_what_stayed_the_same_is_left_out_and_values_are_not_told() -> None:
    found = drift.of([step(Op.SAME, "same"), step(Op.REFRESH, "b"), step(Op.DELETE, "a")], ())
    told = [(each.name, each.type, each.how, each.properties) for each in found.resources]
    assert told == [("a", "aws:s3:Bucket", "gone", []), ("b", "aws:s3:Bucket", "changed", ["tags.owner"])]
    assert CANARY not in repr(found)


def test_a_breach_stands_by_what_changed_or_for_itself() -> None:
    by_bucket, elsewhere = (Breach(verdict=each, controls={"soc2": ["CC6.1"]}) for each in JUDGED.verdicts[:2])
    found = drift.of([step(Op.REFRESH, "logs-us-east-1")], [by_bucket, elsewhere])
    assert found.resources[0].breaches == [by_bucket]
    assert found.elsewhere == [elsewhere]


def test_broken_controls_are_told_once_by_framework() -> None:
    breaches = [
        Breach(verdict=JUDGED.verdicts[0], controls={"soc2": ["CC6.1"], "gdpr": ["Art. 32"]}),
        Breach(verdict=JUDGED.verdicts[1], controls={"soc2": ["CC6.1", "CC6.6"]}),
    ]
    assert drift.of([], breaches).controls == {"gdpr": ["Art. 32"], "soc2": ["CC6.1", "CC6.6"]}
