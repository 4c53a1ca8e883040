"""Label assignment and losses against small cases that can be worked out by hand."""
import unittest

import torch

from . import support  # noqa: F401  (sets the path)
from training import labels, losses
from training.adapters import Raw


def assign(box, positive=True, kind="ellipse"):
    return labels.assign(torch.tensor([box], dtype=torch.float32), torch.tensor([positive]), 25, 8, 31, kind)


class Labels(unittest.TestCase):
    def test_grid_is_centred_in_the_crop(self):
        axis = labels.grid(25, 8, 31)
        self.assertEqual(float(axis[12]), 127.0)

    def test_middle_cell_has_full_centerness_and_equal_sides(self):
        found = assign([95.0, 95.0, 159.0, 159.0])
        self.assertEqual(float(found["ctr"][0, 12, 12]), 1.0)
        self.assertEqual(found["sides"][0, :, 12, 12].tolist(), [32.0] * 4)

    def test_ellipse_has_object_ignored_and_background(self):
        cls = assign([95.0, 95.0, 159.0, 159.0])["cls"][0]
        self.assertEqual([float(cls[12, j]) for j in (12, 14, 15, 16, 17)], [1, 1, -1, -1, 0])

    def test_box_marks_every_cell_inside(self):
        cls = assign([95.0, 95.0, 159.0, 159.0], kind="box")["cls"][0]
        self.assertEqual(int(cls.sum()), 7 * 7)

    def test_radius_marks_cells_within_two_strides(self):
        cls = assign([95.0, 95.0, 159.0, 159.0], kind="radius")["cls"][0]
        self.assertEqual(int(cls.sum()), 13)

    def test_negative_pair_is_background_everywhere(self):
        found = assign([95.0, 95.0, 159.0, 159.0], positive=False)
        self.assertEqual(float(found["cls"].abs().sum()), 0.0)
        self.assertFalse(bool(found["inside"].any()))

    def test_tiny_object_between_cells_still_has_one_cell(self):
        cls = assign([129.0, 129.0, 132.0, 132.0])["cls"][0]
        self.assertEqual(int((cls == 1).sum()), 1)

    def test_centerness_is_zero_outside(self):
        self.assertEqual(float(assign([95.0, 95.0, 159.0, 159.0])["ctr"][0, 0, 0]), 0.0)


class Losses(unittest.TestCase):
    def test_overlap_of_equal_boxes_is_one(self):
        sides = torch.tensor([[3.0, 4.0, 5.0, 6.0]]).view(1, 4, 1, 1)
        iou, giou = losses.overlap(sides, sides)
        self.assertEqual((float(iou), float(giou)), (1.0, 1.0))

    def test_overlap_of_half_a_box(self):
        a, b = torch.tensor([0.0, 0.0, 2.0, 2.0]).view(1, 4, 1, 1), torch.tensor([0.0, 0.0, 1.0, 2.0]).view(1, 4, 1, 1)
        self.assertAlmostEqual(float(losses.overlap(a, b)[0]), 0.5)

    def test_box_losses_are_zero_for_perfect_boxes(self):
        sides = torch.full((1, 4, 2, 2), 5.0)
        for kind in ("giou", "iou", "log_iou"):
            loss, iou = losses.box_loss(sides, sides, torch.ones(1, 2, 2), kind)
            self.assertAlmostEqual(float(loss), 0.0, places=6)
            self.assertAlmostEqual(float(iou), 1.0, places=6)

    def test_focal_without_focus_is_cross_entropy_over_positives(self):
        logits, label = torch.tensor([[[0.3, -1.0]]]), torch.tensor([[[1.0, 0.0]]])
        plain = torch.nn.functional.binary_cross_entropy_with_logits(logits, label, reduction="sum")
        self.assertAlmostEqual(float(losses.focal(logits, label, 0, 0, 1.0)), float(plain), places=6)

    def test_ignored_cells_count_nowhere(self):
        label = torch.tensor([[[1.0, -1.0, 0.0]]])
        for loss in (lambda x: losses.focal(x, label, 1, 2, 1.5), lambda x: losses.balanced(x, label)):
            a, b = loss(torch.tensor([[[0.1, 9.0, -2.0]]])), loss(torch.tensor([[[0.1, -9.0, -2.0]]]))
            self.assertEqual(float(a), float(b))

    def test_balanced_halves_both_sides(self):
        label = torch.tensor([[[1.0, 0.0, 0.0, 0.0]]])
        self.assertAlmostEqual(float(losses.balanced(torch.zeros(1, 1, 4), label)), 0.693147, places=5)

    def test_dense_box_goes_without_centerness_and_with_aligned_logits(self):
        label = assign([95.0, 95.0, 159.0, 159.0])
        cls, sides = torch.zeros(1, 1, 25, 25, requires_grad=True), torch.full((1, 4, 25, 25), 20.0, requires_grad=True)
        c = {"cls": "balanced", "box": "log_iou", "cls_weight": 1.0, "ctr_weight": 1.0, "box_weight": 1.0, "align_weight": 1.0}
        plain = losses.dense_box(Raw(cls, None, sides, None), label, c)
        more = losses.dense_box(Raw(cls, None, sides, cls), label, c)
        self.assertGreater(float(more["total"]), float(plain["total"]))
        plain["total"].backward()
        self.assertGreater(float(sides.grad.abs().sum()), 0.0)


if __name__ == "__main__":
    unittest.main()
