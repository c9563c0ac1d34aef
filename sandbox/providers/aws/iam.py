"""Identity and Access Management: roles, policies and what ties them together."""

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.clients import HOME_REGION
from sandbox.providers.aws.mapping import text
from sandbox.providers.aws.spec import ID, Aspect, Autoname, Call, Made, Read, Run, Type
from sandbox.providers.aws.tags import tagged_by
from sandbox.providers.aws.templates import OMIT

_ROLE = {"RoleName": ID}
_POLICY = {"PolicyArn": ID}
_PROFILE = {"InstanceProfileName": ID}
_MOST_VERSIONS = 5
"""Versions that a managed policy can have (IAM User Guide, "IAM and AWS STS quotas")."""


def _arn(kind: str) -> Made:
    """Return the template of the ARN of the *kind* called `name` under `path`."""
    return Made(
        lambda start, path, name: f"{start}{'/' if path is OMIT else path}{name}",
        f"arn:{{partition}}:iam::{{account}}:{kind}",
        "{path?}",
        "{name}",
    )


def _delete_role(act: Act) -> None:
    """A role in use can't be deleted: instance profiles let go of it, and with `forceDetachPolicies` policies do."""
    for profile in act.pages("list_instance_profiles_for_role", RoleName=act.id)["InstanceProfiles"]:
        name = profile["InstanceProfileName"]
        act.call("remove_role_from_instance_profile", InstanceProfileName=name, RoleName=act.id)
    if act.inputs.get("forceDetachPolicies"):
        for policy in act.pages("list_attached_role_policies", RoleName=act.id)["AttachedPolicies"]:
            act.call("detach_role_policy", RoleName=act.id, PolicyArn=policy["PolicyArn"])
        for policy_name in act.pages("list_role_policies", RoleName=act.id)["PolicyNames"]:
            act.call("delete_role_policy", RoleName=act.id, PolicyName=policy_name)
    act.call("delete_role", RoleName=act.id)


ROLE = Type(
    "aws:iam/role:Role",
    service="iam",
    region=HOME_REGION,
    id="{name}",
    create=Call("create_role", result="Role"),
    read=Read(
        "get_role",
        _ROLE,
        result="Role",
        rename={"permissionsBoundary": "PermissionsBoundary.PermissionsBoundaryArn"},
    ),
    update=Call("update_role", takes={"name", "description", "maxSessionDuration"}),
    delete=Run(_delete_role, takes={"forceDetachPolicies"}),
    name=Autoname("name", 64),
    rename={"name": "RoleName", "assumeRolePolicy": "AssumeRolePolicyDocument"},
    aspects=(
        Aspect(
            {"assumeRolePolicy"},
            put=Call("update_assume_role_policy", _ROLE, rename={"assumeRolePolicy": "PolicyDocument"}),
            created=True,
        ),
        Aspect(
            {"permissionsBoundary"},
            put=Call("put_role_permissions_boundary", _ROLE),
            clear=Call("delete_role_permissions_boundary", _ROLE),
            created=True,
        ),
    ),
    tags=tagged_by(_ROLE, put="tag_role", remove="untag_role", read=None),
    outputs={"arn": _arn("role"), "uniqueId": "RoleId", "createDate": "CreateDate"},
    replaces={"name", "namePrefix", "path"},
    defaults={"description": "", "forceDetachPolicies": False, "maxSessionDuration": 3600, "path": "/"},
    local={"forceDetachPolicies"},
)


def _put_version(act: Act) -> None:
    """A managed policy changes by a new version; the oldest makes room for it."""
    versions = act.pages("list_policy_versions", PolicyArn=act.id)["Versions"]
    old = sorted((one for one in versions if not one["IsDefaultVersion"]), key=lambda one: one["CreateDate"])
    if len(versions) >= _MOST_VERSIONS:
        act.call("delete_policy_version", PolicyArn=act.id, VersionId=old[0]["VersionId"])
    document = act.inputs["policy"]
    act.call("create_policy_version", PolicyArn=act.id, PolicyDocument=text(document), SetAsDefault=True)


def _delete_policy(act: Act) -> None:
    for version in act.pages("list_policy_versions", PolicyArn=act.id)["Versions"]:
        if not version["IsDefaultVersion"]:
            act.call("delete_policy_version", PolicyArn=act.id, VersionId=version["VersionId"])
    act.call("delete_policy", PolicyArn=act.id)


def _default_version(act: Act) -> str:
    return act.call("get_policy", PolicyArn=act.id)["Policy"]["DefaultVersionId"]


POLICY = Type(
    "aws:iam/policy:Policy",
    service="iam",
    region=HOME_REGION,
    id=_arn("policy"),
    create=Call("create_policy", result="Policy"),
    read=Read("get_policy", _POLICY, result="Policy"),
    delete=Run(_delete_policy),
    name=Autoname("name", 128),
    rename={"name": "PolicyName", "policy": "PolicyDocument"},
    aspects=(
        Aspect(
            {"policy"},
            put=Run(_put_version),
            read=Read(
                "get_policy_version",
                {**_POLICY, "VersionId": _default_version},
                result="PolicyVersion",
                rename={"policy": "Document"},
            ),
            created=True,
        ),
    ),
    tags=tagged_by(_POLICY, put="tag_policy", remove="untag_policy", read=None),
    outputs={"arn": _arn("policy"), "policyId": "PolicyId", "attachmentCount": "AttachmentCount"},
    replaces={"name", "namePrefix", "path", "description"},
    defaults={"path": "/", "description": ""},
    local={"delayAfterPolicyCreationInMs"},
)

ROLE_POLICY = Type(
    "aws:iam/rolePolicy:RolePolicy",
    service="iam",
    region=HOME_REGION,
    id="{role}:{name}",
    create=Call("put_role_policy"),
    update=Call("put_role_policy"),
    read=Read("get_role_policy", {"RoleName": "{role}", "PolicyName": "{name}"}),
    delete=Call("delete_role_policy", {"RoleName": "{role}", "PolicyName": "{name}"}),
    name=Autoname("name", 128),
    rename={"role": "RoleName", "name": "PolicyName", "policy": "PolicyDocument"},
    replaces={"role", "name", "namePrefix"},
)

ROLE_POLICY_ATTACHMENT = Type(
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    service="iam",
    region=HOME_REGION,
    id="{role}/{policyArn}",
    create=Call("attach_role_policy", rename={"role": "RoleName"}),
    read=Read(
        "list_attached_role_policies",
        {"RoleName": "{role}"},
        result="AttachedPolicies",
        where={"PolicyArn": "{policyArn}"},
    ),
    delete=Call("detach_role_policy", {"RoleName": "{role}", "PolicyArn": "{policyArn}"}),
    replaces={"role", "policyArn"},
)


def _put_role(act: Act) -> None:
    """An instance profile holds one role at most."""
    if held := act.olds.get("role"):
        act.call("remove_role_from_instance_profile", InstanceProfileName=act.id, RoleName=held)
    if role := act.inputs.get("role"):
        act.call("add_role_to_instance_profile", InstanceProfileName=act.id, RoleName=role)


def _delete_profile(act: Act) -> None:
    for role in act.call("get_instance_profile", InstanceProfileName=act.id)["InstanceProfile"]["Roles"]:
        act.call("remove_role_from_instance_profile", InstanceProfileName=act.id, RoleName=role["RoleName"])
    act.call("delete_instance_profile", InstanceProfileName=act.id)


INSTANCE_PROFILE = Type(
    "aws:iam/instanceProfile:InstanceProfile",
    service="iam",
    region=HOME_REGION,
    id="{name}",
    create=Call("create_instance_profile", result="InstanceProfile"),
    read=Read("get_instance_profile", _PROFILE, result="InstanceProfile", rename={"role": "Roles.RoleName"}),
    delete=Run(_delete_profile),
    name=Autoname("name", 128),
    rename={"name": "InstanceProfileName"},
    aspects=(Aspect({"role"}, put=Run(_put_role)),),
    tags=tagged_by(_PROFILE, put="tag_instance_profile", remove="untag_instance_profile", read=None),
    outputs={"arn": _arn("instance-profile"), "uniqueId": "InstanceProfileId", "createDate": "CreateDate"},
    replaces={"name", "namePrefix", "path"},
    defaults={"path": "/"},
)

TYPES = (ROLE, POLICY, ROLE_POLICY, ROLE_POLICY_ATTACHMENT, INSTANCE_PROFILE)
