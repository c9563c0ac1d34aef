"""Kubeconfigs: which contexts there are, and a connection to the cluster of one.

The client is an extra (`pip install 'groot[kubernetes]'`), since rendering to a folder needs none.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from sandbox.providers.base import ProviderError
from sandbox.providers.kubernetes.server import Server


def contexts(files: Sequence[Path]) -> Mapping[str, str]:
    """Return each context of *files* and the address of its API server. Of two with a name the first file's counts.

    Raises:
        ProviderError: a file isn't there, or is no kubeconfig.
    """
    known: dict[str, dict[str, Any]] = {"contexts": {}, "clusters": {}}
    for file in files:
        try:
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
            for kind, found in known.items():
                for each in content.get(kind) or ():
                    found.setdefault(each["name"], each[kind.removesuffix("s")])
        except (OSError, ValueError, AttributeError, KeyError, TypeError, yaml.YAMLError) as error:
            reason = getattr(error, "strerror", None) or "not a kubeconfig"
            raise ProviderError(f"{file}: {reason}; name another with --kubeconfig") from None
    return {
        name: str(known["clusters"].get(context.get("cluster"), {}).get("server", "an unknown server"))
        for name, context in known["contexts"].items()
    }


def connect(files: Sequence[Path], context: str, owner: str) -> Server:
    """Return the API server of *context* in *files*, where this stack goes by *owner*. Writes nothing to the files.

    Raises:
        ProviderError: the client isn't installed, the context is incomplete, or nothing answers.
    """
    try:
        from kubernetes import config
    except ImportError:
        raise ProviderError("a cluster needs the Kubernetes client: pip install 'groot[kubernetes]'") from None
    try:
        names = os.pathsep.join(str(file) for file in files)
        connection = config.new_client_from_config(names, context, persist_config=False)
    except (config.ConfigException, yaml.YAMLError, OSError) as error:
        raise ProviderError(f"context {context}: {error}") from error
    return Server(connection, context, owner)
