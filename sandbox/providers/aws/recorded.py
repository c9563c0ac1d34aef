"""Resources that no emulated API holds: their ids and outputs come from templates alone."""

from sandbox.providers.aws import tags, templates
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import Recorded
from sandbox.providers.base import ProviderError
from sandbox.values import UNKNOWN, Properties


def create(act: Act, row: Recorded) -> tuple[str, Properties]:
    """Return the id and outputs of a recorded resource."""
    act.id = str(act.fill(row.id))
    return act.id, outputs(act, row)


def foreseen(act: Act, row: Recorded) -> Properties:
    """Return the outputs as far as a preview tells them: stand-ins only once there are any."""
    if row.foreseen:
        return outputs(act, row)
    later = {name: act.outputs.get(name, UNKNOWN) for name in row.outputs}
    return {**later, **_told(act, row)}


def outputs(act: Act, row: Recorded) -> Properties:
    """Return the inputs and what the row's templates add to them; `UNKNOWN` where a preview must."""
    known = _told(act, row)
    if not act.id:
        act.id = _known_id(act, row)
    for name, template in row.outputs.items():
        if name in act.inputs:
            continue
        try:
            known[name] = act.outputs[name] = act.fill(template)
        except templates.UnknownValueError:
            known[name] = UNKNOWN
        except ProviderError:
            known[name] = act.outputs.get(name, UNKNOWN)
    return known


def _told(act: Act, row: Recorded) -> Properties:
    known = {name: value for name, value in act.inputs.items() if not name.startswith("__")}
    if row.region is None:
        known["region"] = act.region
    if row.tags:
        known["tagsAll"] = tags.all_tags(act.resource.provider, act.inputs)
    return known


def _known_id(act: Act, row: Recorded) -> str:
    try:
        return str(act.fill(row.id))
    except (templates.UnknownValueError, ProviderError):
        return ""
