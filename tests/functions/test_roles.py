"""What functions' roles may do, as parliament judges it by AWS's own list of actions, resources and conditions."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from tests.conftest import ROOT, Deployed

PARLIAMENT = ROOT / ".venv/contracts/bin/python"
JUDGE = Path(__file__).with_name("judge_roles.py")
_COLONS = re.compile(r"(/stream/[0-9-]+T[0-9]+):([0-9]+):")
"""In the label of a table's stream, which is a time. It takes ARNs apart by colons, and knows of no more than six."""


def findings(policies: dict[str, str]) -> list[str]:
    """Return what parliament finds of *policies*, by role."""
    given = json.dumps({role: _COLONS.sub(r"\1-\2-", policy) for role, policy in policies.items()})
    ran = subprocess.run([PARLIAMENT, JUDGE], input=given, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def test_parliament_finds_nothing_in_what_functions_may_do(staging: Deployed) -> None:
    roles = {one.inputs["role"] for one in staging.resources if one.type == "aws:lambda/function:Function"}
    policies = {
        str(one.inputs["role"]): str(one.inputs["policy"])
        for one in staging.resources
        if one.type == "aws:iam/rolePolicy:RolePolicy"
    }
    of_functions = {role: policies[role] for role in (arn.rpartition("/")[2] for arn in roles)}
    assert len(of_functions) >= 12
    assert findings(of_functions) == []


def test_parliament_would_tell() -> None:
    def allowing(action: str, resource: str) -> str:
        statement: dict[str, Any] = {"Effect": "Allow", "Action": [action], "Resource": [resource]}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    wide, wrong = allowing("s3:GetObject", "*"), allowing("s3:GetObjekt", "arn:aws:s3:::b/*")
    found = findings({"wide": wide, "wrong": wrong, "other": allowing("sqs:SendMessage", "arn:aws:s3:::b")})
    assert [each.split(": ")[:2] for each in found] == [
        ["wide", "RESOURCE_STAR"],
        ["wrong", "UNKNOWN_ACTION"],
        ["other", "RESOURCE_MISMATCH"],
    ]
