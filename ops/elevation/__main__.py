"""Privileged access for a while, asked for and decided on with one's own credentials of IAM Identity Center.

As `credential_process` of an AWS profile, `credentials` keeps tools in credentials while the session lasts.
"""

import argparse
import json
import secrets
import sys
from typing import Any, Final

import boto3
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ProfileNotFound, SSOError

from ops.elevation.signing import signed

ON_ONE: Final = ("approve", "credentials", "refuse", "revoke")
ON_ALL: Final = ("audit", "list")
OPTIONS: Final = ("carried", "function", "profile", "region")
"""What is no part of a call."""
EXAMPLES: Final = """examples:
  python -m ops.elevation -f groot-prod-elevation -r us-east-1 request operator --ticket OPS-17 --reason "Payments stand still"
  python -m ops.elevation -f groot-prod-elevation -r us-east-1 approve 0f8fad5bd9cb469f
  python -m ops.elevation -f groot-prod-elevation -r us-east-1 credentials 0f8fad5bd9cb469f
  python -m ops.elevation -f groot-prod-elevation -r us-east-1 --carried approve 0f8fad5bd9cb469f
      prints what to paste into a chat whose bot may invoke the function: signed by you, good for minutes
"""  # noqa: E501


def main() -> int:
    """Ask, print what is answered, and return 1 where it was refused, 2 where it couldn't be asked."""
    given = _arguments()
    try:
        return _ask(given)
    except (NoCredentialsError, ProfileNotFound, SSOError) as fault:
        mend = f"aws sso login --profile {given.profile or 'PROFILE'}"
        print(f"error: {fault}; sign in by `{mend}`, and name the profile by --profile", file=sys.stderr)
    except (BotoCoreError, ClientError) as fault:
        print(f"error: {given.function} in {given.region} can't be asked: {fault}", file=sys.stderr)
    return 2


def _ask(given: argparse.Namespace) -> int:
    session = boto3.Session(profile_name=given.profile, region_name=given.region)
    call = {name: value for name, value in vars(given).items() if name not in OPTIONS}
    if given.do == "request":
        call["request"] = secrets.token_hex(8)
    endpoint = session.client("sts").meta.endpoint_url
    credentials = session.get_credentials()
    if credentials is None:
        raise NoCredentialsError
    event = signed(call, given.function, credentials, given.region, endpoint)
    if given.carried:
        print(json.dumps(event))
        return 0
    answer = session.client("lambda").invoke(FunctionName=given.function, Qualifier="live", Payload=json.dumps(event))
    told: dict[str, Any] = json.loads(answer["Payload"].read())
    refused = "error" in told or "errorType" in told
    print(json.dumps(told, indent=2), file=sys.stderr if refused else sys.stdout)
    return int(refused)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m ops.elevation",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("-f", "--function", required=True, help="name of the function, such as groot-prod-elevation")
    parser.add_argument("-r", "--region", required=True, help="the stack's first region")
    parser.add_argument("--profile", help="AWS profile of who asks (default: as AWS's tools find it)")
    parser.add_argument("--carried", action="store_true", help="print the signed call for somebody else to carry")
    acts = parser.add_subparsers(dest="do", required=True)
    asks = acts.add_parser("request", help="ask for a tier")
    asks.add_argument("tier")
    asks.add_argument("--minutes", type=int, default=60)
    asks.add_argument("--reason", required=True)
    asks.add_argument("--ticket", required=True)
    for act in ON_ONE:
        acts.add_parser(act, help=f"{act} a request").add_argument("request")
    reviews = acts.add_parser("review", help="say that somebody's session was looked at")
    reviews.add_argument("request")
    reviews.add_argument("--reason", required=True, help="what was found")
    for act in ON_ALL:
        acts.add_parser(act)
    given = parser.parse_args()
    if given.carried and given.do == "credentials":
        parser.error("credentials are answered to whoever carries the call: ask for them yourself")
    return given


if __name__ == "__main__":
    sys.exit(main())
