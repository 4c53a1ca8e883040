"""SiamFC++ with its five backbones (MegviiDetection/video_analyst)."""

from .network import SiamFCpp, make

__all__ = ["SiamFCpp", "make"]
