"""Types that nobody here wrote a row for: recorded by what the SDK's class says of them.

Inputs, region and tags are those of the program. What only AWS can tell is unknown in a preview, as in the stock
engine's, and once deployed a stand-in: text made of the resource's name and the property's, an ARN of the usual form.
"""

from functools import cache

from sandbox.providers import sdk
from sandbox.providers.aws.clients import HOME_REGION
from sandbox.providers.aws.spec import Autoname, Recorded

REASON = "nobody wrote a row for it; recorded by the SDK's class"
ARN = "arn:{partition}:%s:{region}:{account}:{logicalName}-{digest}"
NAME_LENGTH = 255
"""Longest made-up name: what pulumi-aws takes where it knows no better (`provider/resources.go`, `maxLength`)."""


@cache
def row(token: str) -> Recorded:
    """Return the row of the type *token*; without an SDK that has it, one of inputs alone."""
    held, inputs = sdk.resource_class(token), sdk.input_names(token)
    outputs = sdk.members(held) if held else {}
    service = token.split(":")[1].split("/")[0]
    told = {name: kind for name, kind in outputs.items() if name not in inputs and name != "tagsAll"}
    stand_ins = {name: sdk.stand_in(kind, f"{{logicalName}}-{name}") for name, kind in told.items()}
    if "arn" in told:
        stand_ins["arn"] = ARN % service
    return Recorded(
        token,
        reason=REASON,
        outputs=stand_ins,
        name=Autoname("name", NAME_LENGTH) if "name" in inputs and "name" not in sdk.required(token) else None,
        tags="tagsAll" in outputs,
        region=None if "region" in inputs else HOME_REGION,
        foreseen=False,
    )
