"""Ocean's forms in training: every part that learns gets a gradient, and what is trained is what runs."""
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from . import support
from training import config as configuration
from training import optim
from training.adapters import adapt
from training.sets import Sets
from training.store import open_store
from networks import ocean

RECIPES = support.REPOSITORY / "experiments" / "ocean"


def recipe(name, *changes):
    return configuration.read(RECIPES / name, list(changes))


class Forms(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.store = open_store(support.make_crops(Path(holder.name) / "crops"), [], None)

    def losses_of(self, network, config, count=1):
        """Parts of one step's loss, with the gradients in the network."""
        adapter = adapt(network, "ocean").train()
        optim.freeze(network, config["freeze"], 0)
        samples = adapter.samples(self.store, config, 127)
        items = [samples(0, i) for i in range(count)]
        batch = {key: torch.from_numpy(np.stack([item[key] for item in items])) for key in items[0]}
        parts = adapter.losses(adapter(*adapter.inputs(batch)), batch, config)
        parts["total"].backward()
        self.assertTrue(torch.isfinite(parts["total"]))
        return parts

    def without_gradient(self, network):
        return {name for name, p in network.named_parameters() if p.grad is None or not p.grad.abs().sum() > 0}

    def test_every_part_of_the_object_aware_form_learns(self):
        network = ocean.make(align=True)
        with torch.no_grad():  # boxes of a pixel as at the start put all samples of a cell in one place
            network.connect_model.bias.fill_(3.0)
        parts = self.losses_of(network, recipe("train_short.yaml"))
        self.assertIn("align", parts)
        self.assertEqual(self.without_gradient(network), set())

    def test_every_part_of_the_attention_form_learns_with_both_tables(self):
        network = ocean.make(tables=[31, 15])
        self.losses_of(network, recipe("train_short.yaml"))
        self.assertEqual({name for name in self.without_gradient(network) if not name.endswith("key.bias")}, set())  # soft-max: no effect

    def test_only_the_online_branch_learns_beside_a_kept_network(self):
        network = ocean.make(online=True)
        self.losses_of(network, recipe("train_online.yaml", "pairs.views=2"))
        learnt = {name for name, p in network.named_parameters() if p.requires_grad}
        self.assertEqual({name.split(".layeronline.")[0].split(".filter_")[0] for name in learnt},
                         {"features.features", "classifier", "classifier.feature_extractor.0.weight"})
        self.assertEqual(self.without_gradient(network) & learnt, set())
        self.assertFalse(network.features.features.bn1.training)
        self.assertTrue(network.features.features.layeronline[0].bn1.training)

    def test_training_computes_what_the_archive_does(self):
        torch.manual_seed(2)
        network = ocean.make(align=True).eval()
        adapter = adapt(network, "ocean")
        z, x = torch.rand(1, 3, 127, 127) * 255, torch.rand(1, 3, 191, 191) * 255
        with torch.no_grad():
            raw = adapter(z, x)
            score, box, aligned = network.locate(x, network.embed(z))
        self.assertTrue(torch.allclose(raw.cls.sigmoid()[:, 0], score, atol=1e-6))
        self.assertTrue(torch.allclose(raw.aligned.sigmoid()[:, 0], aligned, atol=1e-5))
        self.assertTrue(torch.allclose(raw.sides[:, 0] + raw.sides[:, 2], box[:, 2] - box[:, 0], atol=1e-3))

    def test_online_features_are_those_of_the_archive(self):
        network = ocean.make(online=True).eval()
        x = torch.rand(1, 3, 224, 224) * 255
        with torch.no_grad():
            self.assertTrue(torch.allclose(adapt(network, "ocean").features(x), network.online(x), atol=1e-6))

    def test_sets_are_repeatable_and_show_four_times_the_target(self):
        plain = {**configuration.DEFAULTS["pairs"], "shift": 0, "shift_far": 0, "scale": 0, "aspect": 0, "turned": 0, "views": 2}
        sets = Sets(self.store, plain, 224, 5)
        one, again = sets(3, 4), sets(3, 4)
        self.assertTrue(all((one[key] == again[key]).all() for key in one))
        self.assertEqual((one["views"].shape, one["boxes"].shape), ((3, 3, 224, 224), (3, 4)))
        self.assertTrue(np.allclose(np.sqrt(one["boxes"][:, 2] * one["boxes"][:, 3]), 56, atol=0.1))
        self.assertTrue(np.allclose(one["boxes"][:, :2] + one["boxes"][:, 2:] / 2, 112, atol=0.1))


class Recipes(unittest.TestCase):
    def test_the_published_recipe_freezes_the_trunk_for_ten_epochs(self):
        config = recipe("train.yaml")
        network = ocean.make()
        for epoch, moves in ((9, False), (10, True)):
            optim.freeze(network, config["freeze"], epoch)
            self.assertEqual(network.features.features.layer1[0].conv1.weight.requires_grad, moves)
            self.assertFalse(network.features.features.conv1.weight.requires_grad)
            self.assertTrue(network.neck.downsample[0].weight.requires_grad)

    def test_its_rate_falls_by_the_same_factor_every_step(self):
        c = recipe("train.yaml")["optim"]
        first, middle, last = (optim.rate(step, 30, 10, c["final"], c["decay"]) for step in (10, 20, 30))
        self.assertEqual(first, 1.0)
        self.assertAlmostEqual(last * c["lr"], 1e-5)
        self.assertAlmostEqual(middle ** 2, first * last)


if __name__ == "__main__":
    unittest.main()
