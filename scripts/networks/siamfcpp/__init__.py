"""SiamFC++ with its five backbones (MegviiDetection/video_analyst)."""

from .network import SiamFCpp

__all__ = ["SiamFCpp"]
