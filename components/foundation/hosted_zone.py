"""The platform's public DNS zone: signed, logged, and only our certificate authority may issue for it.

Signing takes effect for the world once the parent zone holds `ds_record` (Route 53 Developer Guide, "Configuring DNSSEC
signing"); until then resolvers treat the zone as unsigned.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document
from components._shared.key_policy import ADMINISTER, DELETION_WINDOW_DAYS, INSPECT_PAIR
from components._shared.paths import registered, searched
from components._shared.service_logs import ServiceLogs, ServiceLogsArgs
from components._shared.site import Site

CERTIFICATE_AUTHORITIES = ("amazon.com", "amazonaws.com", "amazontrust.com", "awstrust.com")
"""Names that AWS Certificate Manager issues under (ACM User Guide, "(Optional) Configure a CAA record")."""

CAA_TTL_SECONDS = 3600


@dataclass(frozen=True, kw_only=True)
class HostedZoneArgs:
    """What the zone needs."""

    site: Site
    """The control region."""
    domain: str
    """Name of the zone."""
    administrators: Sequence[pulumi.Input[str]]
    """ARNs of the IAM roles that manage the signing key, whoever declares the zone among them."""


class HostedZone(pulumi.ComponentResource):
    """A public zone with DNSSEC, query logging and a CAA record."""

    zone_id: pulumi.Output[str]
    name_servers: pulumi.Output[Sequence[str]]
    """Servers that the parent zone delegates to."""
    ds_record: pulumi.Output[str]
    """Record that the parent zone holds to make the signature count."""
    query_log_group_name: pulumi.Output[str]
    """Log group of queries, in the control region."""

    def __init__(self, name: str, args: HostedZoneArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:HostedZone", name, {}, opts)
        self._name = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        zone = self._create_zone()
        self.query_log_group_name = self._create_query_log(zone)
        self._create_caa(zone)
        signing_key = self._create_signing(zone)
        self.zone_id = zone.zone_id
        self.name_servers = zone.name_servers
        self.ds_record = signing_key.ds_record
        self.register_outputs(
            {
                "zone_id": self.zone_id,
                "name_servers": self.name_servers,
                "ds_record": self.ds_record,
                "query_log_group_name": self.query_log_group_name,
                "paths": registered(searched("queries", zone.zone_id)),
            }
        )

    def _create_zone(self) -> aws.route53.Zone:
        args = self._args
        return aws.route53.Zone(
            f"{self._name}-zone",
            name=args.domain,
            comment=f"{args.site.context.prefix}: public zone",
            tags=args.site.context.tagged(f"{self._name}-zone"),
            opts=args.site.context.stateful(self),
        )

    def _create_query_log(self, zone: aws.route53.Zone) -> pulumi.Output[str]:
        args = self._args
        logs = ServiceLogs(
            f"{self._name}-queries",
            ServiceLogsArgs(
                site=args.site,
                path=f"/aws/route53/{args.domain}",
                service="route53.amazonaws.com",
            ),
            self._child,
        )
        aws.route53.QueryLog(
            f"{self._name}-query-log",
            zone_id=zone.zone_id,
            cloudwatch_log_group_arn=logs.log_group_arn,
            opts=self._child,
        )
        return logs.log_group_name

    def _create_caa(self, zone: aws.route53.Zone) -> None:
        aws.route53.Record(
            f"{self._name}-caa",
            zone_id=zone.zone_id,
            name=self._args.domain,
            type="CAA",
            ttl=CAA_TTL_SECONDS,
            records=[f'0 issue "{authority}"' for authority in CERTIFICATE_AUTHORITIES],
            opts=self._child,
        )

    def _create_signing(self, zone: aws.route53.Zone) -> aws.route53.KeySigningKey:
        args = self._args
        key = aws.kms.Key(
            f"{self._name}-signing-kms-key",
            region=args.site.name,
            description=f"DNSSEC signing of {args.domain}",
            key_usage="SIGN_VERIFY",
            customer_master_key_spec="ECC_NIST_P256",
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=_signing_key_policy(args.site.context.account_id, args.administrators),
            tags=args.site.context.tagged(f"{self._name}-signing-kms-key"),
            opts=args.site.context.stateful(self),
        )
        signing_key = aws.route53.KeySigningKey(
            f"{self._name}-signing-key",
            name=args.site.context.physical_name("signing", max_length=128).replace("-", "_"),
            hosted_zone_id=zone.zone_id,
            key_management_service_arn=key.arn,
            opts=self._child,
        )
        aws.route53.HostedZoneDnsSec(
            f"{self._name}-dnssec",
            hosted_zone_id=signing_key.hosted_zone_id,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[signing_key]),
        )
        return signing_key


def _signing_key_policy(
    account_id: pulumi.Input[str], administrators: Sequence[pulumi.Input[str]]
) -> pulumi.Output[str]:
    """Let Route 53 sign with the key, and its administrators manage it and prove to Route 53 that it is theirs.

    Route 53 refuses a key with which it or its caller may not do all of `DescribeKey`, `GetPublicKey` and `Sign`; the
    grants that it makes say nothing of an account (Route 53 Developer Guide, "Working with customer managed keys for
    DNSSEC", "KMS key policy required for DNSSEC signing").
    """
    root = pulumi.Output.concat("arn:aws:iam::", account_id, ":root")
    account = {"AWS": [root]}
    administer = {"ArnLike": {"aws:PrincipalArn": [root, *administrators]}}
    route53 = {"Service": ["dnssec-route53.amazonaws.com"]}
    return document(
        Statement(sid="Administer", principals=account, actions=ADMINISTER, conditions=administer),
        Statement(
            sid="ProveToRoute53",
            principals={"AWS": administrators},
            actions=["kms:CreateGrant", "kms:Sign"],
        ),
        Statement(sid="Inspect", principals=account, actions=INSPECT_PAIR),
        Statement(
            sid="Sign",
            principals=route53,
            actions=["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
            conditions={"StringEquals": {"aws:SourceAccount": account_id}},
        ),
        Statement(
            sid="Grant",
            principals=route53,
            actions=["kms:CreateGrant"],
            conditions={"Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
    )
