"""Actions are those that AWS publishes, and a pattern of them stands for some that there are."""

import json
from importlib.resources import files
from typing import Any

from policies.iam.catalogue import PATH, named, services
from policies.iam.document import statements


def test_actions_are_those_that_aws_publishes() -> None:
    """cfn-lint has them from the Service Authorization Reference; a line that differs is put right from there."""
    text = files("cfnlint").joinpath("data/AdditionalSpecs/Policies.json").read_text()
    published: dict[str, Any] = json.loads(text)
    lines = [f"{prefix} {' '.join(sorted(published[prefix]['Actions']))}" for prefix in sorted(services())]
    assert PATH.read_text().splitlines() == lines


def test_a_pattern_of_actions_stands_for_some_that_there_are() -> None:
    (said,) = statements({"Statement": {"Effect": "Allow", "Action": ["kms:De*", "odd:Thing*", "s3:OfTomorrow"]}})
    found = named([said])
    assert {"kms:decrypt", "kms:describekey", "odd:thing", "s3:oftomorrow"} <= {
        each for each in found if said.acts(each)
    }
    assert not [each for each in found if each.startswith("sqs:")]
