"""For each region, what its cluster is fed and what Argo CD keeps there; the two have nothing in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ops.feed.applications import applications
from ops.feed.files import archive, files
from ops.feed.gitops import Gitops, Manifest, is_kept, kept
from ops.feed.publishing import files_artifact
from ops.feed.release import Feed, digest, manifests, requested
from ops.feed.rights import rights


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One region's."""

    feed: Feed
    fed: Sequence[Manifest]
    """What the feeder applies, besides charts."""
    left: Sequence[Manifest] = ()
    """What Argo CD keeps."""
    files: Mapping[str, str]
    """The same as files, as its artifact has them."""

    @property
    def archive(self) -> bytes:
        """Layer of the artifact."""
        return archive(self.files)

    @property
    def revision(self) -> str:
        """Digest of the artifact."""
        return digest(files_artifact(self.archive).encode())


def parcels(feeds: Sequence[Feed], state: Mapping[str, Any], runs: Sequence[str] = ()) -> list[Parcel]:
    """Return the parcels of *feeds* by the stack's *state*, with what *runs* asks for.

    The region whose cluster Argo CD is told in comes last, so that what it points to is there.
    """
    gitops = next((one.gitops for one in feeds if one.gitops), None)
    found = [_parcel(one, manifests(state, one.region), requested(state, one.region, runs), gitops) for one in feeds]
    if gitops is None:
        return found
    told = applications(gitops, {one.feed.region: one.revision for one in found})
    hub = next(one for one in found if one.feed.gitops)
    others = [one for one in found if one is not hub]
    return [*others, Parcel(feed=hub.feed, fed=[*hub.fed, *told], left=hub.left, files=hub.files)]


def _parcel(feed: Feed, own: Sequence[Manifest], runs: Sequence[Manifest], gitops: Gitops | None) -> Parcel:
    if gitops is None:
        return Parcel(feed=feed, fed=[*own, *runs], files={})
    left = kept(own, gitops)
    fed = [*(one for one in own if not is_kept(one, gitops)), *rights(gitops), *runs]
    return Parcel(feed=feed, fed=fed, left=left, files=files(left))
