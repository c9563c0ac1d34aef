"""Who calls, as AWS says it: nothing in the body of a call names anybody.

Lambda doesn't tell a function who invoked it, so each call brings a request of STS's `GetCallerIdentity` that its
caller has signed and not sent, over a digest of the call. The function sends it: what STS answers is who signed
(HashiCorp Vault's AWS method and aws-iam-authenticator know people so). Where it goes and what it says is fixed here,
so that of the caller's only the signature, its date and the session's token are used. STS takes no signature that is
minutes old (IAM User Guide, "AWS Signature Version 4 for API requests").

A person is somebody whom Identity Center signed in: AWS names the session of its roles after the user, where other
roles' sessions are called what their holder likes.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from functions.elevation.errors import NotProvenError

BODY: Final = "Action=GetCallerIdentity&Version=2011-06-15"
DIGEST: Final = "x-groot-digest"
"""Header, signed, of the digest of the call."""
SIGNED: Final = frozenset({"host", "x-amz-date", DIGEST})
"""Headers that the signature has to hold."""
FORWARDED: Final = ("authorization", "x-amz-date", "x-amz-security-token")
"""What is taken of the caller's proof."""
CONTENT_TYPE: Final = "application/x-www-form-urlencoded; charset=utf-8"
_SIGNED: Final = re.compile(
    r"AWS4-HMAC-SHA256 Credential=[\w/+=-]+, ?SignedHeaders=([a-z0-9;-]+), ?Signature=[0-9a-f]{64}"
)
_PERSON: Final = re.compile(
    r"arn:aws[a-z-]*:sts::(?P<account>\d{12}):assumed-role/AWSReservedSSO_(?P<group>[\w+=,.@-]{1,32})_[0-9a-f]{16}/"
    r"(?P<name>[\w+=,.@-]{2,64})"
)
"""Of a session of Identity Center's: its permission set, and the user's name (IAM Identity Center User Guide,
"Referencing permission sets in resource policies")."""

Send = Callable[[Mapping[str, str], str], str]
"""Sends headers and a body to STS, and returns the caller's ARN; raises NotProvenError where STS refuses."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody, by the permission set that they come by."""

    name: str
    """In small letters, since directories tell names apart without case."""
    group: str


def digest(call: Mapping[str, Any], audience: str) -> str:
    """Return SHA-256, in hexadecimal, of *call* without its proof, for the function called *audience*."""
    said = {name: value for name, value in call.items() if name != "proof"}
    text = json.dumps([audience, said], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def caller(call: Mapping[str, Any], audience: str, account: str, send: Send) -> Person:
    """Return who signed *call*; raises NotProvenError."""
    proof = call.get("proof")
    if not isinstance(proof, Mapping) or not all(isinstance(proof.get(name, ""), str) for name in FORWARDED):
        raise NotProvenError("proof: headers of a request of GetCallerIdentity, signed over this call")
    signed = _SIGNED.fullmatch(proof.get("authorization", ""))
    if not signed or not set(signed[1].split(";")) >= SIGNED:
        raise NotProvenError(f"proof: a signature of version 4 over {', '.join(sorted(SIGNED))}")
    headers = {name: str(proof[name]) for name in FORWARDED if name in proof}
    return person(send({**headers, "content-type": CONTENT_TYPE, DIGEST: digest(call, audience)}, BODY), account)


def person(arn: str, account: str) -> Person:
    """Return the person whose session *arn* is, of *account*; raises NotProvenError."""
    found = _PERSON.fullmatch(arn)
    if not found or found["account"] != account:
        raise NotProvenError("only people whom Identity Center signed in to this account elevate")
    return Person(name=found["name"].lower(), group=found["group"])
