"""Amazon Macie."""

from sandbox.providers.aws.spec import Aspect, Call, Read, Run, Type

_NO_UPDATE = "sent when Macie is enabled, but the emulator can't change it (UpdateMacieSession fails)"
_SESSION = {"findingPublishingFrequency", "status"}

ACCOUNT = Type(
    "aws:macie2/account:Account",
    service="macie2",
    id="{account}",
    create=Call("enable_macie"),
    read=Read("get_macie_session"),
    delete=Call("disable_macie"),
    aspects=(Aspect(_SESSION, put=Run(lambda _act: {}, takes=_SESSION), created=True),),
    outputs={
        "createdAt": "createdAt",
        "serviceRole": "serviceRole",
        "updatedAt": "updatedAt",
    },
    defaults={"findingPublishingFrequency": "SIX_HOURS", "status": "ENABLED"},
    forgotten=dict.fromkeys(_SESSION, _NO_UPDATE),
)

TYPES = (ACCOUNT,)
