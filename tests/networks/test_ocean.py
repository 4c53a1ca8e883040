"""Ocean's base form with made weights against golden/ocean, at search sizes 255 and 271.

Limit: the README's 1e-5 of an array's largest value.
"""

import unittest
import zlib

import numpy as np

from .support import GoldenCase, archives, read_json, run, shared

LIMIT = 1e-5
STAGE_OF = {"box": "sides"}  # the golden file calls the distances box; in an archive box is corners


class OceanStages(GoldenCase):
    def check(self, file: str, search: str) -> None:
        crops = np.load(shared("golden", "ocean", "crops_net.npz"))
        golden = np.load(shared("golden", "ocean", f"{file}.npz"))
        steps = read_json(shared("golden", "ocean", "parameters.json"))["subsampling"]
        stages = run("ocean", crops["z"], crops[search])
        for name in golden.files:
            channel, cell = steps.get(name, (1, 1))
            ours = stages[STAGE_OF.get(name, name)].numpy()[:, ::channel, ::cell, ::cell]
            self.close(name, ours, golden[name], relative=LIMIT)

    def test_base_form_meets_every_golden_stage(self) -> None:
        self.check("base", "x255")

    def test_a_larger_search_crop_needs_no_other_archive(self) -> None:
        self.check("base271", "x271")

    def test_names_shapes_and_made_weights_are_the_originals(self) -> None:
        parameters = read_json(shared("golden", "ocean", "parameters.json"))
        state = archives.filled_state("ocean")
        self.assertEqual({name: list(value.shape) for name, value in state.items()}, parameters["base"])
        for name, check in parameters["fill_check_after_adjustment"].items():
            if name in state:
                self.assertEqual(zlib.crc32(state[name].numpy().tobytes()), check["crc32"], name)


if __name__ == "__main__":
    unittest.main()
