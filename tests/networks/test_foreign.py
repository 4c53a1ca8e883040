"""The wrapper for foreign TorchScript networks, on a tiny one made here."""

import tempfile
import unittest
from pathlib import Path
from typing import Tuple

import torch
from torch import Tensor, nn

from .support import four_pictures  # sets the path for the imports below

from networks.errors import Error
from networks.foreign import wrap


class Stranger(nn.Module):
    """Takes one target at a time, as traced networks do; its logits and sides follow the pixels."""

    def __init__(self, classes: int):
        super().__init__()
        self.classes = classes
        self.scale = nn.Parameter(torch.tensor(0.01))

    @torch.jit.export
    def first(self, z: Tensor) -> Tensor:
        assert z.size(0) == 1
        return z.mean(dim=[2, 3], keepdim=True)

    @torch.jit.export
    def later(self, x: Tensor, zf: Tensor) -> Tuple[Tensor, Tensor]:
        assert x.size(0) == 1
        x = nn.functional.avg_pool2d(x - zf, 16) * self.scale
        return x[:, :self.classes], torch.cat([x, x[:, :1]], 1).abs() + 1

    @torch.jit.export
    def odd(self, x: Tensor) -> Tensor:
        return x


class Wrapper(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "stranger.pt"

    def wrapped(self, classes: int = 1, **options: object) -> torch.jit.ScriptModule:
        torch.jit.save(torch.jit.script(Stranger(classes)), str(self.path))
        arguments = {"stride": 16, "template": "first", "track": "later", "batch": "one", **options}
        network = torch.jit.script(wrap(self.path, **arguments).eval())
        torch.jit.save(network, str(self.path))
        return torch.jit.load(str(self.path))

    def test_targets_go_one_by_one_where_the_stranger_wants_it(self) -> None:
        module, (z, x) = self.wrapped(), four_pictures(256)
        score, box = module.locate(x, module.embed(z))
        self.assertEqual((score.shape, box.shape), ((4, 16, 16), (4, 4, 16, 16)))
        for n in range(4):
            one = module.locate(x[n:n + 1], module.embed(z[n:n + 1]))
            self.assertTrue(torch.equal(score[n:n + 1], one[0]) and torch.equal(box[n:n + 1], one[1]))
        with self.assertRaisesRegex(Exception, "AssertionError"):  # what the interpreter throws is no RuntimeError
            self.wrapped(batch="any").embed(z)

    def test_pixels_are_flipped_and_normalised_as_told(self) -> None:
        z, x = four_pictures(256)
        mean, std = [0.1, 0.2, 0.3], [2.0, 3.0, 4.0]
        into = self.wrapped(scale=255, mean=mean, std=std, flip=True).stages(z[:1], x[:1])["z_in"]
        for channel in range(3):
            expected = (z[:1, 2 - channel] / 255 - mean[channel]) / std[channel]
            self.assertLess(float((into[:, channel] - expected).abs().max()), 1e-6)

    def test_maps_are_understood_as_told(self) -> None:
        z, x = (part[:1] for part in four_pictures(256))
        stages = self.wrapped().stages(z, x)
        self.assertTrue(torch.equal(stages["score"], stages["cls"].sigmoid()[:, 0]))
        stages = self.wrapped(classes=2, score="softmax").stages(z, x)
        self.assertTrue(torch.equal(stages["score"], stages["cls"].softmax(1)[:, 1]))
        stages = self.wrapped(score="plain").stages(z, x)
        self.assertTrue(torch.equal(stages["score"], stages["cls"][:, 0]))
        stages = self.wrapped(sides="exp").stages(z, x)
        at = 128 + 16 * (torch.arange(16) - 8)
        self.assertTrue(torch.equal(stages["box"][0, 0], at - stages["reg"].exp()[0, 0]))

    def test_its_parameters_keep_their_names_behind_a_prefix(self) -> None:
        self.assertEqual(list(self.wrapped().state_dict()), ["network.scale"])

    def test_wrong_options_and_methods_are_named(self) -> None:
        for options, kind, words in (({"template": "frist"}, "model", "no method 'frist'"),
                                     ({"track": "odd"}, "model", "method 'odd'"),
                                     ({"score": "hard"}, "input", "sigmoid, softmax, plain")):
            with self.subTest(options=options), self.assertRaises(Error) as caught:
                self.wrapped(**options)
            self.assertEqual(caught.exception.kind, kind)
            self.assertIn(words, str(caught.exception))


if __name__ == "__main__":
    unittest.main()
