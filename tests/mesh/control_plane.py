"""A cluster without nodes: etcd, API server and controllers of Kubernetes's own, as processes of this machine.

    with control_plane() as plane:
        plane.server(owner)                        # the project's applier, as its administrator
        plane.api("ann", ["people"])               # the official client, as anybody
        plane.kubeconfig("ann", ["people"])        # a file for what reads one
        plane.audited()                            # what the API server noted of requests

`plane` as a fixture of this folder is one such cluster for the session, empty but for the kinds of `kinds.py`;
tests that change something make namespaces of their own. There is role-based access control, pod security, and every
admission plugin that Kubernetes turns on by default. There are no nodes: no pod runs, and no webhook is called.
Nothing is read of KUBECONFIG or of `~/.kube`, and all files are in a folder that goes at the end.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from kubernetes import client, config

from sandbox.providers.kubernetes import kubeconfig
from sandbox.providers.kubernetes.server import Server
from tests.conftest import HOST, free_port
from tests.mesh.authority import Authority, key_pem, new_key
from tests.mesh.processes import Process, started, until_it_answers
from tools.building import path

ISSUER = "https://kubernetes.default.svc"
SERVICE_CIDR = "10.100.0.0/16"
"""As EKS has it (Amazon EKS API Reference, "KubernetesNetworkConfigRequest")."""
ADMINISTRATORS = "system:masters"
CONTEXT = "here"


@dataclass(frozen=True)
class ControlPlane:
    """A cluster that runs."""

    folder: Path
    url: str
    authority: Authority
    """Signs what servers and users are known by."""

    def kubeconfig(self, user: str = "admin", groups: Sequence[str] = (ADMINISTRATORS,)) -> Path:
        """Return a file by which *user* of *groups* reaches the API server, in the context `here`."""
        file = self.folder / f"{user}.kubeconfig"
        file.write_text(yaml.safe_dump(self._kubeconfig(user, groups)), encoding="utf-8")
        return file

    def api(self, user: str = "admin", groups: Sequence[str] = (ADMINISTRATORS,)) -> client.ApiClient:
        """Return the official client, speaking as *user* of *groups*."""
        return config.new_client_from_config_dict(self._kubeconfig(user, groups), CONTEXT)

    def server(self, owner: str = "0123456789abcdef") -> Server:
        """Return the project's own applier, as an administrator, whose objects are labelled *owner*."""
        return kubeconfig.connect([self.kubeconfig()], CONTEXT, owner)

    def audited(self) -> list[Mapping[str, Any]]:
        """Return what the API server noted of the requests until now, without their bodies."""
        lines = (self.folder / "audit.log").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def keep(self, name: str, content: bytes) -> str:
        """Write a file that goes with the cluster, and return its path."""
        file = self.folder / name
        file.write_bytes(content)
        return str(file)

    def _kubeconfig(self, user: str, groups: Sequence[str]) -> dict[str, Any]:
        identity = self.authority.user(user, groups)
        files = {"ca.crt": self.authority.certificate, "crt": identity.certificate, "key": identity.key}
        named = {suffix: self.keep(f"{user}.{suffix}", content) for suffix, content in files.items()}
        cluster = {"server": self.url, "certificate-authority": named["ca.crt"]}
        known_by = {"client-certificate": named["crt"], "client-key": named["key"]}
        return {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": CONTEXT,
            "clusters": [{"name": CONTEXT, "cluster": cluster}],
            "users": [{"name": user, "user": known_by}],
            "contexts": [{"name": CONTEXT, "context": {"cluster": CONTEXT, "user": user}}],
        }


@contextmanager
def control_plane(
    address: str = HOST, *, controllers: bool = True, webhooks: Path | None = None
) -> Iterator[ControlPlane]:
    """Start a cluster whose API server listens at *address*, and end it afterwards.

    Without *controllers* nothing makes pods, or accounts for them, and a namespace is never gone. The API server asks
    the proxy that listens at the socket *webhooks*, if there is one, to lead it to webhooks.

    Raises:
        AssertionError: a process ended or wasn't ready in time; with the last of what it said.
    """
    with TemporaryDirectory(prefix="groot-") as name, ExitStack() as running:
        folder, port = Path(name), free_port()
        plane = ControlPlane(folder, f"https://{address}:{port}", Authority())
        running.enter_context(started(_etcd(folder)))
        api_server = running.enter_context(started(_api_server(plane, address, port, webhooks)))
        until_it_answers(api_server, f"{plane.url}/readyz", plane.api().configuration)
        if controllers:
            running.enter_context(started(_controllers(plane)))
        yield plane


def _socket(folder: Path) -> str:
    return f"unix://{folder / 'etcd.sock'}"


def _etcd(folder: Path) -> Process:
    options = {
        "data-dir": folder / "etcd",
        "listen-client-urls": _socket(folder),
        "advertise-client-urls": "http://localhost:2379",  # must have a port; nothing listens there, nor asks for it
        "listen-peer-urls": f"unix://{folder / 'peers.sock'}",
        "unsafe-no-fsync": "true",
    }
    return Process("etcd", path("etcd"), options, folder)


def _api_server(plane: ControlPlane, address: str, port: int, webhooks: Path | None) -> Process:
    folder, keep = plane.folder, plane.keep
    identity = plane.authority.server(address, HOST, "localhost", "kubernetes.default.svc")
    signer = keep("tokens.key", key_pem(new_key()))
    policy = {"apiVersion": "audit.k8s.io/v1", "kind": "Policy", "rules": [{"level": "Metadata"}]}
    options = {
        "etcd-servers": _socket(folder),
        "bind-address": address,
        "secure-port": port,
        "advertise-address": "192.0.2.1",  # of nobody (RFC 5737): the address of no interface is told to anyone
        "endpoint-reconciler-type": "none",
        "tls-cert-file": keep("server.crt", identity.certificate),
        "tls-private-key-file": keep("server.key", identity.key),
        "client-ca-file": keep("ca.crt", plane.authority.certificate),
        "authorization-mode": "Node,RBAC",
        "service-account-issuer": ISSUER,
        "service-account-key-file": signer,
        "service-account-signing-key-file": signer,
        "service-cluster-ip-range": SERVICE_CIDR,
        "allow-privileged": "true",  # so that pod security alone refuses what is privileged
        "audit-policy-file": keep("audit.yaml", yaml.safe_dump(policy).encode()),
        "audit-log-path": folder / "audit.log",
    }
    if webhooks:
        options["egress-selector-config-file"] = keep("egress.yaml", yaml.safe_dump(_egress(webhooks)).encode())
    return Process("kube-apiserver", path("kube-apiserver"), options, folder)


def _egress(socket: Path) -> dict[str, Any]:
    """Return where what the API server calls in the cluster is called through (Kubernetes, "Set up Konnectivity")."""
    connection = {"proxyProtocol": "HTTPConnect", "transport": {"uds": {"udsName": str(socket)}}}
    return {
        "apiVersion": "apiserver.k8s.io/v1beta1",
        "kind": "EgressSelectorConfiguration",
        "egressSelections": [{"name": "cluster", "connection": connection}],
    }


def _controllers(plane: ControlPlane) -> Process:
    options = {
        "kubeconfig": plane.kubeconfig("controllers"),
        "use-service-account-credentials": "true",
        "service-account-private-key-file": plane.folder / "tokens.key",
        "root-ca-file": plane.folder / "ca.crt",
        "leader-elect": "false",
        "secure-port": 0,
    }
    return Process("kube-controller-manager", path("kube-controller-manager"), options, plane.folder)
