"""What there is to build or fetch: a program or a file more is a line here, and a version in its folder's `go.mod`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Tool:
    """A program."""

    folder: str
    """Go module of ours that pins it."""
    package: str
    """Go package that it is built from."""
    stamped_by: str | None = None
    """Module whose version is written into the program, if it asks for that."""
    stamps: Mapping[str, str] = field(default_factory=dict[str, str])
    """Variable to value, in which `{0}` is the version, `{1}` its major and `{2}` its minor part."""


_VERSION: Final = "k8s.io/component-base/version"
_KUBERNETES: Final = {f"{_VERSION}.gitVersion": "{0}", f"{_VERSION}.gitMajor": "{1}", f"{_VERSION}.gitMinor": "{2}"}
"""Without them a server says that it is v0.0.0 (Kubernetes, `hack/lib/version.sh`)."""

TOOLS: Final[Mapping[str, Tool]] = {
    "etcd": Tool(folder="kubernetes", package="go.etcd.io/etcd/server/v3"),
    "kube-apiserver": Tool(
        folder="kubernetes",
        package="k8s.io/kubernetes/cmd/kube-apiserver",
        stamped_by="k8s.io/kubernetes",
        stamps=_KUBERNETES,
    ),
    "kube-controller-manager": Tool(
        folder="kubernetes",
        package="k8s.io/kubernetes/cmd/kube-controller-manager",
        stamped_by="k8s.io/kubernetes",
        stamps=_KUBERNETES,
    ),
    "pilot-discovery": Tool(folder="istio", package="istio.io/istio/pilot/cmd/pilot-discovery"),
    "pilot-agent": Tool(folder="istio", package="istio.io/istio/pilot/cmd/pilot-agent"),
    "charts": Tool(folder="istio", package="./charts"),
    "rollouts-controller": Tool(folder="rollouts", package="github.com/argoproj/argo-rollouts/cmd/rollouts-controller"),
    "agnhost": Tool(folder="workload", package="."),
}
"""Programs by name."""


@dataclass(frozen=True, kw_only=True)
class File:
    """A file that a module brings, which nothing is built from."""

    folder: str
    module: str
    path: str


_ARGO: Final = "github.com/argoproj/argo-rollouts"

FILES: Final[Mapping[str, File]] = {
    "aws-private-ca-clusterissuers.yaml": File(
        folder="kinds",
        module="github.com/cert-manager/aws-privateca-issuer",
        path="config/crd/bases/awspca.cert-manager.io_awspcaclusterissuers.yaml",
    ),
    "cert-manager-certificates.yaml": File(
        folder="kinds",
        module="github.com/cert-manager/cert-manager",
        path="deploy/crds/cert-manager.io_certificates.yaml",
    ),
    "cert-manager-clusterissuers.yaml": File(
        folder="kinds",
        module="github.com/cert-manager/cert-manager",
        path="deploy/crds/cert-manager.io_clusterissuers.yaml",
    ),
    "istio.yaml": File(
        folder="kinds",
        module="istio.io/api",
        path="kubernetes/customresourcedefinitions.gen.yaml",
    ),
    "aws-load-balancer-targetgroupbindings.yaml": File(
        folder="kinds",
        module="sigs.k8s.io/aws-load-balancer-controller",
        path="config/crd/bases/elbv2.k8s.aws_targetgroupbindings.yaml",
    ),
    **{
        f"argo-rollouts-{kind}.yaml": File(folder="rollouts", module=_ARGO, path=f"manifests/crds/{kind}-crd.yaml")
        for kind in ("analysis-run", "analysis-template", "cluster-analysis-template", "experiment", "rollout")
    },
    **{
        f"argo-cd-{kind}.yaml": File(
            folder="kinds", module="github.com/argoproj/argo-cd/v3", path=f"manifests/crds/{kind}-crd.yaml"
        )
        for kind in ("application", "applicationset", "appproject")
    },
    **{
        f"chaos-mesh-{kind}.yaml": File(
            folder="kinds",
            module="github.com/chaos-mesh/chaos-mesh",
            path=f"config/crd/bases/chaos-mesh.org_{kind}.yaml",
        )
        for kind in ("networkchaos", "podchaos", "timechaos")
    },
    "envoy_bootstrap.json": File(
        folder="istio",
        module="istio.io/istio",
        path="tools/packaging/common/envoy_bootstrap.json",
    ),
}
"""Definitions of custom kinds, and what a proxy starts from, by the name that each is kept under."""
