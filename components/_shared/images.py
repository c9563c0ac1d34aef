"""Where a region's own registry has its copy of a container image.

Nodes pull from there alone: what runs is what the pipeline copied, and no node needs the internet for it.
"""

import re
from collections.abc import Iterable

import pulumi

from components._shared.context import Context
from components._shared.site import Site

_IMAGE = re.compile(r"(?P<registry>[^/]+)/(?P<path>[^:@]+)(:(?P<tag>[^@]+))?(@(?P<digest>.+))?")


def repository_name(context: Context, image: str) -> str:
    """Return the name of the repository that holds copies of *image*."""
    return f"{context.physical_name('images')}/{_parts(image)['path']}"


def registry_host(site: Site) -> pulumi.Output[str]:
    """Return the host name of the region's registry (Amazon ECR User Guide, "Private registry")."""
    return pulumi.Output.concat(site.context.account_id, f".dkr.ecr.{site.name}.amazonaws.com")


def copied(image: str, site: Site) -> pulumi.Output[str]:
    """Return the address of the copy of *image* in the region's registry, by digest if *image* has one."""
    parts = _parts(image)
    reference = f"@{parts['digest']}" if parts["digest"] else f":{parts['tag']}"
    return pulumi.Output.concat(registry_host(site), "/", repository_name(site.context, image), reference)


def repository_names(context: Context, images: Iterable[str]) -> list[str]:
    """Return the names of the repositories that *images* need, each once."""
    return list(dict.fromkeys(repository_name(context, image) for image in images))


def _parts(image: str) -> dict[str, str | None]:
    match = _IMAGE.fullmatch(image)
    if not match or not (match["tag"] or match["digest"]):
        raise ValueError(f"{image!r} names no registry, repository and tag or digest")
    return match.groupdict()
