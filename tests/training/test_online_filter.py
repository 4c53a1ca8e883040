"""The online branch's filter with gradients: the original's numbers, gradients, and what it is taught by."""
import json
import unittest

import numpy as np
import torch

from . import support
from networks import ocean
from training import losses, online_filter
from training.adapters import adapt
from training.online_adapter import OnlineAdapter

GOLDEN = support.SHARED / "golden" / "ocean" / "online.npz"


@unittest.skipUnless(GOLDEN.exists(), "no golden data beside the checkout")
class Golden(unittest.TestCase):
    """Limits: the golden folder's README, 1e-5 of the largest value, filters 5e-3."""

    @classmethod
    def setUpClass(cls):
        cls.data = {name: torch.from_numpy(array) for name, array in np.load(GOLDEN).items()}
        cls.about = json.loads(GOLDEN.with_suffix(".json").read_text())
        cls.tables = [cls.data[f"opt_{name}_weight"] for name in ("label", "mask", "spatial")]

    def near(self, found, wanted, limit):
        self.assertLessEqual(float((found - wanted).abs().max()), limit * float(wanted.abs().max()))

    def test_pooling(self):
        for sample, x0, y0, x1, y1 in self.data["roi_boxes"].tolist():
            box = torch.tensor([[[x0, y0, x1 - x0, y1 - y0]]])
            found = online_filter.start(self.data["roi_feature"][int(sample)][None, None], box).view(2, 4, 4)
            k = [row.tolist() for row in self.data["roi_boxes"]].index([sample, x0, y0, x1, y1])
            self.near(found, self.data["roi_pooled"][k], 1e-5)

    def test_goal(self):
        found = online_filter.goal(self.tables, self.data["opt_boxes"][None], 14)
        for name, map_ in zip(("label_map", "target_mask", "spatial_map"), found):
            self.near(map_[0].view(5, 14, 14), self.data["opt_" + name], 1e-5)

    def test_fit_of_three_samples(self):
        seen = online_filter.columns(self.data["opt_feature"][None, :3])
        wanted = online_filter.goal(self.tables, self.data["opt_boxes"][None, :3], 14)
        step, reg = np.exp(self.about["opt_log_step_length"]), max(self.about["opt_filter_reg"] ** 2, 1e-6)
        found = online_filter.fit(seen, wanted, self.data["opt_filter_0"].reshape(1, -1), step, reg, 25)
        for k, at in enumerate((0, 1, 2, 25)):
            self.near(found[at].view(16, 4, 4), self.data["opt_filter_iter"][k], 1e-5 if at < 3 else 5e-3)


class Fit(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)
        distance = torch.arange(100) * 0.1
        self.tables = [torch.exp(-0.5 * (distance / 0.85) ** 2), 3 * torch.tanh(2 - distance), torch.ones(100)]

    def test_pooling_of_a_constant_is_the_constant_inside(self):
        self.assertTrue(torch.allclose(online_filter.start(torch.ones(1, 1, 2, 9, 9), torch.tensor([[[20.0, 17, 70, 90]]])), torch.ones(1, 32)))

    def test_pooling_shares_sum_to_what_lies_inside(self):
        share = online_filter.pooling(torch.tensor(-3.0), torch.tensor(4.0), 5)
        self.assertEqual([round(float(v), 4) for v in share.sum(1)], [0.0, 0.0, 0.5, 1.0])

    def test_fit_finds_the_target_in_another_view(self):
        """A pattern on noise, fitted where it lies in two views, is found in the third."""
        features = 0.02 * torch.randn(1, 3, 8, 13, 13)
        pattern, boxes = torch.randn(8, 4, 4), []
        for k, (row, column) in enumerate(((4, 3), (5, 6), (2, 7))):
            features[0, k, :, row:row + 4, column:column + 4] += pattern
            boxes.append([column * 16 + 4.0, row * 16 + 4.0, 56.0, 56.0])
        boxes = torch.tensor([boxes])
        seen = online_filter.columns(features)
        filters = online_filter.fit(seen[:, :2], online_filter.goal(self.tables, boxes[:, :2], 14),
                                    torch.zeros(1, 128), torch.tensor(0.9), torch.tensor(0.01), 5)
        scores = [online_filter.score(seen[:, 2:], f)[:, 0] for f in filters]
        parts = losses.fitted(scores, online_filter.bump(boxes[:, 2], 14, 0.81))
        self.assertEqual(float(parts["hit"]), 1.0)
        self.assertLess(float(parts["cls"]), 0.2 * float(parts["start"]))

    def test_gradients_equal_differences(self):
        features = torch.randn(1, 2, 2, 5, 5, dtype=torch.float64, requires_grad=True)
        tables = [t.double().requires_grad_() for t in self.tables]
        step, boxes = torch.tensor(0.9, dtype=torch.float64, requires_grad=True), torch.tensor([[[20.0, 22, 40, 36], [30.0, 18, 41, 40]]]).double()

        def last(features, step, *tables):
            seen = online_filter.columns(features)
            start = online_filter.start(features, boxes)
            return online_filter.fit(seen, online_filter.goal(list(tables), boxes, 6), start, step, torch.tensor(0.01).double(), 2)[-1]

        self.assertTrue(torch.autograd.gradcheck(last, (features, step, *tables), eps=1e-7, atol=1e-5))

    def test_background_below_zero_costs_nothing(self):
        wanted = torch.tensor([[0.0, 1.0]])
        self.assertEqual(float(losses.peak(torch.tensor([[-3.0, 1.0]]), wanted)), 0.0)
        self.assertGreater(float(losses.peak(torch.tensor([[0.5, 1.0]]), wanted)), 0.0)


class Branch(unittest.TestCase):
    def test_only_the_online_form_is_trained_on_sets(self):
        self.assertIsInstance(adapt(ocean.make(online=True), "ocean"), OnlineAdapter)
        self.assertNotIsInstance(adapt(ocean.make(align=True), "ocean"), OnlineAdapter)


if __name__ == "__main__":
    unittest.main()
