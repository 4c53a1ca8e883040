"""Which crops train and which validate: whole sources are held out, so that no clip is on both sides."""
from typing import Tuple

from .store import Crop, Store


def held_out(crop: Crop, sources: Tuple[str, ...]) -> bool:
    """Whether the crop's source is one of `sources` (a name that ends in / stands for a whole origin)."""
    return any(crop.source == s or (s.endswith("/") and crop.source.startswith(s)) for s in sources)


def split(store: Store, sources: Tuple[str, ...]) -> Tuple[Store, Store]:
    """(training store, validation store)."""
    return store.subset(lambda c: not held_out(c, sources)), store.subset(lambda c: held_out(c, sources))
