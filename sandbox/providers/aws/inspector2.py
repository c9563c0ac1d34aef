"""Amazon Inspector."""

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import As, Look, Read, Run, Type
from sandbox.values import Properties

_STATES = {"EC2": "ec2", "ECR": "ecr", "LAMBDA": "lambda", "LAMBDA_CODE": "lambdaCode"}
"""Member of an account's state for each type of resource."""


def _enable(act: Act) -> Properties:
    """Scan the wanted types of resource, and stop scanning the others."""
    wanted = act["resourceTypes"]
    act.call("enable", accountIds=act["accountIds"], resourceTypes=wanted)
    if dropped := [one for one in act.olds.get("resourceTypes", ()) if one not in wanted]:
        act.call("disable", accountIds=act["accountIds"], resourceTypes=dropped)
    return {}


def _enabled(states: Properties) -> list[str]:
    """Return the types of resource that an account's *states* say are scanned, in the order of the states."""
    kinds = {member: kind for kind, member in _STATES.items()}
    return [kinds[member] for member, state in states.items() if member in kinds and state["status"] == "ENABLED"]


_STATUS = Read(
    "batch_get_account_status",
    {"accountIds": lambda act: act.inputs.get("accountIds") or act.id.partition("-")[0].split(":")},
    rename={
        "accountIds": As("accounts", list, lambda accounts: [one["accountId"] for one in accounts]),
        "resourceTypes": As("accounts.resourceState", list, _enabled),
    },
)


def _scanned(act: Act) -> Properties | None:
    """Return the state of the accounts, in the order of the inputs, or None when nothing of theirs is scanned."""
    first = [_STATES[kind] for kind in act.inputs.get("resourceTypes", ())]
    accounts = [
        {**one, "resourceState": {**{name: one["resourceState"][name] for name in first}, **one["resourceState"]}}
        for one in act.look(_STATUS)["accounts"]
    ]
    return {"accounts": accounts} if any(_enabled(one["resourceState"]) for one in accounts) else None


def _disable(act: Act) -> Properties:
    act.call("disable", accountIds=act["accountIds"], resourceTypes=act["resourceTypes"])
    return {}


_PROPERTIES = {"accountIds", "resourceTypes"}

ENABLER = Type(
    "aws:inspector2/enabler:Enabler",
    service="inspector2",
    id=lambda act: f"{':'.join(act['accountIds'])}-{':'.join(sorted(act['resourceTypes']))}",
    create=Run(_enable, takes=_PROPERTIES),
    read=Look(_scanned, _STATUS),
    update=Run(_enable, takes=_PROPERTIES),
    delete=Run(_disable, takes=_PROPERTIES),
    replaces={"accountIds"},
)

TYPES = (ENABLER,)
