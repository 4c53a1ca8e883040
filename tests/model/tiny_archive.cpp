#include "model/tiny_archive.hpp"

#include <torch/script.h>

#include <random>

namespace siamrt::test {

const char* const tiny_description = R"(schema: 1
name: tiny
family: siamfcpp
architecture: tiny
input: {template: 32, search: 64, channels: bgr}
grid: {size: 9, stride: 4}
outputs: [score, box, extra]
settings: {lr: 0.5}
)";

// 64 -> (stride 4, padded) 16 -> 16; template 32 -> 8; correlation with padding 0: 9.
const char* const tiny_methods = R"(
def block(self, x, w, b: Optional[Tensor], scale, shift, mean, var, stride: int, groups: int):
    x = torch.conv2d(x, w, b, [stride, stride], [1, 1], [1, 1], groups)
    x = torch.batch_norm(x, scale, shift, mean, var, False, 0.1, 1e-5, False)
    return torch.relu_(x)

def backbone(self, x):
    x = torch.conv2d(x / 255.0, self.w1, self.b1, [2, 2], [1, 1])
    x = torch.max_pool2d(torch.hardswish(x), [3, 3], [2, 2], [1, 1])
    y = self.block(x, self.w2, self.b2, self.s, self.t, self.m, self.v, 1, 1)
    y = self.block(y, self.w3, None, self.s, self.t, self.m, self.v, 1, 64)
    y = y + x
    a, b = torch.chunk(y, 2, 1)
    y = torch.stack([a, b], 2).flatten(1, 2)
    gate = torch.sigmoid(torch.adaptive_avg_pool2d(y, [1, 1]))
    return torch.cat([y * gate, x], 1)

def embed(self, z: Tensor) -> List[Tensor]:
    return [self.backbone(z)]

def locate(self, x: Tensor, features: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
    f = self.backbone(x)
    n, c = f.size(0), f.size(1)
    k = features[0]
    r = torch.conv2d(f.reshape(1, n * c, f.size(2), f.size(3)), k.reshape(n * c, 1, k.size(2), k.size(3)), None,
                     [1, 1], [0, 0], [1, 1], n * c)
    r = r.view(n, c, r.size(2), r.size(3)) * 0.02
    out = torch.conv2d(r, self.w4, self.b4)
    score = torch.sigmoid(out[:, 0])
    sides = torch.exp(out[:, 1:] * 0.1) * 8.0
    at = torch.arange(score.size(2)).to(sides.dtype) * 8.0
    l, t, r2, b = sides.unbind(1)
    box = torch.stack([at - l, at.unsqueeze(1) - t, at + r2, at.unsqueeze(1) + b], 1)
    return score, box, out.mean([2, 3])

def stages(self, z: Tensor, x: Tensor) -> Dict[str, Tensor]:
    features = self.embed(z)
    score, box, extra = self.locate(x, features)
    return {"kernel": features[0], "score": score, "box": box, "extra": extra}
)";

namespace {

/// Weights from std::mt19937 (the same on every machine), scaled by the fan-in.
class Weights {
 public:
  explicit Weights(int seed) : random_(static_cast<unsigned>(seed)) {}

  at::Tensor of(const std::vector<std::int64_t>& sizes, double scale, double centre = 0) {
    at::Tensor made = at::empty(sizes);
    float* values = made.data_ptr<float>();
    for (std::int64_t i = 0; i < made.numel(); ++i) {
      values[i] = static_cast<float>(
          centre + scale * (static_cast<double>(random_()) / 4294967295.0 * 2 - 1));
    }
    return made;
  }

 private:
  std::mt19937 random_;
};

}  // namespace

void write_tiny_archive(const std::string& path, const std::string& description,
                        const std::string& methods, int seed) {
  torch::jit::Module module("Tiny");
  Weights weights(seed);
  module.register_parameter("w1", weights.of({64, 3, 3, 3}, 0.4), false);
  module.register_parameter("b1", weights.of({64}, 0.1), false);
  module.register_parameter("w2", weights.of({64, 64, 3, 3}, 0.08), false);
  module.register_parameter("b2", weights.of({64}, 0.1), false);
  module.register_parameter("w3", weights.of({64, 1, 3, 3}, 0.5), false);
  module.register_parameter("w4", weights.of({5, 128, 1, 1}, 0.1), false);
  module.register_parameter("b4", weights.of({5}, 0.1), false);
  module.register_parameter("s", weights.of({64}, 0.2, 1), false);
  module.register_parameter("t", weights.of({64}, 0.1), false);
  module.register_buffer("m", weights.of({64}, 0.1));
  module.register_buffer("v", weights.of({64}, 0.2, 1));
  module.define(methods);
  module.eval();
  torch::jit::ExtraFilesMap extra;
  if (!description.empty()) extra["siamrt/model.yaml"] = description;
  module.save(path, extra);
}

}  // namespace siamrt::test
