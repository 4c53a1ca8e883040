"""How Ocean's online branch is run in training, beside a Siamese network that is kept as it is."""
from typing import Dict, List, Tuple

import torch
from torch import Tensor

from networks.ocean.online import normalised

from . import losses, online_filter
from .adapters import Adapter, images
from .sets import Sets

CROP = 224


class OnlineAdapter(Adapter):
    """forward(views, boxes) -> the score maps of the views to judge by, from the first filter and after each step of its
    fit, B x cells each."""

    taught = False
    steps = 5  # as the original is built for training (TracKit, ONLINEnet50); 25 while tracking

    @staticmethod
    def samples(store, c: dict, template: int) -> Sets:
        return Sets(store, c["pairs"], CROP, c["seed"])

    def inputs(self, batch: Dict[str, Tensor]) -> Tuple[Tensor, ...]:
        return images(batch["views"].flatten(0, 1).flip(1)), batch["boxes"]

    def features(self, x: Tensor) -> Tensor:
        """The network's `online` with its shared layers in float32: their norms were made for pixels of 0 to 255, so that
        normalised ones are small beside the norms' means, and bfloat16's eight bits would hardly see them."""
        trunk, classifier = self.network.features.features, self.network.classifier
        with torch.autocast(x.device.type, enabled=False):
            x = trunk.layer2(trunk.layer1(trunk.maxpool(trunk.stem(normalised(x)))))
        return classifier.feature(trunk.layeronline(x))

    def forward(self, views: Tensor, boxes: Tensor) -> List[Tensor]:
        """views: B (n + 1) x 3 x 224 x 224, RGB; boxes: B x n + 1 x 4."""
        fit, n = self.network.classifier, boxes.size(1) - 1
        features = self.features(views)
        features = features.view(boxes.size(0), n + 1, *features.shape[1:])
        first = self.network.online_start(features[:, :n].flatten(0, 1)).view_as(features[:, :n])
        with torch.autocast(views.device.type, enabled=False):
            step, regularisation, *tables = fit.tables()
            seen = online_filter.columns(features.float())
            cells = features.size(-1) + 1
            filters = online_filter.fit(seen[:, :n], online_filter.goal(tables, boxes[:, :n], cells),
                                        online_filter.start(first.float(), boxes[:, :n]), step, regularisation, self.steps)
            return [online_filter.score(seen[:, n:], f)[:, 0] for f in filters]

    def losses(self, out: List[Tensor], batch: Dict[str, Tensor], c: dict) -> Dict[str, Tensor]:
        cells = int(out[0].size(-1) ** 0.5)
        return losses.fitted(out, online_filter.bump(batch["boxes"][:, -1], cells, c["loss"]["filter_sigma"]))
