"""Several templates for each crop (docs/archive.md): the same as the whole network run once for each of them."""

import unittest
from typing import List

import torch
from torch import Tensor

from .support import GoldenCase, made_image, opened, tensor

from networks.light import Light  # noqa: E402  (support has set the path)

SHARING = {"siamfcpp_tinyconv": 303, "siamfcpp_alexnet": 303, "nanotrack_v1": 255, "nanotrack_v2": 255,
           "nanotrack_v3": 255, "ocean": 255, "ocean_aligned": 255}
TEMPLATES = 3


class SeveralTemplates(GoldenCase):
    def check(self, name: str, module: torch.nn.Module, search: int) -> None:
        z = torch.cat([tensor(made_image(127, phase)) for phase in (0, 7, 20, 33, 41, 52)])
        x = torch.cat([tensor(made_image(search, phase)) for phase in (5, 11)])
        with torch.no_grad():
            features: List[Tensor] = module.embed(z)
            together = module.locate(x, features)
            each = module.locate(x.repeat_interleave(TEMPLATES, 0), features)
        self.assertEqual(together[0].shape[0], len(z))
        self.close(name + " score", together[0].numpy(), each[0].numpy(), absolute=1e-5)
        for place in range(1, len(each)):  # box and extras: of the first templates
            self.assertEqual(together[place].shape[0], len(x))
            expected = each[place][::TEMPLATES].numpy()
            self.close(f"{name} result {place}", together[place].numpy(), expected, absolute=1e-5, relative=1e-5)
        spread = (together[0][0] - together[0][1]).abs().max()
        self.assertGreater(float(spread), 0, "templates make no difference")

    def test_every_family_takes_several_for_a_crop(self) -> None:
        for name, search in SHARING.items():
            with self.subTest(name):
                self.check(name, opened(name), search)

    def test_so_does_the_built_in_network(self) -> None:
        torch.manual_seed(1)
        self.check("light", torch.jit.script(Light().eval()), 287)


if __name__ == "__main__":
    unittest.main()
