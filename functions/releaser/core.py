"""Which version of a function calls go to after its alarm went off, and that they do.

Only a version that is new is taken back: one that has held for a while fails for another reason, and the one before
it would too. What is taken back is the newest alone, so that a second alarm takes back nothing more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self

from functions.releaser.errors import ReleaseError

TRIAL: Final = timedelta(hours=1)
"""How long a version is new. CodeDeploy's longest predefined shift takes half of that (AWS CodeDeploy User Guide,
"Deployment configurations on an AWS Lambda compute platform"); an alarm needs a call to be made first."""
LIVE: Final = "live"
"""Alias that callers call (`components/_shared/function_alias.py`)."""


@dataclass(frozen=True)
class Version:
    """A version of a function, as it was published."""

    number: int
    published: datetime


@dataclass(frozen=True, kw_only=True)
class Alias:
    """Where calls go."""

    main: int
    """The version that takes all calls but those of the others."""
    others: Sequence[int]
    """Versions that take a share of them."""
    revision: str
    """By which an alias that was moved in between is known."""

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        """Return the alias that `GetAlias` has answered with."""
        weights = answer.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})
        return cls(
            main=int(answer["FunctionVersion"]),
            others=[int(version) for version in weights],
            revision=answer["RevisionId"],
        )


def function_of(event: Mapping[str, Any]) -> str:
    """Return the function whose alarm *event* tells of (Amazon CloudWatch User Guide, "Alarm events and EventBridge").

    Raises:
        ReleaseError: it tells of none.
    """
    try:
        (metric,) = event["detail"]["configuration"]["metrics"]
        return str(metric["metricStat"]["metric"]["dimensions"]["FunctionName"])
    except (KeyError, TypeError, ValueError):
        raise ReleaseError("the event is no alarm on one function's metric; see the rule that calls") from None


def before(alias: Alias, versions: Sequence[Version], now: datetime) -> int | None:
    """Return the version that all calls should go to, or None where there is nothing to take back."""
    newest = max(versions, key=lambda version: version.number, default=None)
    if newest is None or now - newest.published > TRIAL:
        return None
    if newest.number in alias.others:
        return alias.main
    if newest.number != alias.main:
        return None
    return max((version.number for version in versions if version.number < newest.number), default=None)


def take_back(function: str, client: Any, now: datetime) -> int | None:
    """Have all calls of *function* go to the version before its newest; return it, or None where nothing was done.

    Raises:
        botocore's ClientError: among them that the alias was moved in between; call again.
    """
    alias = Alias.of(client.get_alias(FunctionName=function, Name=LIVE))
    pages = client.get_paginator("list_versions_by_function").paginate(FunctionName=function)
    found = [each for page in pages for each in page["Versions"] if each["Version"] != "$LATEST"]
    versions = [Version(int(each["Version"]), datetime.fromisoformat(each["LastModified"])) for each in found]
    target = before(alias, versions, now)
    if target is not None:
        client.update_alias(
            FunctionName=function,
            Name=LIVE,
            FunctionVersion=str(target),
            RoutingConfig={"AdditionalVersionWeights": {}},
            RevisionId=alias.revision,
        )
    return target
