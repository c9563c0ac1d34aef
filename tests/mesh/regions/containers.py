"""Containers without images: a program in a file system of its own, in a pod's network, as an unprivileged user.

The file system holds what is lent to it: programs, the pod's volumes, and this machine's libraries to read.
"""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.mesh.regions.namespaces import Namespace

_LIBRARIES: Final = ("/lib", "/lib64", "/usr/lib", "/usr/local/lib", "/etc/ssl")
"""What programs that aren't linked statically need of this machine; the last one is its certificate authorities."""
_MOUNT: Final = """
set -eu
root=$1; shift
echo "$1" > /proc/sys/kernel/hostname; shift
while [ "$1" != -- ]; do
    if [ -d "$1" ]; then mkdir -p "$root$2"; else mkdir -p "$(dirname "$root$2")"; touch "$root$2"; fi
    mount --rbind "$1" "$root$2"
    shift 2
done
shift
mkdir -p "$root/tmp"; chmod 1777 "$root/tmp"
exec "$@"
"""


@dataclass(frozen=True, kw_only=True)
class Container:
    """What runs where."""

    name: str
    host: str
    """What it takes for the name of its machine: the pod's."""
    root: Path
    """Its file system, beside which its output goes."""
    network: Namespace
    command: Sequence[str]
    """Program and arguments, by their names in its file system."""
    environment: Mapping[str, str]
    user: int
    lent: Mapping[str, Path]
    """What its file system has where, and what of this machine that is."""

    @property
    def log(self) -> Path:
        """File that it writes to."""
        return self.root.parent / f"{self.name}.log"

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it; the process that is returned is the program's own."""
        self.root.mkdir(parents=True, exist_ok=True)
        lent = {folder: Path(folder) for folder in (*_LIBRARIES, "/dev", "/proc") if Path(folder).is_dir()}
        mounts = [part for place, source in {**lent, **self.lent}.items() for part in (str(source), place)]
        mounted = ["unshare", "--uts", "--mount", "--propagation", "private", "sh", "-c", _MOUNT, "sh"]
        mounted += [str(self.root), self.host, *mounts]
        inside = ["chroot", f"--userspec={self.user}:{self.user}", "--groups=", str(self.root), *self.command]
        with self.log.open("ab") as log:
            self.log.chmod(0o666)  # proxies open it again, as `/dev/stdout`
            return subprocess.Popen(
                self.network.entering([*mounted, "--", *inside]),
                env={"PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
