"""Correlation gradient, learning rate, frozen parts, adapters."""
import unittest

import torch

from . import support  # noqa: F401  (sets the path)
from networks.build import build
from networks.layers import correlate_depthwise
from networks.light import Light
from training import optim
from training.adapters import adapt
from training.correlation import correlate


class Correlation(unittest.TestCase):
    def test_values_and_gradients_equal_the_library_s(self):
        torch.manual_seed(0)
        x = torch.rand(2, 3, 9, 8, dtype=torch.double, requires_grad=True)
        z = torch.rand(2, 3, 4, 3, dtype=torch.double, requires_grad=True)
        weight = torch.rand(2, 3, 6, 6, dtype=torch.double)
        grads = []
        for function in (correlate, correlate_depthwise):
            out = function(x, z)
            grads.append([out, *torch.autograd.grad((out * weight).sum(), (x, z))])
        for a, b in zip(*grads):
            torch.testing.assert_close(a, b)


class Optim(unittest.TestCase):
    def test_rate_warms_up_and_falls_to_the_end(self):
        rates = [optim.rate(step, 100, 10, 0.02) for step in range(101)]
        self.assertAlmostEqual(rates[0], 0.1)
        self.assertAlmostEqual(rates[10], 1.0)
        self.assertAlmostEqual(rates[100], 0.02)
        self.assertEqual(sorted(rates[10:], reverse=True), rates[10:])

    def test_stages_thaw_at_their_epoch(self):
        network = Light()
        stages = [{"parameters": ["basemodel.conv0."], "until": -1}, {"parameters": ["head."], "until": 2}]
        optim.freeze(network, stages, 1)
        self.assertFalse(network.head.si.requires_grad)
        network.train()
        optim.freeze(network, stages, 2)
        self.assertTrue(network.head.si.requires_grad)
        self.assertFalse(network.basemodel.conv0.weight.requires_grad)
        self.assertTrue(network.basemodel.conv10.weight.requires_grad)

    def test_groups_hold_every_parameter_once(self):
        network = Light()
        c = {"lr": 1.0, "weight_decay": 0.1, "multipliers": {"basemodel.": 0.2}}
        found = optim.groups(network, c)
        self.assertEqual(sum(len(g["params"]) for g in found), len(list(network.parameters())))
        self.assertEqual({g["lr"] for g in found}, {1.0, 0.2})


class Adapters(unittest.TestCase):
    """Training's logits and sides give what the network's own locate gives."""

    def same(self, arguments, kind, search):
        torch.manual_seed(1)
        network = build(dict(arguments))
        network.eval()
        adapter = adapt(network, kind)
        z, x = torch.rand(1, 3, 127, 127), torch.rand(1, 3, search, search)
        with torch.no_grad():
            raw = adapter(z, x)
            score, box = network.locate(x, network.embed(z))
        size = score.size(-1)
        axis = torch.arange(size) * adapter.stride + adapter.first(search, size)
        found = raw.cls.sigmoid()[:, 0] * (1 if raw.ctr is None else raw.ctr.sigmoid()[:, 0])
        torch.testing.assert_close(found, score, rtol=1e-4, atol=1e-5)
        torch.testing.assert_close(axis.view(1, 1, -1) - raw.sides[:, 0], box[:, 0], rtol=1e-4, atol=1e-2)
        torch.testing.assert_close(axis.view(1, -1, 1) + raw.sides[:, 3], box[:, 3], rtol=1e-4, atol=1e-2)

    def test_light(self):
        self.same({"kind": "light"}, "light", 255)

    def test_siamfcpp(self):
        self.same({"kind": "siamfcpp", "backbone": "tinyconv"}, "siamfcpp", 303)

    def test_nanotrack(self):
        self.same({"kind": "nanotrack", "version": 3}, "nanotrack", 255)

    def test_ocean(self):
        self.same({"kind": "ocean"}, "ocean", 159)

    def test_frozen_stem_gives_the_same_features(self):
        adapter = adapt(Light().eval(), "light")
        z, x = torch.rand(1, 3, 127, 127), torch.rand(1, 3, 255, 255)
        plain = adapter(z, x)
        adapter.frozen_stem = True
        self.assertTrue(torch.equal(adapter(z, x).sides, plain.sides))


if __name__ == "__main__":
    unittest.main()
