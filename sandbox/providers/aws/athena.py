"""Amazon Athena: workgroups. The emulator keeps them and runs no query."""

from typing import Any, Final

from sandbox.providers.aws.spec import Aspect, Call, Read, Recorded, Run, Type
from sandbox.providers.aws.tags import tagged_by

_WORKGROUP: Final[dict[str, Any]] = {"WorkGroup": "{name}"}
_NO_CHANGE: Final = "the emulator has no UpdateWorkGroup: a change stands in the state alone"

WORKGROUP = Type(
    "aws:athena/workgroup:Workgroup",
    service="athena",
    id="{name}",
    create=Call("create_work_group"),
    read=Read("get_work_group", _WORKGROUP, result="WorkGroup"),
    delete=Call("delete_work_group", {**_WORKGROUP, "RecursiveDeleteOption": "{forceDestroy?}"}),
    aspects=(Aspect({"configuration", "description"}, put=Run(lambda _act: {}), created=True),),
    tags=tagged_by({"ResourceARN": "arn:{partition}:athena:{region}:{account}:workgroup/{name}"}),
    outputs={"arn": "arn:{partition}:athena:{region}:{account}:workgroup/{name}"},
    replaces={"name"},
    forgotten={"configuration": _NO_CHANGE, "description": _NO_CHANGE},
    not_emulated={"state": _NO_CHANGE},
    local={"forceDestroy"},
)
NAMED_QUERY = Recorded(
    "aws:athena/namedQuery:NamedQuery",
    reason="the emulator doesn't take a named query away (DeleteNamedQuery isn't implemented)",
    replaces={"database", "workgroup"},
    tags=False,
)

TYPES = (WORKGROUP, NAMED_QUERY)
