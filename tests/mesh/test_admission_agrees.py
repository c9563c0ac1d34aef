"""Each rule's expression in a cluster and its check in the program say the same of workloads that nobody thought of."""

from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policies.admission.table import load
from policies.model import Rule
from policies.rules.kubernetes._pods import TYPES
from tests.mesh.held import Held
from tests.mesh.workloads import PINNED, workload
from tests.policies.test_rules import RULES

SAID: Mapping[str, Rule] = {name: RULES[name] for name in load().holds}
WORDS = (
    "A", "db", "DB", "Db", "x", "1", "_", "-", ".", "my", "key", "Key", "KEY", "api", "Api", "API", "apikey",
    "access", "Access", "SECRET", "secret", "Secret", "signing", "private", "Private", "token", "TOKEN", "Token",
    "password", "Password", "PASSWORD", "credential", "Credentials", "passwd", "URL",
)  # fmt: skip
"""What names are made of: each way that words are told apart by."""
PIECES = (
    "AKIA", "ASIA", "A2" * 8, "a" * 36, "9" * 20, "gh", "ghp_", "github_pat_", "glpat-", "xoxb-", "sk_live_",
    "ABSK", "-----BEGIN ", "RSA ", "PRIVATE KEY-----", "http", "https://", "postgres", "://", "user", ":", "pass",
    "@", "/", "arn:", "{{resolve:", "}}", "${", "$(", "}", ")", "<", "'", '"', " ", "\n", "\t", "\v", "\x1c",
    "\x85", "\u00a0", "\u2003", "\u2028", "\u3000", "\u200b", "é", "\u0661", "-", ".", "_", "k",
)  # fmt: skip
"""What values are made of: each sign that a pattern asks for, and blanks that Python and RE2 tell apart otherwise."""


def maybe(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return what has any of *parts*, or none."""
    return st.fixed_dictionaries({}, optional=parts)


def joined(parts: tuple[str, ...], least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(parts), min_size=least, max_size=most).map("".join)


FORMS = st.sampled_from([
    "AKIA" + "A2" * 8, "ASIA" + "A2" * 8, "AKIA" + "A2" * 7 + "A", "AKIA" + "A2" * 8 + "B", "AKIA" + "A1" * 8,
    "ghp_" + "a" * 36, "ghx_" + "a" * 36, "ghs_" + "a" * 35, "github_pat_" + "_" * 22, "github_pat_" + "a" * 21,
    "glpat-" + "-" * 20, "glpat-" + "a" * 19, "xoxb-" + "1-" * 5, "xoxc-" + "1" * 10, "sk_live_" + "a" * 16,
    "sk_live_" + "a" * 15, "ABSK" + "a+/0" * 20, "ABSK" + "a" * 79, "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----", "-----BEGIN rsa PRIVATE KEY-----", "----BEGIN PRIVATE KEY-----",
])  # fmt: skip
"""What is issued as a credential, and what lacks as little as can be."""
PARTS_OF_ADDRESS = joined((*PIECES, "a" * 199, "b", "0"), 1, 3)
ADDRESSES = st.builds("{}{}://{}:{}@{}".format, st.sampled_from(["", "9", "é", "A"]),
                      st.sampled_from(["http", "a", "a" * 20, "a" * 21, "a+b", "1a", "X"]),
                      PARTS_OF_ADDRESS, PARTS_OF_ADDRESS, st.sampled_from(["", "host"]))  # fmt: skip
BLANK = joined(("", " ", "a", "1", "-", "\n", "é", "/"), 0, 2)
SECRETS = st.builds("{}{}{}".format, BLANK, st.one_of(FORMS, ADDRESSES, joined(PIECES, 0, 6)), BLANK)
"""What a variable may have for a value: a credential, nearly one, or none."""

BOOLEAN = st.booleans()
QUANTITIES = maybe(cpu=st.just("1"), memory=st.just("1Gi"))
NAMES = joined(WORDS, 1, 5).filter(lambda name: not name[0].isdigit() and ".." not in name and name != ".")
VARIABLES = maybe(value=st.one_of(joined(PIECES, 0, 8), st.text(max_size=20)))
ENV = st.lists(st.builds(lambda name, rest: {"name": name, **rest}, NAMES, VARIABLES), max_size=3)
IMAGES = st.sampled_from([PINNED, PINNED, "auto", "api:1", PINNED[:-1], PINNED + "0", PINNED.upper(), "auto:1"])
PROFILE = st.builds(
    lambda kind: {"type": kind, **({"localhostProfile": "a.json"} if kind == "Localhost" else {})},
    st.sampled_from(["Localhost", "RuntimeDefault", "Unconfined"]),
)
CAPABILITIES = st.lists(st.sampled_from(["ALL", "NET_RAW", "NET_BIND_SERVICE", "NET_ADMIN"]), max_size=2, unique=True)
SECURITY = maybe(
    privileged=BOOLEAN,
    allowPrivilegeEscalation=BOOLEAN,
    readOnlyRootFilesystem=BOOLEAN,
    runAsNonRoot=BOOLEAN,
    seccompProfile=PROFILE,
    capabilities=maybe(drop=CAPABILITIES, add=CAPABILITIES),
).filter(lambda one: not (one.get("privileged") and one.get("allowPrivilegeEscalation") is False))
PARTS = {
    "env": ENV,
    "image": IMAGES,
    "ports": st.lists(st.sampled_from([{"containerPort": 80}, {"containerPort": 80, "hostPort": 80}]), max_size=1),
    "resources": maybe(requests=QUANTITIES, limits=maybe(memory=st.just("2Gi"))),
    "securityContext": SECURITY,
}
MAIN = maybe(**PARTS, readinessProbe=st.just({"tcpSocket": {"port": 80}}))
VOLUMES = st.sampled_from([{"emptyDir": {}}, {"hostPath": {"path": "/"}}, {"configMap": {"name": "a"}}])
POD = st.builds(
    lambda main, rest: {"containers": main, **rest},
    st.lists(MAIN, min_size=1, max_size=2),
    maybe(
        initContainers=st.lists(maybe(**PARTS), max_size=2),
        hostIPC=BOOLEAN,
        hostPID=BOOLEAN,
        hostNetwork=BOOLEAN,
        securityContext=maybe(runAsNonRoot=BOOLEAN, seccompProfile=PROFILE),
        volumes=st.lists(VOLUMES, max_size=2).map(
            lambda found: [{"name": f"v{number}", **one} for number, one in enumerate(found)]
        ),
    ),
)


many = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)


@many
@given(kind=st.sampled_from(sorted(TYPES)), pod=POD, namespace=st.sampled_from(["groot", "groot", "default"]))
def test_a_cluster_refuses_what_the_rules_refuse_and_nothing_else(
    cluster: Held, kind: str, pod: dict[str, Any], namespace: str
) -> None:
    agrees(cluster, kind, workload(kind, pod, namespace))


@many
@given(name=NAMES, value=SECRETS)
def test_a_cluster_tells_a_credential_by_what_the_rule_tells_it_by(cluster: Held, name: str, value: str) -> None:
    kind = "kubernetes:apps/v1:Deployment"
    agrees(cluster, kind, workload(kind, {"containers": [{"env": [{"name": name, "value": value}]}]}))


def agrees(cluster: Held, kind: str, manifest: dict[str, Any]) -> None:
    answer = cluster.judged(manifest)
    assert answer.status in (201, 403), answer.message
    judged = filled_in(manifest)
    assert answer.broken == {
        name for name, rule in SAID.items() if kind in rule.resource_types and rule.check(judged) is not None
    }
    assert answer.status == (403 if answer.broken else 201)


def filled_in(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return *manifest* as the API server has it: a pod that limits what it doesn't ask for asks for that much."""
    if manifest["kind"] == "Pod":
        for container in (*manifest["spec"]["containers"], *manifest["spec"].get("initContainers", ())):
            resources = container.get("resources", {})
            if "limits" in resources:
                resources["requests"] = {**resources["limits"], **resources.get("requests", {})}
    return manifest
