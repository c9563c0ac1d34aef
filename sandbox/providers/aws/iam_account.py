"""Identity and Access Management of an account: identity providers, its password policy, service-linked roles."""

from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.clients import HOME_REGION
from sandbox.providers.aws.spec import ID, As, Aspect, Call, Find, From, Look, Made, Read, Type
from sandbox.providers.aws.tags import tagged_by
from sandbox.providers.aws.templates import OMIT

_PROVIDER = {"OpenIDConnectProviderArn": ID}
_SCHEME = "https://"


_PROVIDER_ARN = Made(
    lambda start, url: start + url.removeprefix(_SCHEME),
    "arn:{partition}:iam::{account}:oidc-provider/",
    "{url}",
)

OPEN_ID_CONNECT_PROVIDER = Type(
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    service="iam",
    region=HOME_REGION,
    id=_PROVIDER_ARN,
    create=Call("create_open_id_connect_provider"),
    read=Read(
        "get_open_id_connect_provider",
        _PROVIDER,
        rename={"url": As("Url", str, lambda url: _SCHEME + url.removeprefix(_SCHEME))},
    ),
    delete=Call("delete_open_id_connect_provider", _PROVIDER),
    aspects=(
        Aspect({"thumbprintLists"}, put=Call("update_open_id_connect_provider_thumbprint", _PROVIDER), created=True),
    ),
    tags=tagged_by(_PROVIDER, put="tag_open_id_connect_provider", remove="untag_open_id_connect_provider", read=None),
    outputs={"arn": _PROVIDER_ARN},
    replaces={"clientIdLists", "url"},
    differs={"clientIdLists": "the emulator can't change it in place, so that a change replaces the provider"},
)

PASSWORD_POLICY = Type(
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
    service="iam",
    region=HOME_REGION,
    id=Made(lambda: "iam-account-password-policy"),
    create=Call("update_account_password_policy", fills=True),
    update=Call("update_account_password_policy", fills=True),
    read=Read("get_account_password_policy", result="PasswordPolicy"),
    delete=Call("delete_account_password_policy"),
    outputs={"expirePasswords": Made(lambda days: days is not OMIT and days > 0, "{maxPasswordAge?}")},
    defaults={"allowUsersToChangePassword": True, "minimumPasswordLength": 6},
)


def _role_name(arn: str) -> str:
    return arn.rsplit("/", 1)[1]


def _path(arn: str) -> str:
    return arn.split(":role", 1)[1].rsplit("/", 1)[0] + "/"


def _find_linked(act: Act) -> Any:
    service, suffix = act["awsServiceName"], act.inputs.get("customSuffix", "")
    found = act.pages("list_roles", PathPrefix=f"/aws-service-role/{service}/")["Roles"]
    return next((role for role in found if role["RoleName"].endswith(f"_{suffix}" if suffix else "")), None)


_LINKED = {"RoleName": Made(_role_name, ID)}

SERVICE_LINKED_ROLE = Type(
    "aws:iam/serviceLinkedRole:ServiceLinkedRole",
    service="iam",
    region=HOME_REGION,
    id="Arn",
    create=Call("create_service_linked_role", result="Role"),
    read=Read("get_role", _LINKED, result="Role"),
    update=Call("update_role", _LINKED, takes={"description"}),
    delete=Call("delete_service_linked_role", _LINKED),
    find=Find(Look(_find_linked, Read("list_roles", result="Roles")), "Arn"),
    tags=tagged_by(_LINKED, put="tag_role", remove="untag_role", read=None, created=False),
    outputs={
        "arn": "Arn",
        "name": "RoleName",
        "uniqueId": "RoleId",
        "createDate": "CreateDate",
        "path": From("Arn", _path),
    },
    replaces={"awsServiceName", "customSuffix"},
    defaults={"description": ""},
    write_only={"awsServiceName", "customSuffix"},
)

TYPES = (OPEN_ID_CONNECT_PROVIDER, PASSWORD_POLICY, SERVICE_LINKED_ROLE)
