"""NanoTrack v1, v2, v3 (HonglinChu/SiamTrackers)."""

from .network import NanoTrack, make

__all__ = ["NanoTrack", "make"]
