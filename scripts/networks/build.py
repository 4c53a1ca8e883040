"""From an experiment's `network` section to a module with fresh weights.

`kind` chooses the class; the other keys are its arguments.  Imports wait until a kind is asked for.
"""

from pathlib import Path
from typing import Any, Dict, Optional

from torch import nn

from .errors import Error, nearest

KINDS = ("siamfcpp", "ocean", "nanotrack", "light", "foreign")


def is_foreign(network: Dict[str, Any]) -> bool:
    return network.get("kind") == "foreign"


def build(network: Dict[str, Any], snapshot: Optional[Path] = None) -> nn.Module:
    """snapshot: needed by the kind `foreign` only, whose network lies in the file itself."""
    arguments = dict(network)
    kind = arguments.pop("kind", None)
    try:
        if kind == "siamfcpp":
            from .siamfcpp import make as make_siamfcpp
            return make_siamfcpp(**arguments)
        if kind == "ocean":
            from .ocean import make as make_ocean
            return make_ocean(**arguments)
        if kind == "nanotrack":
            from .nanotrack import make as make_nanotrack
            return make_nanotrack(**arguments)
        if kind == "light":
            from .light import make as make_light
            return make_light(**arguments)
        if kind == "foreign":
            from .foreign import wrap
            return wrap(snapshot, **arguments)
    except TypeError as error:
        raise Error("input", f"network of kind {kind}: {error}")
    raise Error("input", f"unknown kind of network '{kind}'{nearest(str(kind), KINDS)}")
