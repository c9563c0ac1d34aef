import json

import pytest

from settings import DataClass
from tests.components.site import ACCOUNT
from tests.components.sites.room import ABROAD, HOME, OTHER, Room

REGIONS = pytest.mark.parametrize("region", [HOME, OTHER, ABROAD], ids=lambda region: region.name)


def attributes(room: Room, region) -> dict[str, str]:
    topic = room.output("topics")[region.name]
    return room.boto("sns", region).get_topic_attributes(TopicArn=topic)["Attributes"]


@REGIONS
def test_topic_is_encrypted_under_the_key_of_its_region(room: Room, region) -> None:
    assert attributes(room, region)["KmsMasterKeyId"] == room.key(region, DataClass.INTERNAL)


@REGIONS
def test_topic_hears_the_services_that_ring_alarms(room: Room, region) -> None:
    policy = json.loads(attributes(room, region)["Policy"])["Statement"]
    by_sid = {one["Sid"]: one for one in policy}
    bound = by_sid["AlarmsOfThisAccount"]
    assert bound["Principal"]["Service"] == ["backup.amazonaws.com", "cloudwatch.amazonaws.com"]
    assert bound["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    assert by_sid["EventRules"]["Principal"]["Service"] == ["events.amazonaws.com"]
    assert {one["Action"][0] for one in policy} == {"sns:Publish"}


@REGIONS
def test_topic_refuses_plain_http(room: Room, region) -> None:
    policy = json.loads(attributes(room, region)["Policy"])["Statement"]
    (denied,) = [one for one in policy if one["Effect"] == "Deny"]
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
