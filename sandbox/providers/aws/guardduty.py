"""Amazon GuardDuty."""

import threading

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Aspect, Call, Find, Read, Run, Type
from sandbox.values import Properties

_DETECTOR = {"DetectorId": ID}
_NO_SUCH_DETECTOR = {"BadRequestException"}
_ONE_AT_A_TIME = threading.Lock()


def _set_feature(act: Act) -> Properties:
    """Set one feature among the others: the emulator takes the list of an update for the whole, where AWS merges it."""
    agents = [{"Name": one["name"], "Status": one["status"]} for one in act.inputs.get("additionalConfigurations", ())]
    feature = {"Name": act["name"], "Status": act["status"], **({"AdditionalConfiguration": agents} if agents else {})}
    with _ONE_AT_A_TIME:
        others = act.call("get_detector", DetectorId=act["detectorId"]).get("Features", [])
        kept = [_settings(one) for one in others if one["Name"] != act["name"]]
        act.call("update_detector", DetectorId=act["detectorId"], Features=[*kept, feature])
    return {}


def _settings(feature: Properties) -> Properties:
    """Return what an update takes of a feature that was read."""
    agents = [{"Name": one["Name"], "Status": one["Status"]} for one in feature.get("AdditionalConfiguration", ())]
    kept = {"Name": feature["Name"], "Status": feature["Status"]}
    return {**kept, "AdditionalConfiguration": agents} if agents else kept


DETECTOR = Type(
    "aws:guardduty/detector:Detector",
    service="guardduty",
    id="DetectorId",
    create=Call("create_detector", {"Enable": lambda act: act.inputs.get("enable", True)}),
    read=Read("get_detector", _DETECTOR, rename={"enable": "Status"}),
    update=Call("update_detector", _DETECTOR),
    delete=Call("delete_detector", _DETECTOR),
    find=Find(Read("list_detectors", result="DetectorIds"), str),
    aspects=(Aspect({"tags"}, put=Run(lambda _act: {}, takes={"tags"}), created=True),),
    outputs={
        "accountId": "{account}",
        "arn": "arn:{partition}:guardduty:{region}:{account}:detector/{id}",
        "tagsAll": lambda act: act.inputs.get("tags") or {},
    },
    defaults={"enable": True, "findingPublishingFrequency": "SIX_HOURS"},
    not_emulated={"datasources": "deprecated: detector features take its place"},
    forgotten={"tags": "the emulator takes tags with the detector but can't change them (no TagResource)"},
    gone=_NO_SUCH_DETECTOR,
)

_SET = Run(_set_feature, takes={"additionalConfigurations", "detectorId", "name", "status"})

DETECTOR_FEATURE = Type(
    "aws:guardduty/detectorFeature:DetectorFeature",
    service="guardduty",
    id="{detectorId}/{name}",
    create=_SET,
    read=Read("get_detector", {"DetectorId": "{detectorId}"}, result="Features", where={"Name": "{name}"}),
    update=_SET,
    delete=None,
    replaces={"detectorId", "name"},
    gone=_NO_SUCH_DETECTOR,
)

TYPES = (DETECTOR, DETECTOR_FEATURE)
