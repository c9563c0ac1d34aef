"""AWS CloudTrail."""

from sandbox.providers.aws.spec import Aspect, Autoname, Call, Read, Tags, Type
from sandbox.providers.aws.tags import TAG_KEYS, listed_keys

_TRAIL = {"Name": "{name}"}
_OF_TRAIL = {"TrailName": "{name}"}
_TAGGED = {"ResourceId": "{arn}"}

TRAIL = Type(
    "aws:cloudtrail/trail:Trail",
    service="cloudtrail",
    id="arn:{partition}:cloudtrail:{region}:{account}:trail/{name}",
    create=Call("create_trail", rename={"tags": "TagsList"}),
    read=Read("get_trail", _TRAIL, result="Trail", rename={"enableLogFileValidation": "LogFileValidationEnabled"}),
    update=Call("update_trail", _TRAIL),
    delete=Call("delete_trail", _TRAIL),
    aspects=(
        Aspect(
            {"advancedEventSelectors", "eventSelectors"},
            put=Call("put_event_selectors", _OF_TRAIL),
            clear=Call(
                "put_event_selectors",
                {**_OF_TRAIL, "EventSelectors": [{"ReadWriteType": "All", "IncludeManagementEvents": True}]},
                takes=(),
            ),
            read=Read("get_event_selectors", _OF_TRAIL),
        ),
        Aspect(
            {"insightSelectors"},
            put=Call("put_insight_selectors", _OF_TRAIL),
            clear=Call("put_insight_selectors", {**_OF_TRAIL, "InsightSelectors": []}, takes=()),
        ),
        Aspect(
            {"enableLogging"},
            put=Call("start_logging", _TRAIL),
            clear=Call("stop_logging", _TRAIL),
            read=Read("get_trail_status", _TRAIL, rename={"enableLogging": "IsLogging"}),
            when=lambda inputs: inputs.get("enableLogging") is not False,
        ),
    ),
    tags=Tags(
        put=Call("add_tags", _TAGGED, rename={"tags": "TagsList"}),
        remove=Call(
            "remove_tags",
            _TAGGED,
            takes={TAG_KEYS},
            rename={TAG_KEYS: listed_keys("TagsList")},
        ),
        read=Read("list_tags", {"ResourceIdList": ["{arn}"]}, result="ResourceTagList"),
        member="TagsList",
    ),
    name=Autoname("name", 128),
    rename={"cloudWatchLogsGroupArn": "CloudWatchLogsLogGroupArn"},
    outputs={
        "arn": "arn:{partition}:cloudtrail:{region}:{account}:trail/{name}",
        "homeRegion": "{region}",
        "snsTopicArn": "SnsTopicARN",
    },
    replaces={"name"},
    defaults={
        "enableLogFileValidation": False,
        "enableLogging": True,
        "includeGlobalServiceEvents": True,
        "isMultiRegionTrail": False,
        "isOrganizationTrail": False,
    },
    forgotten={"insightSelectors": "the emulator adds new selectors to the old ones, where AWS replaces them"},
)

TYPES = (TRAIL,)
