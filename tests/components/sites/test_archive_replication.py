import json

import pytest

from components.sites.archive_replication import ArchiveReplicationArgs
from settings import DataClass
from tests.components.site import active_site
from tests.components.sites.room import ABROAD, HOME, OPEN, OTHER, Room


def test_archive_is_copied_within_the_quarter_hour_under_the_other_regions_key(room: Room) -> None:
    found = room.boto("s3").get_bucket_replication(Bucket=room.output("archives")[HOME.name])
    rule = found["ReplicationConfiguration"]["Rules"][0]
    assert rule["Status"] == "Enabled"
    assert rule["Destination"]["Bucket"] == f"arn:aws:s3:::{room.output('archives')[OTHER.name]}"
    assert rule["Destination"]["EncryptionConfiguration"]["ReplicaKmsKeyID"] == room.key(OTHER, DataClass.RESTRICTED)
    assert rule["Destination"]["ReplicationTime"]["Time"]["Minutes"] == 15


def test_replication_may_read_here_and_write_there_and_nothing_else(room: Room) -> None:
    iam = room.boto("iam")
    role = "groot-room-log-replication-us-east-1"
    policy = iam.get_role_policy(RoleName=role, PolicyName="replicate")["PolicyDocument"]
    writes = [one for one in policy["Statement"] if "s3:ReplicateObject" in one["Action"]]
    assert [one["Resource"] for one in writes] == [[f"arn:aws:s3:::{room.output('archives')[OTHER.name]}/*"]]
    assert not [one for one in policy["Statement"] if "*" in one["Resource"]]
    assert "s3:ReplicateDelete" not in json.dumps(policy)


def test_logs_do_not_leave_their_jurisdiction() -> None:
    with pytest.raises(ValueError, match=r"us-east-1 \(us\) may not be copied to eu-west-1 \(eu\)"):
        ArchiveReplicationArgs(source=active_site(HOME, OPEN), destination=active_site(ABROAD, OPEN))
