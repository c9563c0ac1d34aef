"""Elastic Block Store: what holds for all volumes and snapshots of a region."""

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import Call, Read, Recorded, Run, Type


def _switch(act: Act) -> None:
    enabled = act.inputs.get("enabled", True)
    act.call("enable_ebs_encryption_by_default" if enabled else "disable_ebs_encryption_by_default")


ENCRYPTION_BY_DEFAULT = Type(
    "aws:ebs/encryptionByDefault:EncryptionByDefault",
    service="ec2",
    id="{region}",
    create=Run(_switch, takes={"enabled"}),
    read=Read("get_ebs_encryption_by_default", rename={"enabled": "EbsEncryptionByDefault"}),
    update=Run(_switch, takes={"enabled"}),
    delete=Call("disable_ebs_encryption_by_default"),
    defaults={"enabled": True},
)
DEFAULT_KMS_KEY = Recorded(
    "aws:ebs/defaultKmsKey:DefaultKmsKey",
    reason="the emulator has no ModifyEbsDefaultKmsKeyId",
    id="{keyArn}",
    replaces={"keyArn"},
    tags=False,
)
SNAPSHOT_BLOCK_PUBLIC_ACCESS = Recorded(
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
    reason="the emulator has no EnableSnapshotBlockPublicAccess",
    id="{region}",
    tags=False,
)

TYPES = (ENCRYPTION_BY_DEFAULT, DEFAULT_KMS_KEY, SNAPSHOT_BLOCK_PUBLIC_ACCESS)
