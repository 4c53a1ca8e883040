"""NanoTrack v1, v2, v3 (HonglinChu/SiamTrackers)."""

from .network import NanoTrack

__all__ = ["NanoTrack"]
