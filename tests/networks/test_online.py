"""Online branches on features that a network has anyway (docs/archive.md)."""

import unittest

import torch

from .support import GoldenCase, made_image, tensor

from networks import experiments  # noqa: E402  (support has set the path)
from networks.build import build
from networks.light import LightOnline
from networks.ocean.online import Classifier
from networks.online import construction_tables, scaled

FORMS = ("nanotrack_v2_online", "nanotrack_v3_online", "siamfcpp_alexnet_online", "default_online")


class OnlineForms(GoldenCase):
    def test_features_are_as_the_description_says(self) -> None:
        for name in FORMS:
            experiment = experiments.find(name)
            about = experiment.description["online"]
            torch.manual_seed(2)
            module = torch.jit.script(build(experiment.network).eval())
            pictures = torch.cat([tensor(made_image(about["crop"], phase)) for phase in (0, 9)])
            with torch.no_grad():
                features = module.online(pictures)
                self.assertEqual(list(features.shape), [2, about["channels"], about["cells"], about["cells"]], name)
                self.assertTrue(torch.equal(module.online_start(features), features))

    def test_every_sample_has_the_energy_that_oceans_classifier_gives_it(self) -> None:
        x = torch.randn(2, 48, 16, 16) * torch.tensor([0.3, 40.0]).view(2, 1, 1, 1)
        energy = (scaled(x) ** 2).mean([1, 2, 3]) * 48 * 16
        self.close("energy", energy.numpy(), torch.ones(2).numpy(), absolute=1e-4)

    def test_the_colours_are_turned_round_for_the_backbone(self) -> None:
        module = build(experiments.find("nanotrack_v2_online").network).eval()
        x = tensor(made_image(256, 3))
        with torch.no_grad():
            plain = module.backbone(x)
            found = module.online(x.flip(1))
        factor = found.norm() / plain.norm()
        self.close("feature", found.numpy(), (plain * factor).numpy(), absolute=1e-6)

    def test_the_optimiser_starts_from_oceans_numbers(self) -> None:
        for ours, oceans in zip(construction_tables(), Classifier().tables()):
            self.close("table", ours.numpy(), oceans.detach().numpy(), absolute=1e-7)

    def test_the_checkpoint_is_the_plain_networks(self) -> None:
        for name in FORMS:
            plain = experiments.find(name.replace("_online", ""))
            self.assertEqual(set(build(experiments.find(name).network).state_dict()), set(build(plain.network).state_dict()))

    def test_tracking_is_the_plain_networks(self) -> None:
        torch.manual_seed(3)
        form = LightOnline().eval()
        plain = build({"kind": "light"}).eval()
        plain.load_state_dict(form.state_dict())
        z, x = tensor(made_image(127, 0)), tensor(made_image(287, 5))
        with torch.no_grad():
            for ours, theirs in zip(form.locate(x, form.embed(z)), plain.locate(x, plain.embed(z))):
                self.assertTrue(torch.equal(ours, theirs))


if __name__ == "__main__":
    unittest.main()
