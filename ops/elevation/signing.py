"""A call of the elevation's function with the proof of who makes it (`functions/elevation/caller.py`)."""

from collections.abc import Mapping
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from functions.elevation.caller import BODY, CONTENT_TYPE, DIGEST, FORWARDED, digest


def signed(call: Mapping[str, Any], audience: str, credentials: Any, region: str, endpoint: str) -> dict[str, Any]:
    """Return *call*, to the function called *audience*, with a request of STS's at *endpoint* that *credentials*
    (botocore's) sign and that isn't sent."""
    headers = {"content-type": CONTENT_TYPE, DIGEST: digest(call, audience)}
    request = AWSRequest("POST", f"{endpoint}/", headers, BODY.encode())
    SigV4Auth(credentials, "sts", region).add_auth(request)
    found = {name.lower(): value for name, value in request.headers.items()}
    return {**call, "proof": {name: found[name] for name in FORWARDED if name in found}}
