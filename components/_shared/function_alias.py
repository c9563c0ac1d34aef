"""What callers call: the alias of a function's newest version, or of the one before while the newest is tried.

A version that is tried takes a share of the calls, and is taken back by a share of 0, without a build. The share is set
in the program; when the function's alarm goes off while it is new, `components/delivery/releaser.py` takes it back
(docs/adr/0034-functions-watched-and-taken-back.md). Source: AWS Lambda Developer Guide, "Implement Lambda canary
deployments using a weighted alias".
"""

from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.site import Site

LIVE: Final = "live"


def live_alias(
    name: str,
    function: aws.lambda_.Function,
    *,
    site: Site,
    newest_share_percent: int,
    opts: pulumi.ResourceOptions,
) -> aws.lambda_.Alias:
    """Declare the alias of *function*, whose newest version takes that share of the calls.

    Raises:
        ValueError: the share isn't one.
    """
    if not 0 <= newest_share_percent <= 100:
        raise ValueError(f"{name}: newest_share_percent is {newest_share_percent}; give 0 to 100")
    versions = function.version.apply(lambda newest: weights(newest, newest_share_percent))
    routing = aws.lambda_.AliasRoutingConfigArgs(additional_version_weights=versions.apply(lambda known: known[1]))
    return aws.lambda_.Alias(
        f"{name}-{LIVE}",
        name=LIVE,
        region=site.name,
        function_name=function.name,
        function_version=versions.apply(lambda known: known[0]),
        routing_config=routing if 0 < newest_share_percent < 100 else None,
        opts=opts,
    )


def weights(newest: str, share_percent: int) -> tuple[str, dict[str, float]]:
    """Return the version that the alias stands at, and the share of calls that another one takes.

    Versions count from 1 (Lambda Developer Guide, "Manage Lambda function versions"): the first has none before it.
    """
    if share_percent == 100 or newest == "1":
        return newest, {}
    return str(int(newest) - 1), ({newest: share_percent / 100} if share_percent else {})
