import asyncio
import json
from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from components._shared.iam import Statement, document, trust


def resolved(build: Callable[[], pulumi.Output[str]]) -> Any:
    """Return the JSON that *build* makes, in an event loop of its own."""

    async def text() -> str | None:
        return await build().future()

    loop = asyncio.new_event_loop()
    try:
        return json.loads(loop.run_until_complete(text()) or "")
    finally:
        loop.close()


@pytest.mark.parametrize("action", ["*", "s3:*", "kms:*"])
def test_allowing_a_whole_service_is_refused(action: str) -> None:
    with pytest.raises(ValueError, match="allows a whole service; name the actions"):
        Statement(actions=["s3:GetObject", action], resources=["arn:aws:s3:::logs/*"])


def test_every_resource_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="ec2:DescribeSubnets on every resource needs a wildcard_reason"):
        Statement(actions=["ec2:DescribeSubnets"])


def test_every_resource_with_a_reason_is_allowed() -> None:
    statement = Statement(actions=["ec2:DescribeSubnets"], wildcard_reason="describing takes no ARN")
    assert statement.render()["Resource"] == ["*"]


def test_a_resource_policy_may_speak_of_itself_as_every_resource() -> None:
    statement = Statement(actions=["kms:Decrypt"], principals={"AWS": ["arn:aws:iam::123456789012:root"]})
    assert statement.render()["Resource"] == ["*"]


def test_denying_a_whole_service_needs_no_reason() -> None:
    assert Statement(actions=["s3:*"], effect="Deny").render()["Effect"] == "Deny"


def test_a_document_says_what_its_statements_say() -> None:
    def build() -> pulumi.Output[str]:
        return document(
            Statement(
                sid="Read",
                actions=["s3:GetObject"],
                resources=[pulumi.Output.from_input("arn:aws:s3:::logs/*")],
                conditions={"Bool": {"aws:SecureTransport": "true"}},
            )
        )

    assert resolved(build) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Read",
                "Effect": "Allow",
                "Action": ["s3:GetObject"],
                "Resource": ["arn:aws:s3:::logs/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "true"}},
            }
        ],
    }


def test_a_trust_policy_names_the_services_and_no_resource() -> None:
    (statement,) = resolved(lambda: trust("backup.amazonaws.com", "ec2.amazonaws.com"))["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Principal": {"Service": ["backup.amazonaws.com", "ec2.amazonaws.com"]},
        "Action": ["sts:AssumeRole"],
    }


def test_two_statements_of_one_name_are_refused_where_they_are_written() -> None:
    """IAM refuses them only when it is asked, after a preview that was well."""
    read = Statement(sid="Read", actions=["s3:GetObject"], resources=["arn:aws:s3:::logs/*"])
    with pytest.raises(ValueError, match="called Read"):
        resolved(lambda: document(read, read))
    nameless = [Statement(actions=[f"s3:{action}Object"], resources=["a"]) for action in ("Get", "Put")]
    assert len(resolved(lambda: document(*nameless))["Statement"]) == 2
