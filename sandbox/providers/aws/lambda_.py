"""Lambda. The emulator that keeps control planes runs no functions, and would need Docker to."""

from sandbox.providers.aws.spec import Autoname, Recorded

_FUNCTION_ARN = "arn:{partition}:lambda:{region}:{account}:function:{name}"

TYPES = (
    Recorded(
        "aws:lambda/function:Function",
        reason="the emulator runs no functions",
        id="{name}",
        outputs={
            "arn": _FUNCTION_ARN,
            "invokeArn": "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/"
            + f"{_FUNCTION_ARN}/invocations",
            "qualifiedArn": f"{_FUNCTION_ARN}:$LATEST",
            "version": "$LATEST",
        },
        name=Autoname("name", 64),
        replaces={"name", "packageType", "tenancyConfig"},
    ),
    Recorded(
        "aws:lambda/invocation:Invocation",
        reason="the emulator runs no functions, so none is called",
        outputs={"result": "null"},
        replaces={"functionName", "input", "qualifier", "triggers"},
        tags=False,
    ),
)
