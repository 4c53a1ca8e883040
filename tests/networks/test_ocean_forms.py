"""Ocean's object-aware and BoTNet forms: against golden/ocean, and what a user may do with them.

Limits: the README's 1e-5 of an array's largest value, 2e-5 for cls_align and the attention's energies.
"""

import tempfile
import unittest
from pathlib import Path
from typing import Dict, List

import numpy as np
import torch
from torch import Tensor

from .support import GoldenCase, archives, four_pictures, made_image, opened, read_json, run, shared, tensor

from networks import archive, checkpoint, experiments
from networks.errors import Error
from networks.ocean import make
from networks.ocean.align import AlignHead, DeformableConv
from networks.ocean.attention import Attention, fit_tables

LIMIT = 1e-5
LOOSER = {"cls_align": 2e-5, "energy_z": 2e-5, "energy_x": 2e-5}
STAGE_OF = {"box": "sides", "box_in_crop": "box"}
BLOCK = "features.features.layer3.5.conv2.0"


def sampled(x: np.ndarray, row: float, column: float) -> np.ndarray:
    """All channels of x (C x H x W) at one place, bilinear, 0 outside: the operator's definition, in double."""
    out = np.zeros(x.shape[0])
    if not (-1 < row < x.shape[1] and -1 < column < x.shape[2]):
        return out
    top, left = int(np.floor(row)), int(np.floor(column))
    for r, weight_r in ((top, 1 - (row - top)), (top + 1, row - top)):
        for c, weight_c in ((left, 1 - (column - left)), (left + 1, column - left)):
            if 0 <= r < x.shape[1] and 0 <= c < x.shape[2]:
                out += weight_r * weight_c * x[:, r, c]
    return out


class OceanForms(GoldenCase):
    def check(self, file: str, name: str, search: str) -> None:
        crops = np.load(shared("golden", "ocean", "crops_net.npz"))
        golden = np.load(shared("golden", "ocean", f"{file}.npz"))
        steps = read_json(shared("golden", "ocean", "parameters.json"))["subsampling"]
        stages = run(name, crops["z"], crops[search])
        for key in golden.files:
            channel, cell = steps.get(key, (1, 1))
            ours = stages[STAGE_OF.get(key, key)].numpy()[:, ::channel, ::cell, ::cell]
            self.close(key, ours, golden[key], relative=LOOSER.get(key, LIMIT))

    def test_the_object_aware_form_meets_every_golden_stage(self) -> None:
        self.check("align", "ocean_aligned", "x255")

    def test_its_branch_follows_the_size_of_the_search_crop(self) -> None:
        self.check("align271", "ocean_aligned", "x271")

    def test_the_botnet_form_meets_every_golden_stage(self) -> None:
        self.check("bot", "ocean_botnet", "x255")

    def test_names_and_shapes_are_the_originals(self) -> None:
        parameters = read_json(shared("golden", "ocean", "parameters.json"))
        for form, adds in (({"align": True}, "align_adds"), ({"online": True}, "online_trunk_adds")):
            shapes = {name: list(value.shape) for name, value in make(**form).state_dict().items()}
            expected = dict(parameters["base"], **parameters[adds])
            if "online" in form:
                expected.update(parameters["online_classifier"])
            self.assertEqual(shapes, expected)
        shapes = {name: list(value.shape) for name, value in make(tables=[31]).state_dict().items()}
        expected = dict(parameters["base"], **parameters["bot_adds_search_31"])
        for name in parameters["bot_removes"]:
            del expected[name]
        self.assertEqual(shapes, expected)

    def test_locate_gives_what_stages_shows(self) -> None:
        z, x = tensor(made_image(127, 0)), tensor(made_image(271, 5))
        module = opened("ocean_aligned")
        with torch.no_grad():
            stages, found = module.stages(z, x), module.locate(x, module.embed(z))
        for name, value in zip(("score", "box", "aligned_score"), found):
            self.assertTrue(torch.equal(value, stages[name]), name)

    def test_four_targets_at_once_equal_four_alone(self) -> None:
        z, x = four_pictures(255)
        for name in ("ocean_aligned", "ocean_botnet"):
            module = opened(name)
            with torch.no_grad():
                together = module.locate(x, module.embed(z))
                for n in range(4):
                    alone = module.locate(x[n:n + 1], module.embed(z[n:n + 1]))
                    for one, all_four in zip(alone, together):
                        self.close(f"{name} {n}", all_four[n:n + 1].numpy(), one.numpy(), absolute=1e-5, relative=1e-5)


class ObjectAware(GoldenCase):
    def test_sampling_equals_its_definition_inside_and_outside(self) -> None:
        stream = np.random.RandomState(3)
        side, channels = 11, 256
        head, x = AlignHead().eval(), stream.standard_normal((1, channels, side, side)).astype(np.float32)
        corners = stream.uniform(-60, 200, (1, 4, side, side)).astype(np.float32)
        corners[0, :, 0, 0] = (-1e30, -1e30, 1e30, 1e30)
        with torch.no_grad():
            into: Dict[str, Tensor] = {}
            ours = head.rpn_conv(*[torch.from_numpy(x)] + places(head, corners)).numpy()[0]
            head.walk(torch.from_numpy(x), torch.from_numpy(corners), into)
        offsets, weight = into["offsets"].numpy()[0].astype(np.float64), head.rpn_conv.conv.weight.detach().numpy()
        expected = np.zeros_like(ours, np.float64)
        for r in range(side):
            for c in range(side):
                for tap in range(9):
                    place = (r + tap // 3 - 1 + offsets[2 * tap, r, c], c + tap % 3 - 1 + offsets[2 * tap + 1, r, c])
                    expected[:, r, c] += weight[:, :, tap // 3, tap % 3] @ sampled(x[0], *place)
        self.close("aligned", ours, expected, relative=LIMIT)

    def test_boxes_that_are_no_numbers_spoil_their_own_cell_only(self) -> None:
        head = AlignHead().eval()
        tower, boxes = torch.randn(1, 256, 9, 9), torch.rand(1, 4, 9, 9) * 100
        with torch.no_grad():
            clean = head(tower, boxes)
            for bad in (float("nan"), float("inf"), float("-inf")):
                spoilt = boxes.clone()
                spoilt[0, 2, 4, 5] = bad
                found = head(tower, spoilt)
                same = found == clean
                same[0, 0, 4, 5] = True
                self.assertTrue(bool(same.all()))

    def test_the_operator_needs_no_other_library(self) -> None:
        graph = str(opened("ocean_aligned").inlined_graph) if hasattr(opened("ocean_aligned"), "inlined_graph") else ""
        self.assertNotIn("torchvision", graph + str(opened("ocean_aligned").locate.code))

    def test_the_branch_trains(self) -> None:
        conv = DeformableConv()
        rows = torch.rand(1, 15, 15, requires_grad=True)
        x = torch.randn(1, 256, 5, 5, requires_grad=True)
        conv(x, rows * 4, torch.rand(1, 15, 15) * 4).sum().backward()
        for gradient in (rows.grad, x.grad, conv.conv.weight.grad):
            self.assertGreater(float(gradient.abs().sum()), 0)


def places(head: AlignHead, corners: np.ndarray) -> List[Tensor]:
    left, top, right, bottom = torch.from_numpy(corners).unbind(1)
    return [head.taps(top, bottom, 2), head.taps(left, right, 1)]


class PositionTables(GoldenCase):
    def block(self, sides: List[int], resample: bool = False) -> Attention:
        torch.manual_seed(2)
        return Attention(8, sides, resample).eval()

    def test_a_size_without_a_table_is_refused_by_name(self) -> None:
        with self.assertRaisesRegex(torch.jit.Error, "features of 9 x 9 cells"):
            torch.jit.script(self.block([5, 7]))(torch.randn(1, 8, 9, 9))  # as an archive says it

    def test_resampling_keeps_tables_where_they_are_and_fills_in_between(self) -> None:
        block = self.block([5, 9], resample=True)
        self.assertTrue(torch.equal(block.positions(5), block.rel_h + block.rel_w))
        self.assertTrue(torch.equal(block.positions(9), block.sizes["9"]()))
        made = block.positions(17)  # every other cell of 17 is one of the 9
        self.close("17", made[:, :, ::2, ::2].detach().numpy(), block.sizes["9"]().detach().numpy(), relative=1e-6)

    def test_both_layouts_of_the_tables_load_and_differ(self) -> None:
        one, other = torch.randn(1, 8, 1, 5), torch.randn(1, 8, 5, 1)
        x = torch.randn(2, 8, 5, 5)
        found = []
        for tables in ((one, other), (other, one), (one.transpose(2, 3), other.transpose(2, 3))):
            net = torch.nn.Sequential(self.block([5]))
            state = dict(net.state_dict(), **{"0.rel_h": tables[0], "0.rel_w": tables[1]})
            fitted, made = fit_tables(net, state)
            self.assertEqual((checkpoint.pour(fitted, net, []), made), ("", []))
            found.append(torch.jit.script(net)(x))
        self.assertTrue(torch.equal(found[0], found[1]))  # only the sum counts
        self.assertGreater(float((found[0] - found[2]).abs().max()), 1e-3)

    def test_a_pair_that_is_no_table_is_named(self) -> None:
        net = torch.nn.Sequential(self.block([5]))
        state = dict(net.state_dict(), **{"0.rel_h": torch.zeros(1, 8, 1, 5), "0.rel_w": torch.zeros(1, 8, 1, 5)})
        with self.assertRaisesRegex(Error, r"rel_h and rel_w are \(1, 8, 1, 5\) and"):
            fit_tables(net, state)

    def export(self, name: str, state: Dict[str, Tensor]) -> torch.jit.ScriptModule:
        with tempfile.TemporaryDirectory() as folder:
            snapshot, out = Path(folder) / "snapshot.pth", Path(folder) / "out.pt"
            torch.save({"state_dict": state}, str(snapshot))
            description = archive.export(experiments.find(name), snapshot, out)
            self.assertIn("attention", description)
            self.tables = description["attention"]
            return torch.jit.load(str(out))

    def test_an_originals_checkpoint_of_one_size_is_exported_if_resampling_is_on(self) -> None:
        state = archives.filled_state("ocean_botnet")
        one_size = {name: value for name, value in state.items() if "sizes." not in name}
        with self.assertRaisesRegex(Error, r"missing \(.*sizes.15"):
            self.export("ocean_botnet", one_size)
        module = self.export("ocean_botnet_resampled", one_size)
        self.assertEqual(self.tables, {"tables": [31, 15], "resample": True, "resampled": [15]})
        kept = module.state_dict()[BLOCK + ".rel_h"]
        self.assertTrue(torch.equal(kept, state[BLOCK + ".rel_h"]))
        with torch.no_grad():  # any search size runs
            self.assertEqual(module.locate(tensor(made_image(271, 5)),
                                           module.embed(tensor(made_image(127, 0))))[0].shape, (1, 27, 27))

    def test_a_table_of_another_size_is_a_source_only(self) -> None:
        state = {name: value for name, value in archives.filled_state("ocean_botnet").items()
                 if "sizes." not in name}
        for leaf, shape in (("rel_h", (1, 256, 1, 14)), ("rel_w", (1, 256, 14, 1))):
            state[f"{BLOCK}.{leaf}"] = torch.randn(shape)
        with self.assertRaises(Error):
            self.export("ocean_botnet", state)
        self.export("ocean_botnet_resampled", state)
        self.assertEqual(self.tables["resampled"], [15, 31])


# The original's settings files: penalty_k, lr, window_influence, search, search_big.
PUBLISHED = {"otb2015": (0.087, 0.408, 0.366, 271, 271), "got10k": (0.022, 0.799, 0.118, 255, 255),
             "lasot": (0.11, 0.7, 0.20, 255, 255)}
PUBLISHED_ALIGN = {"vot2018": (0.021, 0.730, 0.321, 255, 271), "vot2019": (0.062, 0.765, 0.380, 255, 271)}
PUBLISHED_ONLINE = {"vot2018": (0.187, 0.800, 0.640, 271, 287), "vot2019": (0.06, 0.644, 0.484, 255, 287),
                    "vot2020": (0.06, 0.644, 0.484, 255, 287)}
RATIO = {"vot2018": 0.93, "vot2019": 0.94}
ONLINE_RATIO = {"vot2018": 0.5, "vot2019": 0.7, "vot2020": 0.7}


class PublishedSettings(unittest.TestCase):
    """Every form holds the original's whole table; targets under 0.004 of the frame take the larger crop."""

    def check(self, name: str, table: Dict[str, tuple], fixed_search: bool = False) -> Dict[str, Dict[str, float]]:
        about = experiments.find(name).description
        for benchmark, (penalty_k, lr, window, search, big) in table.items():
            found = dict(about["settings"], **about["benchmarks"][benchmark])
            self.assertEqual((found["penalty_k"], found["lr"], found["window_influence"]), (penalty_k, lr, window),
                             (name, benchmark))
            self.assertEqual((found["search"], found["search_big"], found["big_below"]),
                             (255, 255, 0.004) if fixed_search else (search, big, 0.004), (name, benchmark))
        return about["benchmarks"]

    def test_of_every_form_are_the_originals(self) -> None:
        base = self.check("ocean", {**PUBLISHED, **PUBLISHED_ONLINE})
        self.check("ocean", {f"{name}_align": row for name, row in PUBLISHED_ALIGN.items()})
        self.assertEqual({name: base[f"{name}_align"]["ratio"] for name in RATIO}, RATIO)
        aligned = self.check("ocean_aligned", {**PUBLISHED, **PUBLISHED_ALIGN})
        self.assertEqual({name: aligned[name]["ratio"] for name in aligned},
                         {**{name: 1 for name in PUBLISHED}, **RATIO})  # the original aligns on VOT only
        online = self.check("ocean_online", {**PUBLISHED, **PUBLISHED_ONLINE})
        self.assertEqual({name: online[name]["online_ratio"] for name in online},
                         {**{name: 0 for name in PUBLISHED}, **ONLINE_RATIO})
        self.check("ocean_botnet_resampled", {**PUBLISHED, **PUBLISHED_ONLINE})
        # Tables fit one size of feature: the settings are the base form's, the search crop stays 255.
        self.check("ocean_botnet", {**PUBLISHED, **PUBLISHED_ONLINE}, fixed_search=True)

    def test_without_a_benchmark_are_the_originals_built_in_ones(self) -> None:
        for name in ("ocean", "ocean_aligned", "ocean_botnet", "ocean_botnet_resampled", "ocean_online"):
            found = experiments.find(name).description["settings"]
            self.assertEqual((found["penalty_k"], found["lr"], found["window_influence"], found["search"]),
                             (0.062, 0.765, 0.38, 255), name)


if __name__ == "__main__":
    unittest.main()
