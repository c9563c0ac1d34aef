"""The rules that OpenSearch keeps inside a domain, which AWS has no API for: who may do what, mappings, retention.

Each request brings one rule about whatever it was before, so that all of them can be sent again at any time (OpenSearch
documentation, "Security plugin API", "Index templates", "ISM API"; Amazon OpenSearch Service Developer Guide,
"Fine-grained access control", "Monitoring audit logs").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from functions.search.domain import Domain
from functions.search.errors import RefusedError

PATTERNS = ["siem-*"]
WRITER = "siem_writer"
RETENTION_PATH = "/_plugins/_ism/policies/siem-retention"
QUIET = ["AUTHENTICATED", "GRANTED_PRIVILEGES"]
"""What isn't written to the audit log: every request that was let in."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What holds inside the domain."""

    keepers: Sequence[str]
    """Roles that rule the domain and keep its rules, the caller's among them."""
    administrators: Sequence[str]
    """Roles by which people rule the domain."""
    writers: Sequence[str]
    """Roles that may index logs."""
    retention_days: int
    """Days that logs are searched."""


def keep(domain: Domain, rules: Rules) -> list[str]:
    """Bring the domain's rules about; returns the paths of what was sent."""
    rulers = {"backend_roles": [*rules.keepers, *rules.administrators]}
    security = "/_plugins/_security/api"
    wanted: dict[str, Mapping[str, Any]] = {
        f"{security}/rolesmapping/all_access": rulers,
        f"{security}/rolesmapping/security_manager": rulers,
        f"{security}/roles/{WRITER}": _writer(),
        f"{security}/rolesmapping/{WRITER}": {"backend_roles": list(rules.writers)},
        f"{security}/audit/config": _audit(),
        "/_index_template/siem": _template(),
        f"{RETENTION_PATH}{_version(domain)}": _retention(rules.retention_days),
    }
    for path, body in wanted.items():
        domain.request("PUT", path, body)
    return list(wanted)


def _writer() -> dict[str, Any]:
    """Return what may be done to index documents, and nothing that reads or deletes them."""
    return {
        "cluster_permissions": ["cluster_composite_ops", "cluster_monitor"],
        "index_permissions": [{"index_patterns": PATTERNS, "allowed_actions": ["create_index", "index"]}],
    }


def _audit() -> dict[str, Any]:
    return {
        "enabled": True,
        "audit": {
            "enable_rest": True,
            "disabled_rest_categories": QUIET,
            "enable_transport": True,
            "disabled_transport_categories": QUIET,
            "resolve_bulk_requests": False,
            "log_request_body": False,
            "resolve_indices": True,
            "exclude_sensitive_headers": True,
            "ignore_users": [],
            "ignore_requests": [],
        },
        "compliance": {
            "enabled": True,
            "internal_config": True,
            "external_config": False,
            "read_metadata_only": True,
            "read_watched_fields": {},
            "read_ignore_users": [],
            "write_metadata_only": True,
            "write_log_diffs": False,
            "write_watched_fields": [],
            "write_ignore_users": [],
        },
    }


def _template() -> dict[str, Any]:
    """Return how documents are indexed; what messages say of themselves makes no fields of its own."""
    word = {"type": "keyword"}
    properties = {
        "@timestamp": {"type": "date"},
        "account": word,
        "log_group": word,
        "log_stream": word,
        "message": {"type": "text"},
        "fields": {"type": "flat_object"},
    }
    return {
        "index_patterns": PATTERNS,
        "priority": 100,
        "template": {
            "settings": {"number_of_shards": 3, "number_of_replicas": 1},
            "mappings": {"dynamic": "strict", "properties": properties},
        },
    }


def _retention(days: int) -> dict[str, Any]:
    kept = {
        "name": "kept",
        "actions": [],
        "transitions": [{"state_name": "deleted", "conditions": {"min_index_age": f"{days}d"}}],
    }
    deleted = {"name": "deleted", "actions": [{"delete": {}}], "transitions": []}
    return {
        "policy": {
            "description": f"Logs are searched for {days} days; the archive keeps them",
            "default_state": "kept",
            "states": [kept, deleted],
            "ism_template": [{"index_patterns": PATTERNS, "priority": 100}],
        }
    }


def _version(domain: Domain) -> str:
    """Return the query by which a retention policy that is there is replaced."""
    try:
        there = domain.request("GET", RETENTION_PATH)
    except RefusedError as fault:
        if fault.status == 404:
            return ""
        raise
    return f"?if_seq_no={there['_seq_no']}&if_primary_term={there['_primary_term']}"
