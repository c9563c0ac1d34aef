"""What gives access and what takes it: credentials of a tier's role, and denials of the sessions that were revoked.

Credentials last 15 minutes, the least that STS gives, and are asked for again while the session lasts; their own policy
lets nothing through from the session's end on. Each session's credentials bear its id as name, so that a denial by
`aws:userid` meets them alone, however often they were given out (IAM User Guide, "Revoke IAM role temporary security
credentials"); IAM is eventually consistent, so it holds within seconds and not at once.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from functions.elevation.request import Request
from functions.elevation.tier import Tier

SECONDS: Final = 900
"""AWS STS API Reference, "AssumeRole": from 900; at most 3,600 where a role assumes another."""
POLICY: Final = "revoked"
"""Name of the role's policy of denials."""
NOBODY: Final = "*:-"
"""Takes in no session: ids have 16 digits."""


class Keys:
    """Roles of tiers, by boto3's clients of STS and IAM."""

    def __init__(self, sts: Any, iam: Any) -> None:
        self._sts, self._iam = sts, iam

    def give(self, request: Request, tier: Tier) -> dict[str, str]:
        """Return credentials of *request*'s session, as `credential_process` of AWS's tools reads them."""
        given = self._sts.assume_role(
            RoleArn=tier.role_arn,
            RoleSessionName=request.id,
            SourceIdentity=request.by,
            DurationSeconds=SECONDS,
            Policy=json.dumps(session_policy(request.ends_at, tier.networks)),
        )["Credentials"]
        return {
            "AccessKeyId": given["AccessKeyId"],
            "SecretAccessKey": given["SecretAccessKey"],
            "SessionToken": given["SessionToken"],
            "Expiration": given["Expiration"].isoformat(),
        }

    def deny(self, tier: Tier, revoked: Callable[[], Sequence[str]]) -> None:
        """Have the role refuse the sessions that *revoked* says, asked again until what was written is what it says:
        the last of several who write at once has seen what all of them did."""
        wanted = revoked()
        while True:
            self._iam.put_role_policy(
                RoleName=_name(tier), PolicyName=POLICY, PolicyDocument=json.dumps(denials(wanted))
            )
            if (now := revoked()) == wanted:
                return
            wanted = now

    def denied(self, tier: Tier) -> Sequence[str]:
        """Return the sessions that the role refuses by now."""
        try:
            held = self._iam.get_role_policy(RoleName=_name(tier), PolicyName=POLICY)["PolicyDocument"]
        except self._iam.exceptions.NoSuchEntityException:
            return ()
        [statement] = held["Statement"]
        return [
            each.removeprefix("*:") for each in statement["Condition"]["StringLike"]["aws:userid"] if each != NOBODY
        ]


def session_policy(ends_at: str, networks: Sequence[str]) -> dict[str, Any]:
    """Return what narrows a session: whatever the role may do, until *ends_at*, from *networks* or by AWS's services on
    its behalf."""
    until = {"DateLessThan": {"aws:CurrentTime": ends_at}}
    allow = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    if not networks:
        return {"Version": "2012-10-17", "Statement": [{**allow, "Condition": until}]}
    ways = ({"IpAddress": {"aws:SourceIp": list(networks)}}, {"Bool": {"aws:ViaAWSService": "true"}})
    return {"Version": "2012-10-17", "Statement": [{**allow, "Condition": {**until, **way}} for way in ways]}


def denials(sessions: Sequence[str]) -> dict[str, Any]:
    """Return the policy that denies everything to *sessions*; to none it names one that can't be."""
    names = [f"*:{each}" for each in sessions] or [NOBODY]
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"aws:userid": names}}}
        ],
    }


def _name(tier: Tier) -> str:
    return tier.role_arn.rpartition("/")[2]
