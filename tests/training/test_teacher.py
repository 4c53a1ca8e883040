"""Distillation: where a teacher is read, when it is believed, what its losses ask for; targets that only a teacher knows."""
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from . import support
from networks.build import build
from networks.light import Light
from training import config, teacher
from training.adapters import Raw, adapt
from training.errors import TrainError
from training.labels import assign
from training.pairs import Pairs
from training.store import open_store


def nanotrack(version: int = 2):
    torch.manual_seed(version)
    return teacher.Teacher(adapt(build({"kind": "nanotrack", "version": version}), "nanotrack"))


class Reading(unittest.TestCase):
    def test_both_nanotracks_cells_lie_on_the_light_network_s(self):
        student = adapt(Light(), "light")
        for version, size in ((2, 16), (3, 15)):
            axis = nanotrack(version).axis(255, size)
            inside, places = teacher.shared(axis, student.first(255, 25), 8, 25)
            own = torch.arange(25.0) * 8 + student.first(255, 25)
            maps = own.view(1, 1, 1, -1).expand(1, 1, 25, 25)  # every cell holds its x
            torch.testing.assert_close(teacher.read(maps, places)[0, 0, 0], axis[inside], rtol=0, atol=1e-3)
            self.assertTrue(set(axis[inside].tolist()) <= set(own.tolist()))

    def test_features_lie_on_the_same_pixel(self):
        """A bright dot at pixel 128 moves the student's feature (16, 16) and the teacher's (8, 8) most."""
        x = torch.zeros(1, 3, 255, 255)
        dot = x.clone()
        dot[:, :, 126:131, 126:131] = 255
        for adapter, step in ((adapt(Light().eval(), "light"), 2), (nanotrack().adapter, 1)):
            with torch.no_grad():
                change = (adapter.features(dot) - adapter.features(x)).abs().sum((0, 1))[::step, ::step]
            rows = (change.sum(1) * torch.arange(16)).sum() / change.sum()
            self.assertEqual(change.shape, (16, 16))
            self.assertAlmostEqual(float(rows), 8, delta=0.5)


class Belief(unittest.TestCase):
    axis = torch.arange(4.0) * 16

    def trusted(self, cell, value, positive=True, known=True):
        scores = torch.full((1, 4, 4), 0.01)
        scores[0, cell[1], cell[0]] = value
        box = torch.tensor([[10.0, 26.0, 22.0, 40.0]])  # cell x 1, y 2
        return bool(teacher.trusted(scores, self.axis, box, torch.tensor([positive]), torch.tensor([known])))

    def test_a_teacher_that_finds_the_object_is_believed(self):
        self.assertTrue(self.trusted((1, 2), 0.8))
        self.assertFalse(self.trusted((2, 1), 0.8))
        self.assertFalse(self.trusted((1, 2), 0.05))

    def test_on_another_object_it_must_find_nothing(self):
        self.assertFalse(self.trusted((1, 2), 0.8, positive=False))
        self.assertTrue(self.trusted((1, 2), 0.3, positive=False))

    def test_where_the_truth_is_not_known_it_is_always_believed(self):
        self.assertTrue(self.trusted((3, 0), 0.9, known=False))


class Losses(unittest.TestCase):
    def test_scores_are_matched_where_the_teacher_is_believed(self):
        wanted = torch.rand(2, 5, 5)
        student = torch.logit(wanted, 1e-4).requires_grad_()
        loss = teacher.score_loss(student, wanted, torch.tensor([True, False]))
        loss.backward()
        self.assertLess(float(student.grad[0].abs().max()), 1e-6)  # equal scores are the least
        wrong = torch.zeros(2, 5, 5, requires_grad=True)
        teacher.score_loss(wrong, wanted, torch.tensor([True, False])).backward()
        self.assertGreater(float(wrong.grad[0].abs().max()), 1e-3)
        self.assertEqual(float(wrong.grad[1].abs().max()), 0.0)

    def test_a_look_alike_that_fools_the_student_counts_more_than_plain_background(self):
        wanted = torch.zeros(1, 1, 2)
        student = torch.tensor([[[2.0, -4.0]]], requires_grad=True)
        teacher.score_loss(student, wanted, torch.tensor([True])).backward()
        self.assertGreater(float(student.grad[0, 0, 0]), 50 * float(student.grad[0, 0, 1]))

    def test_feature_loss_is_one_for_a_constant_and_none_for_the_teacher_s_own(self):
        torch.manual_seed(0)
        z, x = torch.randn(4, 6, 8, 8) * 3 + 5, torch.randn(4, 6, 16, 16) * 3 + 5
        zeros = [torch.zeros(4, 6, 16, 16), torch.zeros(4, 6, 32, 32)]
        self.assertAlmostEqual(float(teacher.feature_loss(zeros, [z, x], 2)), 1, delta=0.1)
        flat = x.permute(1, 0, 2, 3).flatten(1)
        same = [(t - flat.mean(1).view(1, -1, 1, 1)) / flat.std(1).view(1, -1, 1, 1) for t in (z, x)]
        self.assertLess(float(teacher.feature_loss(same, [z, x], 1)), 1e-6)

    def test_every_part_reaches_the_backbone(self):
        torch.manual_seed(0)
        student, known = adapt(Light().train(), "light"), [nanotrack(2), nanotrack(3)]
        student.projections = teacher.projections(student, known)
        z, x = torch.rand(2, 3, 127, 127) * 255, torch.rand(2, 3, 255, 255) * 255
        batch = {"box": torch.tensor([[90.0, 90, 160, 160]] * 2), "positive": torch.tensor([True] * 2), "known": torch.tensor([False] * 2)}
        for part in ("score", "features"):
            c = {"score": 0.0, "box": 0.0, "features": 0.0, part: 1.0}
            total, parts = teacher.Distillation(known, c)(z, x, batch, student(z, x), student)
            student.zero_grad()
            total.backward()
            self.assertGreater(float(student.network.basemodel.conv0.weight.grad.abs().sum()), 0, part)
        self.assertEqual([p.out_channels for p in student.projections], [48, 96])

    def test_boxes_are_taught_where_the_teacher_is_sure(self):
        """The student's sides are drawn to the teacher's at its one sure cell, nowhere else."""
        size, sides = 25, torch.full((1, 4, 25, 25), 30.0, requires_grad=True)
        cls = torch.full((1, 1, 16, 16), -6.0)
        cls[0, 0, 8, 8] = 3.0  # pixel 127: the student's cell 12

        class Fixed(teacher.Teacher):
            def __call__(self, z, x):
                return Raw(cls, None, torch.full((1, 4, 16, 16), 20.0)), (None, None)

        batch = {"box": torch.tensor([[90.0, 90, 160, 160]]), "positive": torch.tensor([True]), "known": torch.tensor([True])}
        out = Raw(torch.zeros(1, 1, size, size), None, sides)
        x = torch.zeros(1, 3, 255, 255)
        total, _ = teacher.Distillation([Fixed(nanotrack().adapter)], {"score": 0, "box": 1, "features": 0})(x, x, batch, out, adapt(Light(), "light"))
        total.backward()
        self.assertEqual(torch.nonzero(sides.grad[0, 0]).tolist(), [[12, 12]])
        self.assertGreater(float(sides.grad[0, 0, 12, 12]), 0)

    def test_features_of_other_grids_are_refused(self):
        student = adapt(build({"kind": "siamfcpp", "backbone": "tinyconv"}), "siamfcpp")
        with self.assertRaises(TrainError) as caught:
            teacher.projections(student, [nanotrack()])
        self.assertIn("distil.features", str(caught.exception))


class FreeTargets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            cls.store = open_store(support.make_crops(Path(folder)))

    def test_a_free_target_has_no_labels(self):
        drawn = {**config.DEFAULTS["pairs"], "free": 1.0, "negative": 0.0}
        item = Pairs(self.store, drawn, 127, 255, 1)(0, 0)
        self.assertFalse(bool(item["known"]))
        label = assign(torch.tensor(item["box"])[None], torch.tensor([True]), 25, 8, 31, "ellipse", torch.tensor([False]))
        self.assertEqual(set(label["cls"].unique().tolist()), {-1.0})
        self.assertFalse(bool(label["inside"].any()))

    def test_free_targets_are_parts_and_surroundings_in_two_frames(self):
        rng = np.random.default_rng(0)
        targets = Pairs(self.store, {**config.DEFAULTS["pairs"], "free": 1.0}, 127, 255, 1).targets
        picks = [targets.pick(rng) for _ in range(60)]
        whole = sum(p.template.box == self.store.crops[p.template.index].box for p in picks)
        self.assertLess(whole, 20)
        self.assertTrue(all(self.store.crops[p.template.index].track == self.store.crops[p.search.index].track for p in picks))
        self.assertGreater(sum(p.template.index != p.search.index for p in picks), 50)

    def test_clean_pair_is_the_degraded_one_before_blur(self):
        drawn = dict(config.DEFAULTS["pairs"])
        dirty = {**drawn, "low_resolution": 1.0, "blur_search": 1.0}
        plain = {**drawn, "low_resolution": 0.0, "jpeg": 0.0, "tone": 0.0, "blur_search": 0.0, "blur_template": 0.0, "defocus": 0.0, "noise": 0.0}
        for number in range(4):
            a = Pairs(self.store, dirty, 127, 255, 1, clean=True)(0, number)
            b = Pairs(self.store, plain, 127, 255, 1)(0, number)
            np.testing.assert_array_equal(a["clean_x"], b["x"])
            np.testing.assert_array_equal(a["clean_z"], b["z"])
            self.assertFalse(np.array_equal(a["x"], a["clean_x"]))


if __name__ == "__main__":
    unittest.main()
