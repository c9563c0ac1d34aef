"""An environment in which everything that leads to an account or a cluster is a trap, and a record of what touched one.

A trap is an address on this machine that something listens at, or a file. Each Python process under the environment
notes what it opens, connects to, looks up and starts, by an audit hook (PEP 578) that `sitecustomize` installs.
"""

import contextlib
import json
import selectors
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
CANARY = "7f3a9c"
"""In every trap's value, so that a value that got anywhere is found."""
REGION = f"xx-{CANARY}-1"

_HOOK = """
import json, os, sys

_told = os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
_ends = {{"subprocess.Popen": 1, "socket.getaddrinfo": 1, "socket.gethostbyname": 1, "os.listdir": 1, "os.scandir": 1}}

def _note(event, arguments):
    if event == "open":
        path = arguments[0]
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if not isinstance(path, str) or {folder!r} not in path:
            return
        what = path
    elif event in ("socket.connect", "socket.sendto"):
        what = arguments[1]
    elif event in _ends:
        what = arguments[0]
        if event.startswith("os.") and {folder!r} not in str(what):
            return
    else:
        return
    if event == "subprocess.Popen":
        what = [os.fspath(part) for part in arguments[1]] if not isinstance(arguments[1], str) else [arguments[1]]
    os.write(_told, (json.dumps([event, what, os.getpid()], default=str) + "\\n").encode())

sys.addaudithook(_note)
"""


@dataclass
class Traps:
    """Traps that are set: variables to run under, and what has touched them."""

    folder: Path
    variables: Mapping[str, str]
    ports: Mapping[int, str]
    """Each trap's address, with its name."""
    connections: list[str] = field(default_factory=list)
    """Names of traps that something connected to, or sent a packet."""

    def notes(self) -> list[tuple[str, Any]]:
        """Return what processes noted: events and what they were about."""
        lines = (self.folder.parent / "notes.jsonl").read_text(encoding="utf-8").splitlines()
        return [(event, what) for event, what, _pid in map(json.loads, lines)]

    def touched(self) -> set[str]:
        """Return the name of every trap that was touched: an address's, or a file's below the folder."""
        files = {
            str(Path(str(what)).relative_to(self.folder))
            for event, what in self.notes()
            if event in ("open", "os.listdir", "os.scandir") and Path(str(what)).is_relative_to(self.folder)
        }
        return files | set(self.connections) | {name for _, name in self._approached()}

    def strangers(self, ports: set[int]) -> list[Any]:
        """Return what was connected to or looked up besides the traps and this machine's *ports*."""
        known = {(HOST, port) for port in (*ports, *self.ports)}
        return [
            what
            for event, what in self.notes()
            if (event in ("socket.connect", "socket.sendto") and tuple(what) not in known)
            or (event in ("socket.getaddrinfo", "socket.gethostbyname") and what not in (HOST, "localhost"))
        ]

    def started(self) -> set[str]:
        """Return the name of every program that was started."""
        return {Path(what[0]).name for event, what in self.notes() if event == "subprocess.Popen"}

    def spread(self, folder: Path) -> list[str]:
        """Return the files in *folder* that a trap's value got into."""
        files = (path for path in folder.rglob("*") if path.is_file())
        return [str(path.relative_to(folder)) for path in files if CANARY.encode() in path.read_bytes()]

    def _approached(self) -> Iterator[tuple[int, str]]:
        for event, what in self.notes():
            if event in ("socket.connect", "socket.sendto") and isinstance(what, list) and what[1] in self.ports:
                yield what[1], self.ports[what[1]]


@contextlib.contextmanager
def set_in(root: Path) -> Iterator[Traps]:
    """Set traps below *root*, and listen until the end."""
    listeners = {name: _listen(name) for name in _ADDRESSES}
    ports = {name: listener.getsockname()[1] for name, listener in listeners.items()}
    folder = root / f"traps-{CANARY}"
    variables = _variables(folder, ports) | {"PYTHONPATH": str(root / "hook")}
    (root / "hook").mkdir()
    hook = _HOOK.format(log=str(root / "notes.jsonl"), folder=str(folder))
    (root / "hook" / "sitecustomize.py").write_text(hook, encoding="utf-8")
    (root / "notes.jsonl").touch()
    traps = Traps(folder=folder, variables=variables, ports={port: name for name, port in ports.items()})
    done, wake = socket.socketpair()
    watcher = threading.Thread(target=_watch, args=(traps, listeners, done))
    watcher.start()
    try:
        yield traps
    finally:
        wake.close()
        watcher.join()
        done.close()
        for listener in listeners.values():
            listener.close()


_ADDRESSES = ("proxy", "endpoint", "metadata", "container", "cluster", "profile", "monitoring", "traces")


def _listen(name: str) -> socket.socket:
    kind = socket.SOCK_DGRAM if name == "monitoring" else socket.SOCK_STREAM
    listener = socket.socket(type=kind)
    listener.bind((HOST, 0))
    if kind is socket.SOCK_STREAM:
        listener.listen()
    return listener


def _watch(traps: Traps, listeners: Mapping[str, socket.socket], done: socket.socket) -> None:
    with selectors.DefaultSelector() as selector:
        for name, listener in listeners.items():
            selector.register(listener, selectors.EVENT_READ, name)
        selector.register(done, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.data is None:
                    return
                traps.connections.append(key.data)
                listener = listeners[key.data]
                if listener.type is socket.SOCK_DGRAM:
                    listener.recv(65536)
                else:
                    listener.accept()[0].close()


def _variables(folder: Path, ports: Mapping[str, int]) -> dict[str, str]:
    """Write the trap files, and return the variables that lead to them and to the addresses."""
    url = {name: f"http://{HOST}:{port}/{CANARY}" for name, port in ports.items()}
    kubeconfig = json.dumps(
        {
            "current-context": CANARY,
            "contexts": [{"name": CANARY, "context": {"cluster": "c", "user": "u"}}],
            "clusters": [{"name": "c", "cluster": {"server": url["cluster"]}}],
            "users": [{"name": "u", "user": {"token": CANARY}}],
        }
    )
    profile = f"[default]\nregion = {REGION}\nendpoint_url = {url['profile']}\n[profile {CANARY}]\nregion = {REGION}\n"
    keys = f"[default]\naws_access_key_id = {CANARY}\naws_secret_access_key = {CANARY}\n"
    files = {
        "home/.aws/config": profile,
        "home/.aws/credentials": keys,
        "home/.aws/models/kms/2014-11-01/service-2.json": "{}",
        "home/.boto": "",
        "home/.docker/config.json": "{}",
        "home/.kube/config": kubeconfig,
        "home/.netrc": f"machine {HOST} login {CANARY} password {CANARY}\n",
        "aws-config": profile,
        "aws-credentials": keys,
        "bundle.pem": CANARY,
        "kubeconfig": kubeconfig,
        "models/kms/2014-11-01/service-2.json": "{}",
        "token": CANARY,
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    at = {name: str(folder / name) for name in files}
    services = ("KMS", "S3", "STS", "EC2", "SSM", "IAM")
    return {
        "HOME": str(folder / "home"),
        "KUBECONFIG": at["kubeconfig"],
        "KUBERNETES_SERVICE_HOST": HOST,
        "KUBERNETES_SERVICE_PORT": str(ports["cluster"]),
        "PULUMI_K8S_CLIENT_BURST": "7",
        "PULUMI_K8S_CLIENT_QPS": "7",
        "PULUMI_K8S_CLIENT_TIMEOUT": "7",
        "PULUMI_K8S_DELETE_UNREACHABLE": "true",
        "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE": "true",
        "PULUMI_K8S_ENABLE_PATCH_FORCE": "true",
        "PULUMI_K8S_ENABLE_SECRET_MUTABLE": "true",
        "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY": "true",
        "PULUMI_K8S_HELM_DRIVER": CANARY,
        "PULUMI_K8S_HELM_PLUGINS_PATH": str(folder),
        "PULUMI_K8S_HELM_REGISTRY_CONFIG_PATH": str(folder),
        "PULUMI_K8S_HELM_REPOSITORY_CACHE": str(folder),
        "PULUMI_K8S_HELM_REPOSITORY_CONFIG_PATH": str(folder),
        "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE": "true",
        "PULUMI_K8S_SUPPRESS_DEPRECATION_WARNINGS": "true",
        "PULUMI_K8S_SUPPRESS_HELM_HOOK_WARNINGS": "true",
        "PULUMI_K8S_UPSERT_EXISTING_OBJECTS": "true",
        "PULUMI_CONFIG": json.dumps({"sample:bag": CANARY}),
        "PULUMI_CONFIG_SAMPLE_GIVEN": CANARY,
        "PULUMI_OTEL_EXPORTER_OTLP_ENDPOINT": url["traces"],
        "TRACEPARENT": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "AWS_ACCESS_KEY_ID": CANARY,
        "AWS_SECRET_ACCESS_KEY": CANARY,
        "AWS_SESSION_TOKEN": CANARY,
        "AWS_PROFILE": CANARY,
        "AWS_DEFAULT_PROFILE": CANARY,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": at["aws-config"],
        "AWS_SHARED_CREDENTIALS_FILE": at["aws-credentials"],
        "AWS_CA_BUNDLE": at["bundle.pem"],
        "AWS_DATA_PATH": str(folder / "models"),
        "AWS_DEFAULTS_MODE": "auto",
        "AWS_USE_FIPS_ENDPOINT": "true",
        "AWS_USE_DUALSTACK_ENDPOINT": "true",
        "AWS_ENDPOINT_URL": url["endpoint"],
        **{f"AWS_ENDPOINT_URL_{service}": url["endpoint"] for service in services},
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": url["metadata"],
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": url["container"],
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": at["token"],
        "AWS_WEB_IDENTITY_TOKEN_FILE": at["token"],
        "AWS_ROLE_ARN": f"arn:aws:iam::123456789012:role/{CANARY}",
        "AWS_CSM_ENABLED": "true",
        "AWS_CSM_HOST": HOST,
        "AWS_CSM_PORT": str(ports["monitoring"]),
        "DOCKER_HOST": f"tcp://{HOST}:{ports['cluster']}",
        "MOTO_EVENTS_INVOKE_HTTP": "true",
        "CURL_CA_BUNDLE": at["bundle.pem"],
        "REQUESTS_CA_BUNDLE": at["bundle.pem"],
        "SSL_CERT_FILE": at["bundle.pem"],
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), url["proxy"]),
        **dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), url["proxy"]),
        "NO_PROXY": f"{CANARY}.example",
        "no_proxy": f"{CANARY}.example",
    }
