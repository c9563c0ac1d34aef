"""How things stand in the account: quotas in force, names that are taken, the domain, who deploys. See `account.py`."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from botocore.exceptions import ClientError

from ops.preflight import dns, quotas
from ops.preflight.account import Account
from ops.preflight.findings import Finding, Level
from ops.preflight.guests import KEYS
from ops.preflight.iam import Answer, Caller, Policies, Request
from ops.preflight.keys import DEPLOYER
from ops.preflight.offers import finding
from ops.preflight.plan import Plan
from ops.preflight.roles import ROLE
from ops.preflight.translation import region_of
from policies.iam.document import statements

SIMULATED_ACTIONS = 100
"""Actions asked of the simulator in one call."""
FREE, TAKEN = 404, 403
"""What S3 answers for a bucket that nobody has, and for one that another account has (HeadBucket)."""


def quotas_in_force(account: Account, plan: Plan) -> Iterator[Finding]:
    """Find quotas that the plan exceeds, as they are in the account, or in a new one where it can't be asked."""
    for usage in quotas.usages(plan):
        known = None
        if usage.quota.code and usage.quota.adjustable:
            region = usage.region or account.home
            ask = partial(_quota, account, region, usage.service, usage.quota.code)
            known = account.asked("quotas in force", ask, region, usage.quota.name)
        found = usage.finding(int(known[0]) if known else None)
        if found:
            yield found


def _quota(account: Account, region: str, service: str, code: str) -> Iterable[float]:
    held = account.client("service-quotas", region).get_service_quota(ServiceCode=service, QuotaCode=code)
    return [held["Quota"]["Value"]]


def buckets(account: Account, plan: Plan) -> Iterator[Finding]:
    """Find names of buckets that somebody has already."""
    for bucket in plan.of_type("aws:s3/bucket:Bucket"):
        name = plan.known(bucket, "bucket")
        region = region_of(bucket, plan.home)
        known = account.asked("names of buckets", partial(_bucket, account, region, name), name) if name else None
        status = known[0] if known else FREE
        if status == TAKEN:
            yield finding("s3", f"{bucket.name}: another account has a bucket {name}", "Choose another name", bucket)
        elif status != FREE:
            what = f"{bucket.name}: the account has a bucket {name}"
            mend = "Import it, or delete it, unless this stack made it"
            yield finding("s3", what, mend, bucket, Level.ADVICE)


def _bucket(account: Account, region: str, name: str) -> Sequence[int]:
    try:
        account.client("s3", region).head_bucket(Bucket=name)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status not in (FREE, TAKEN):
            raise
        return [status]
    return [200]


def service_roles(account: Account, plan: Plan) -> Iterator[Finding]:
    """Find roles of services that the plan makes and the account has already: IAM makes none twice."""
    for role in plan.of_type("aws:iam/serviceLinkedRole:ServiceLinkedRole"):
        service = str(plan.known(role, "awsServiceName"))
        known = account.asked("roles of services", partial(_service_roles, account, service), service)
        if known:
            what = f"{role.name}: the account has {known[0]} already"
            mend = "Import it, unless this stack made it"
            yield finding("iam", what, mend, role, Level.ADVICE)


def _service_roles(account: Account, service: str) -> Iterable[str]:
    path = f"/aws-service-role/{service}/"
    return [each["RoleName"] for each in account.client("iam").list_roles(PathPrefix=path)["Roles"]]


def delegation(account: Account, plan: Plan) -> Iterator[Finding]:
    """Find zones that the public DNS doesn't lead to."""
    for zone in plan.of_type("aws:route53/zone:Zone"):
        name = str(plan.known(zone, "name") or "")
        ours = account.asked("hosted zones", partial(_zone_servers, account, name), name) if name else None
        public = (
            account.asked("public DNS", partial(_public_servers, account, name), name) if ours is not None else None
        )
        if ours is None or public is None or set(ours) & set(public):
            continue
        if ours:
            what = f"{zone.name}: {name} leads to {', '.join(public) or 'nowhere'}"
            mend = f"Delegate it, where its parent is kept, to {', '.join(ours)}"
            yield finding("route53", what, mend, zone)
        else:
            what = f"{zone.name}: {name} has no hosted zone in the account yet"
            mend = "Make the zone first, and delegate the domain to its name servers; certificates wait for that"
            yield finding("route53", what, mend, zone, Level.ADVICE)


def _public_servers(account: Account, name: str) -> Iterable[str]:
    if account.endpoint:
        raise ValueError("an emulator's zones are in none")
    return dns.name_servers(name)


def _zone_servers(account: Account, name: str) -> Iterable[str]:
    route53 = account.client("route53")
    zones = route53.list_hosted_zones_by_name(DNSName=name, MaxItems="1")["HostedZones"]
    if not zones or zones[0]["Name"].rstrip(".") != name or zones[0].get("Config", {}).get("PrivateZone"):
        return []
    return route53.get_hosted_zone(Id=zones[0]["Id"])["DelegationSet"]["NameServers"]


def principals(account: Account, plan: Plan) -> Iterator[Finding]:
    """Find roles that others trust and nobody has: IAM refuses a policy that names them."""
    made = {plan.known(role, "arn") for role in plan.of_type(ROLE)}
    for role in plan.of_type(ROLE):
        document = plan.known(role, "assumeRolePolicy")
        for statement in statements(document):
            for arn in sorted(statement.named("AWS")):
                if ":role/" not in arn or arn in made:
                    continue
                known = account.asked("roles that are trusted", partial(_role, account, arn), arn)
                if known == []:
                    what = f"{role.name}: it trusts {arn}, which isn't there"
                    yield finding("iam", what, "Make that role first, or trust another", role)


def _role(account: Account, arn: str) -> Iterable[str]:
    try:
        return [account.client("iam").get_role(RoleName=arn.rpartition("/")[2])["Role"]["Arn"]]
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchEntity":
            return []
        raise


def deployer(account: Account, plan: Plan) -> tuple[str, Level]:
    """Return who deploys, the plan's own role where the account has it or else who asks, and how much that says."""
    arn = str(plan.exports.get(DEPLOYER) or "")
    known = account.asked("the deploying role", partial(_role, account, arn), arn) if arn else None
    return (arn, Level.REFUSED) if known else (account.caller, Level.ADVICE)


def lockouts(account: Account, plan: Plan) -> Iterator[Finding]:
    """Find key policies that would lock their author out, which KMS refuses (PutKeyPolicy, "lockout safety check")."""
    who, level = deployer(account, plan)
    for key in plan.of_type(*KEYS):
        document = plan.known(key, "policy")
        if document is None:
            continue
        context = {"aws:principalarn": who, "kms:calleraccount": account.identity["Account"]}
        request = Request(action="kms:putkeypolicy", caller=Caller(arn=who), context=context)
        if Policies(statements(document)).ask(request) is not Answer.ALLOWED:
            what = f"{key.name}: its policy locks {who} out"
            yield finding("kms", what, "Deploy as one of groot:keyAdministrators, or add the role there", key, level)


def rights(account: Account, plan: Plan, actions: Sequence[str]) -> Iterator[Finding]:
    """Find those of *actions* that who deploys may not call. The simulator doesn't see service control policies."""
    who, level = deployer(account, plan)
    for start in range(0, len(actions), SIMULATED_ACTIONS):
        asked = actions[start : start + SIMULATED_ACTIONS]
        known = account.asked("rights of who deploys", partial(_simulated, account, who, asked), asked[0])
        if known is None:
            return
        for action in known:
            yield finding("iam", f"{who} may not call {action}", "Deploy as a role that may", level=level)


def _simulated(account: Account, who: str, actions: Sequence[str]) -> Iterable[str]:
    found = account.client("iam").simulate_principal_policy(PolicySourceArn=who, ActionNames=list(actions))
    return [each["EvalActionName"] for each in found["EvaluationResults"] if each["EvalDecision"] != "allowed"]


ASKS = (quotas_in_force, buckets, service_roles, delegation, principals, lockouts)
