import json

from tests.sandbox.providers.aws.bench import ACCOUNT, OTHER_POLICY, POLICY, Bench, Deployed

ROLE = "aws:iam/role:Role"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"},
        ],
    }
)
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def _role(bench: Bench, name: str) -> Deployed:
    return bench.deploy(ROLE, name=name, assumeRolePolicy=TRUST)


def test_role_lives(bench: Bench) -> None:
    inputs = {
        "name": "iam-lives",
        "path": "/a/",
        "description": "d",
        "assumeRolePolicy": TRUST,
        "maxSessionDuration": 7200,
        "permissionsBoundary": READ_ONLY,
        "tags": {"a": "1", "b": "2"},
    }
    changes = {
        "description": None,
        "assumeRolePolicy": TRUST.replace("ec2", "ecs"),
        "maxSessionDuration": None,
        "permissionsBoundary": None,
        "tags": {"b": "3"},
    }
    bench.lives(ROLE, inputs, changes)


def test_role_knows_its_arn_before_it_exists(bench: Bench) -> None:
    inputs = {"name": "iam-arn", "path": "/a/", "assumeRolePolicy": TRUST}
    known = bench.provider.preview(bench.resource(ROLE), inputs, {})["arn"]
    assert known == f"arn:aws:iam::{ACCOUNT}:role/a/iam-arn"
    assert bench.deploy(ROLE, **inputs).outputs["arn"] == known
    assert bench.boto("iam").get_role(RoleName="iam-arn")["Role"]["Arn"] == known


def test_trust_changed_out_of_band_is_drift(bench: Bench) -> None:
    role = _role(bench, "iam-trust")
    bench.boto("iam").update_assume_role_policy(RoleName=role.id, PolicyDocument=TRUST.replace("ec2", "ecs"))
    assert role.drift() == ["assumeRolePolicy"]


def test_moving_or_renaming_a_role_replaces_it(bench: Bench) -> None:
    role = _role(bench, "iam-moves")
    assert list(role.diff(path="/b/").replaces) == ["path"]
    assert role.collides(path="/b/")
    assert not role.collides(name="iam-moved")


def test_role_lets_go_of_policies_only_when_told_to(bench: Bench) -> None:
    role = _role(bench, "iam-holds")
    iam = bench.boto("iam")
    iam.attach_role_policy(RoleName=role.id, PolicyArn=READ_ONLY)
    iam.put_role_policy(RoleName=role.id, PolicyName="inline", PolicyDocument=POLICY)
    role.update(forceDetachPolicies=True)
    role.delete()
    assert role.read() is None


def test_import_fills_in_a_role(bench: Bench) -> None:
    inputs = {"name": "iam-imported", "description": "d", "assumeRolePolicy": TRUST, "tags": {"a": "1"}}
    assert bench.deploy(ROLE, **inputs).imported().inputs == inputs


def test_policy_lives_through_more_versions_than_it_can_keep(bench: Bench) -> None:
    inputs = {"name": "iam-policy", "path": "/x/", "description": "d", "policy": POLICY, "tags": {"a": "1"}}
    bench.lives("aws:iam/policy:Policy", inputs, {"policy": OTHER_POLICY, "tags": None})
    policy = bench.deploy("aws:iam/policy:Policy", **inputs)
    for turn in range(6):
        policy.update(policy=POLICY if turn % 2 else OTHER_POLICY)
    iam = bench.boto("iam")
    default = iam.get_policy(PolicyArn=policy.id)["Policy"]["DefaultVersionId"]
    document = iam.get_policy_version(PolicyArn=policy.id, VersionId=default)["PolicyVersion"]["Document"]
    assert document == json.loads(POLICY)
    assert policy.diff(description="other").replaces == ["description"]


def test_inline_policy_lives(bench: Bench) -> None:
    role = _role(bench, "iam-inline")
    inputs = {"role": role.id, "name": "p", "policy": POLICY}
    bench.lives("aws:iam/rolePolicy:RolePolicy", inputs, {"policy": OTHER_POLICY})
    policy = bench.deploy("aws:iam/rolePolicy:RolePolicy", **inputs)
    assert policy.imported().inputs == inputs
    bench.boto("iam").put_role_policy(RoleName=role.id, PolicyName="p", PolicyDocument=OTHER_POLICY)
    assert policy.drift() == ["policy"]


def test_attachment_lives_and_its_loss_shows(bench: Bench) -> None:
    role = _role(bench, "iam-attached")
    token = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    bench.lives(token, {"role": role.id, "policyArn": READ_ONLY}, {})
    attachment = bench.deploy(token, role=role.id, policyArn=READ_ONLY)
    assert attachment.imported().inputs == {"role": role.id, "policyArn": READ_ONLY}
    bench.boto("iam").detach_role_policy(RoleName=role.id, PolicyArn=READ_ONLY)
    assert attachment.read() is None


def test_instance_profile_changes_its_role(bench: Bench) -> None:
    one, other = _role(bench, "iam-one"), _role(bench, "iam-other")
    inputs = {"name": "iam-profile", "role": one.id, "tags": {"a": "1"}}
    bench.lives("aws:iam/instanceProfile:InstanceProfile", inputs, {"role": other.id, "tags": {"a": "2"}})


def test_oidc_provider_lives(bench: Bench) -> None:
    token = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
    inputs = {
        "url": "https://token.actions.githubusercontent.com",
        "clientIdLists": ["sts.amazonaws.com"],
        "thumbprintLists": ["a" * 40],
        "tags": {"a": "1"},
    }
    bench.lives(token, inputs, {"thumbprintLists": ["b" * 40], "tags": {"a": "2"}})
    provider = bench.deploy(token, **inputs)
    assert provider.outputs["arn"] == f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"
    assert provider.imported().inputs == inputs
    assert provider.collides(clientIdLists=["other"])


def test_password_policy_lives(bench: Bench) -> None:
    inputs = {
        "minimumPasswordLength": 14,
        "maxPasswordAge": 90,
        "passwordReusePrevention": 24,
        "hardExpiry": True,
        "requireLowercaseCharacters": True,
        "requireNumbers": True,
        "requireSymbols": True,
        "requireUppercaseCharacters": True,
    }
    token = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"
    bench.lives(token, inputs, {"hardExpiry": None, "requireSymbols": False})
    policy = bench.deploy(token, **inputs)
    assert policy.outputs["expirePasswords"]
    bench.boto("iam").update_account_password_policy(MinimumPasswordLength=8)
    assert "minimumPasswordLength" in policy.drift()


def test_service_linked_role_lives(bench: Bench) -> None:
    token = "aws:iam/serviceLinkedRole:ServiceLinkedRole"
    inputs = {"awsServiceName": "autoscaling.amazonaws.com", "customSuffix": "z", "description": "d"}
    bench.lives(token, inputs, {"description": "e", "tags": {"a": "1"}})
    role = bench.deploy(token, **inputs)
    assert role.outputs["name"] == "AWSServiceRoleForAutoScaling_z"
    assert role.outputs["path"] == "/aws-service-role/autoscaling.amazonaws.com/"
