"""What the parent zone has to hold before anything of the platform has a name or a certificate.

A zone that is made in the same run is found by nobody until its parent delegates to it; until then no certificate is
issued, and what needs one waits. So it is told as soon as it is known, and only while no certificate has been issued.
"""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.foundation.certificates import ISSUE_MINUTES, KEY_ALGORITHM
from components.foundation.hosted_zone import HostedZone


def is_issued(domain: str, region: str) -> bool:
    """Return whether there is a certificate of *domain* in *region*, asked before one is declared.

    The data source fails where there is none.
    """
    try:
        aws.acm.get_certificate(
            domain=domain, key_types=[KEY_ALGORITHM], statuses=["ISSUED"], most_recent=True, region=region
        )
    except Exception:  # noqa: BLE001 - what the SDK raises
        return False
    return True


def tell_delegation(domain: str, zone: HostedZone) -> pulumi.Output[Sequence[str]]:
    """Warn, as soon as it is known, of what the parent of *zone* is to hold; returns its name servers, told of."""

    def tell(name_servers: Sequence[str], ds_record: str) -> Sequence[str]:
        pulumi.log.warn(  # of no resource: then it is sent at once, whatever the program does next
            f"{domain}: no certificate is issued until the parent zone delegates to it; add there now: "
            f"{domain} NS {' '.join(sorted(name_servers))}, and {domain} DS {ds_record}. This run waits for "
            f"{ISSUE_MINUTES} minutes, and the next one goes on from there"
        )
        return name_servers

    return pulumi.Output.all(zone.name_servers, zone.ds_record).apply(lambda known: tell(*known))
