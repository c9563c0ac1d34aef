"""The certificate that a gateway of the mesh shows: who issues it, and that the gateway may read it.

cert-manager makes a secret of what a Certificate asks an issuer for; a gateway is handed secrets of its own namespace
that its account may read (cert-manager, "Certificate resources"; Istio, "Installing Gateways").
"""

from policies.model import Resource
from policies.paths.kube import SECRET, Kube, called, namespace
from policies.paths.leg import Leg, contained
from policies.read import items, value

CERTIFICATE = "kubernetes:cert-manager.io/v1:Certificate"
ISSUERS = (
    "kubernetes:cert-manager.io/v1:ClusterIssuer",
    "kubernetes:cert-manager.io/v1:Issuer",
    "kubernetes:awspca.cert-manager.io/v1beta1:AWSPCAClusterIssuer",
    "kubernetes:awspca.cert-manager.io/v1beta1:AWSPCAIssuer",
)
"""What cert-manager has certificates issued by."""
ROLE, BINDING = (f"kubernetes:rbac.authorization.k8s.io/v1:{kind}" for kind in ("Role", "RoleBinding"))


@contained
def certify(kube: Kube, gateway: Resource, credential: str, hop: str, leg: Leg) -> None:
    """Follow to what makes the secret *credential* that *gateway* shows the certificate of."""
    within = namespace(gateway)
    made = [
        *(each for each in kube.of(SECRET, gateway, within) if called(each) == credential),
        *(each for each in kube.of(CERTIFICATE, gateway, within) if value(each.props, "spec.secretName") == credential),
    ]
    leg.rests_on_all(made)
    if not made:
        mend = f"nothing makes the secret {credential} of {within}: declare a Certificate with that secretName"
        leg.lacks(gateway, hop, mend)
    for each in made:
        if each.type == CERTIFICATE:
            _issue(kube, each, hop, leg)
    _readable(kube, gateway, hop, leg)


@contained
def _issue(kube: Kube, certificate: Resource, hop: str, leg: Leg) -> None:
    issuer = value(certificate.props, "spec.issuerRef", {})
    group, kind = value(issuer, "group", "cert-manager.io"), value(issuer, "kind", "Issuer")
    types = [each for each in ISSUERS if each.startswith(f"kubernetes:{group}/") and each.endswith(f":{kind}")]
    found = [
        each
        for type_token in types
        for each in kube.of(type_token, certificate)
        if called(each) == value(issuer, "name")
    ]
    leg.rests_on_all(found)
    if not found:
        leg.lacks(certificate, hop, f"no {kind} called {value(issuer, 'name')} issues it: declare one")


@contained
def _readable(kube: Kube, gateway: Resource, hop: str, leg: Leg) -> None:
    within = namespace(gateway)
    for binding in kube.of(BINDING, gateway, within):
        roles = [
            each for each in kube.of(ROLE, gateway, within) if called(each) == value(binding.props, "roleRef.name")
        ]
        for role in roles:
            if any("secrets" in items(rule, "resources") for rule in items(role.props, "rules")):
                leg.rests_on_all((binding, role))
                return
    leg.lacks(
        gateway, hop, f"the gateway may not read secrets of {within}: declare a Role for them and its RoleBinding"
    )
