"""Key Management Service."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws import tags
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.errors import AwsError
from sandbox.providers.aws.spec import ID, Aspect, Autoname, Call, Find, Look, Made, Read, Recorded, Run, Type
from sandbox.providers.aws.tags import tagged_by

_BY_ID = {"KeyId": ID}
_DESCRIBE = Read(
    "describe_key",
    _BY_ID,
    result="KeyMetadata",
)
_LIST = Read("list_keys", result="Keys")
_POLICY_READ = Read("get_key_policy", {**_BY_ID, "PolicyName": "default"})
_POLICY_PUT = Call("put_key_policy", {**_BY_ID, "PolicyName": "default"})
_DELETE = Call("schedule_key_deletion", {**_BY_ID, "PendingWindowInDays": "{deletionWindowInDays?}"})
_NOT_EVALUATED = "the emulator doesn't evaluate key policies, so none can lock anyone out"
_DYING = ("PendingDeletion", "PendingReplicaDeletion")


def _describe(act: Act) -> Mapping[str, Any] | None:
    """A key that waits for its deletion is gone for whoever manages it."""
    found = act.look(_DESCRIBE)
    return None if found is None or found["KeyState"] in _DYING else found


def _find_key(act: Act) -> Mapping[str, Any] | None:
    """Return the newest key with the tags: one that replaces another carries the same."""
    wanted = tags.identity(act.inputs).items()
    found: list[Mapping[str, Any]] = []
    for key in act.pages("list_keys")["Keys"] if wanted else ():
        act.id = key["KeyId"]
        try:
            carried = {tag["TagKey"]: tag["TagValue"] for tag in act.call("list_resource_tags", KeyId=act.id)["Tags"]}
        except AwsError:
            continue
        if wanted <= carried.items() and (described := _describe(act)):
            found.append(described)
    return max(found, key=lambda key: key["CreationDate"], default=None)


def _find_replica(act: Act) -> Mapping[str, Any] | None:
    """Return the primary's replica in this region: it has the primary's id, and there can be but one."""
    act.id = act["primaryKeyArn"].split("/")[1]
    return _describe(act)


def _key_arn(act: Act, key: str) -> str:
    return key if key.startswith("arn:") else f"arn:{act.partition}:kms:{act.region}:{act.account}:key/{key}"


_TAGS = tagged_by(_BY_ID, read="list_resource_tags")

_ROTATION_READ = Read("get_key_rotation_status", _BY_ID, rename={"enableKeyRotation": "KeyRotationEnabled"})
_DESCRIPTION = Aspect({"description"}, put=Call("update_key_description", _BY_ID), created=True)

KEY = Type(
    "aws:kms/key:Key",
    service="kms",
    id="KeyId",
    create=Call("create_key", result="KeyMetadata"),
    read=Look(_describe, _DESCRIBE),
    delete=_DELETE,
    find=Find(Look(_find_key, _LIST), "KeyId"),
    rename={"customerMasterKeySpec": "KeySpec", "isEnabled": "Enabled"},
    aspects=(
        _DESCRIPTION,
        Aspect({"policy"}, put=_POLICY_PUT, read=_POLICY_READ, created=True),
        Aspect(
            {"enableKeyRotation", "rotationPeriodInDays"},
            put=Call("enable_key_rotation", _BY_ID),
            clear=Call("disable_key_rotation", _BY_ID),
            read=_ROTATION_READ,
            when=lambda inputs: bool(inputs.get("enableKeyRotation")),
        ),
        Aspect(
            {"isEnabled"},
            put=Call("disable_key", _BY_ID),
            clear=Call("enable_key", _BY_ID),
            when=lambda inputs: inputs.get("isEnabled") is False,
        ),
    ),
    tags=_TAGS,
    outputs={"arn": "Arn", "keyId": "KeyId"},
    replaces={"customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"},
    defaults={
        "description": "",
        "isEnabled": True,
        "enableKeyRotation": False,
        "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "keyUsage": "ENCRYPT_DECRYPT",
        "multiRegion": False,
        "rotationPeriodInDays": 365,
    },
    not_emulated={
        "bypassPolicyLockoutSafetyCheck": _NOT_EVALUATED,
        "customKeyStoreId": "the emulator has no custom key stores",
        "xksKeyId": "the emulator has no external key stores",
    },
)

REPLICA_KEY = Type(
    "aws:kms/replicaKey:ReplicaKey",
    service="kms",
    id="KeyId",
    create=Call(
        "replicate_key",
        {"KeyId": Made(lambda arn: arn.split("/")[1], "{primaryKeyArn}"), "ReplicaRegion": "{region}"},
        result="ReplicaKeyMetadata",
        region=Made(lambda arn: arn.split(":")[3], "{primaryKeyArn}"),
    ),
    read=Look(_describe, _DESCRIBE),
    delete=_DELETE,
    find=Find(Look(_find_replica, _DESCRIBE), "KeyId"),
    rename={"primaryKeyArn": "MultiRegionConfiguration.PrimaryKey.Arn"},
    aspects=(
        Aspect({"description"}, put=Call("update_key_description", _BY_ID)),
        Aspect({"policy"}, put=_POLICY_PUT, read=_POLICY_READ),
        Aspect(
            {"enabled"},
            put=Call("disable_key", _BY_ID),
            clear=Call("enable_key", _BY_ID),
            when=lambda inputs: inputs.get("enabled") is False,
        ),
    ),
    tags=tagged_by(_BY_ID, read="list_resource_tags", created=False),
    outputs={
        "arn": "Arn",
        "keyId": "KeyId",
        "keySpec": "KeySpec",
        "keyUsage": "KeyUsage",
    },
    replaces={"primaryKeyArn"},
    defaults={"enabled": True},
    not_emulated={"bypassPolicyLockoutSafetyCheck": _NOT_EVALUATED},
)


def _create_alias(act: Act) -> None:
    """Create the alias; the emulator shares one key's aliases between its regions, so it may stand there already."""
    try:
        act.call("create_alias", AliasName=act["name"], TargetKeyId=act["targetKeyId"])
    except AwsError as error:
        if error.code != "AlreadyExistsException":
            raise
        target = act.call("describe_key", KeyId=act["targetKeyId"])["KeyMetadata"]
        shared = act.look(_ALIAS) if target.get("MultiRegion") else None
        if not shared or shared["TargetKeyId"] != target["KeyId"]:
            raise


_ALIAS = Read("list_aliases", result="Aliases", where={"AliasName": "{name}"})
ALIAS = Type(
    "aws:kms/alias:Alias",
    service="kms",
    id="{name}",
    create=Run(_create_alias, takes={"name", "targetKeyId"}),
    read=Read("list_aliases", result="Aliases", where={"AliasName": ID}),
    update=Call("update_alias"),
    delete=Call("delete_alias", {"AliasName": ID}),
    name=Autoname("name", 256, start="alias/"),
    rename={"name": "AliasName"},
    outputs={
        "arn": "arn:{partition}:kms:{region}:{account}:{name}",
        "targetKeyArn": lambda act: _key_arn(act, act["targetKeyId"]),
    },
    replaces={"name", "namePrefix"},
)

KEY_POLICY = Type(
    "aws:kms/keyPolicy:KeyPolicy",
    service="kms",
    id="{keyId}",
    create=Call("put_key_policy", {"PolicyName": "default"}),
    update=Call("put_key_policy", {"PolicyName": "default"}),
    read=Read("get_key_policy", {**_BY_ID, "PolicyName": "default"}),
    delete=None,
    replaces={"keyId"},
    not_emulated={"bypassPolicyLockoutSafetyCheck": _NOT_EVALUATED},
)

CUSTOM_KEY_STORE = Recorded(
    "aws:kms/customKeyStore:CustomKeyStore",
    reason="the emulator has no custom key stores (CreateCustomKeyStore isn't implemented)",
    id="cks-{digest}",
    replaces={"cloudHsmClusterId", "customKeyStoreType", "trustAnchorCertificate"},
    tags=False,
)

TYPES = (KEY, REPLICA_KEY, ALIAS, KEY_POLICY, CUSTOM_KEY_STORE)
