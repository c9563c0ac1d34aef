"""What the distribution shows to the API, so that its firewall knows a request that the edge has counted already.

Behind CloudFront a regional firewall sees CloudFront's addresses, and a header with the client's own can be written by
anyone who asks the API directly. The token is drawn as a private key is, which is as secret and rests in the state
alone (CloudFront Developer Guide, "Add custom headers to origin requests").
"""

import hashlib

import pulumi
import pulumi_tls as tls


class OriginToken(pulumi.ComponentResource):
    """A secret of distribution and firewalls, the same until it is replaced."""

    token: pulumi.Output[str]
    """Secret."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:OriginToken", name, {}, opts)
        drawn = tls.PrivateKey(f"{name}-drawn", algorithm="ED25519", opts=pulumi.ResourceOptions(parent=self))
        self.token = pulumi.Output.secret(drawn.private_key_pem).apply(
            lambda text: hashlib.sha256(text.encode()).hexdigest()
        )
        self.register_outputs({"token": self.token})
