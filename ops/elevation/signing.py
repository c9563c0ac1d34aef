"""A call of the elevation's function with the proof of who makes it, as `functions/elevation/caller.py` takes it.

What is signed is STS's `GetCallerIdentity` with the call's digest among its headers. Whoever carries the call to the
function, a bot of a chat, can neither change it nor make another of it, and for AWS it is a signature of minutes.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

BODY: Final = "Action=GetCallerIdentity&Version=2011-06-15"
CONTENT_TYPE: Final = "application/x-www-form-urlencoded; charset=utf-8"
DIGEST: Final = "x-groot-digest"
PROOF: Final = ("authorization", "x-amz-date", "x-amz-security-token")
"""Headers that go with the call."""


def signed(call: Mapping[str, Any], audience: str, credentials: Any, region: str, endpoint: str) -> dict[str, Any]:
    """Return *call*, to the function called *audience*, with a request of STS's at *endpoint* that *credentials*
    (botocore's) sign and that isn't sent."""
    text = json.dumps([audience, dict(call)], sort_keys=True, separators=(",", ":"))
    headers = {"content-type": CONTENT_TYPE, DIGEST: hashlib.sha256(text.encode()).hexdigest()}
    request = AWSRequest("POST", f"{endpoint}/", headers, BODY.encode())
    SigV4Auth(credentials, "sts", region).add_auth(request)
    found = {name.lower(): value for name, value in request.headers.items()}
    return {**call, "proof": {name: found[name] for name in PROOF if name in found}}
