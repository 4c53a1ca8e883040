"""The built-in network: SiamFC++'s form on a light backbone of stride 8.

Backbone: the first two stages of NanoDet-g (RangiLyu/nanodet, Apache-2.0), plain 3x3 convolutions whose batch
norms are folded in, LeakyReLU 0.1; the stride-16 output is brought back to stride 8 by a lateral 1x1 each.
Every 3x3 is padded by one zero, so feature cell (i, j) lies at pixel (8 j, 8 i) of the crop.

    z 127: 16 x 16 cells, of which 3 ... 12 -> c_z_k, r_z_k (3x3, no padding) -> 8 x 8 x width
    x 255: 32 x 32 cells -> c_x, r_x (1x1) -> depthwise correlation -> 25 x 25 -> padded towers -> 25 x 25

The towers are padded, unlike SiamFC++'s, so that the map reaches 96 pixels from the crop's centre at x = 255: a
target as large as usual (64 pixels a side) is found wherever it lies wholly inside the crop.
"""
from typing import Dict, List, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .layers import for_each_template, of_first_template
from .online import construction_tables, scaled


class Block(nn.Module):
    """Convolution with bias, batch norm, and ReLU where asked for; names as in SiamFC++ (conv, bn)."""

    def __init__(self, inputs: int, outputs: int, kernel: int, padding: int = 0, norm: bool = True, relu: bool = True):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, 1, padding)
        self.bn = nn.BatchNorm2d(outputs) if norm else nn.Identity()
        self.relu = relu

    def forward(self, x: Tensor) -> Tensor:
        x = self.bn(self.conv(x))
        return F.relu(x) if self.relu else x


class Backbone(nn.Module):
    """BGR N x 3 x H x W, raw 0..255 -> N x 128 x ceil(H / 8) x ceil(W / 8). Parameters: conv0 ... conv16, lateral8, lateral16."""

    def __init__(self):
        super().__init__()

        def conv(inputs: int, outputs: int, stride: int = 1) -> nn.Conv2d:
            return nn.Conv2d(inputs, outputs, 3, stride, 1)

        self.conv0 = conv(3, 32, 2)
        self.conv1 = conv(32, 32)
        self.conv2 = conv(32, 16)
        self.conv3 = conv(16, 16)
        self.conv4 = conv(32, 32)
        self.conv5 = conv(64, 64, 2)
        self.conv6 = conv(64, 32)
        self.conv7 = conv(32, 32)
        self.conv8 = conv(64, 32)
        self.conv9 = conv(32, 32)
        self.conv10 = conv(64, 64)
        self.conv11 = conv(128, 128, 2)
        self.conv12 = conv(128, 64)
        self.conv13 = conv(64, 64)
        self.conv14 = conv(128, 64)
        self.conv15 = conv(64, 64)
        self.conv16 = conv(128, 128)
        self.lateral8 = nn.Conv2d(128, 128, 1)
        self.lateral16 = nn.Conv2d(256, 128, 1)

    def stem(self, x: Tensor) -> Tensor:
        """Convolutions 0 ... 4: N x 64 at stride 4. In both concatenations the newer output comes first."""
        mean = torch.tensor([103.53, 116.28, 123.675], dtype=x.dtype, device=x.device).view(1, 3, 1, 1)
        x = F.leaky_relu(self.conv0(x - mean), 0.1)
        x = F.max_pool2d(x, 3, 2, 1)
        a = F.leaky_relu(self.conv1(x), 0.1)
        b = F.leaky_relu(self.conv2(a), 0.1)
        c = F.leaky_relu(self.conv3(b), 0.1)
        d = F.leaky_relu(self.conv4(torch.cat([c, b], 1)), 0.1)
        return torch.cat([d, a], 1)

    def trunk(self, x: Tensor) -> Tensor:
        """Convolutions 5 ... 16 and the laterals: stem's output -> N x 128 at stride 8."""
        a = F.leaky_relu(self.conv5(x), 0.1)
        b = F.leaky_relu(self.conv6(a), 0.1)
        c = F.leaky_relu(self.conv7(b), 0.1)
        d = F.leaky_relu(self.conv8(torch.cat([c, b], 1)), 0.1)
        e = F.leaky_relu(self.conv9(d), 0.1)
        f = F.leaky_relu(self.conv10(torch.cat([e, d], 1)), 0.1)
        s8 = torch.cat([f, a], 1)
        a = F.leaky_relu(self.conv11(s8), 0.1)
        b = F.leaky_relu(self.conv12(a), 0.1)
        c = F.leaky_relu(self.conv13(b), 0.1)
        d = F.leaky_relu(self.conv14(torch.cat([c, b], 1)), 0.1)
        e = F.leaky_relu(self.conv15(d), 0.1)
        f = F.leaky_relu(self.conv16(torch.cat([e, d], 1)), 0.1)
        s16 = self.lateral16(torch.cat([f, a], 1))
        s8 = self.lateral8(s8)
        up = F.interpolate(s16, scale_factor=2.0, mode="bilinear", align_corners=False)
        return s8 + up[:, :, : s8.size(2), : s8.size(3)]

    def forward(self, x: Tensor) -> Tensor:
        return self.trunk(self.stem(x))


class Head(nn.Module):
    """Two towers and three 1x1 outputs; names as SiamFC++'s dense-box head, towers padded, outputs without norm."""

    def __init__(self, width: int, blocks: int):
        super().__init__()
        if blocks != 2:
            raise ValueError("the light head has two blocks a tower")
        self.cls_p5_conv1 = Block(width, width, 3, 1)
        self.cls_p5_conv2 = Block(width, width, 3, 1)
        self.bbox_p5_conv1 = Block(width, width, 3, 1)
        self.bbox_p5_conv2 = Block(width, width, 3, 1)
        self.cls_score_p5 = Block(width, 1, 1, norm=False, relu=False)
        self.ctr_score_p5 = Block(width, 1, 1, norm=False, relu=False)
        self.bbox_offsets_p5 = Block(width, 4, 1, norm=False, relu=False)
        self.bi = nn.Parameter(torch.tensor(1.3863))
        self.si = nn.Parameter(torch.tensor(1.0))
        nn.init.constant_(self.cls_score_p5.conv.bias, -4.0)

    def forward(self, c: Tensor, r: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
        """Correlations N x width x S x S -> cls logits N x 1 x S x S, ctr logits the same, sides l t r b N x 4 x S x S in pixels."""
        c = self.cls_p5_conv2(self.cls_p5_conv1(c))
        r = self.bbox_p5_conv2(self.bbox_p5_conv1(r))
        raw = self.bbox_offsets_p5(r).float()
        sides = 8.0 * torch.exp(torch.clamp(self.si * raw + self.bi, -3.0, 4.0))
        return self.cls_score_p5(c), self.ctr_score_p5(c), sides


def correlate(x: Tensor, z: Tensor) -> Tensor:
    """Depthwise cross-correlation: x N x C x H x W with kernels z N x C x h x w, item by item, without padding.

    Kernels of N K items are K templates for each item of x, one after another.
    """
    x = for_each_template(x, z.size(0))
    n, c, h, w = x.size(0), x.size(1), x.size(2), x.size(3)
    kernel = z.reshape(n * c, 1, z.size(2), z.size(3))
    out = F.conv2d(x.reshape(1, n * c, h, w), kernel, None, [1, 1], [0, 0], [1, 1], n * c)
    return out.view(n, c, out.size(2), out.size(3))


class Light(nn.Module):
    """The network with the archive's methods (docs/archive.md): embed, locate, stages."""

    shared_search = True

    def __init__(self, width: int = 96, blocks: int = 2):
        super().__init__()
        self.basemodel = Backbone()
        self.c_z_k = Block(128, width, 3, relu=False)
        self.r_z_k = Block(128, width, 3, relu=False)
        self.c_x = Block(128, width, 1, relu=False)
        self.r_x = Block(128, width, 1, relu=False)
        self.head = Head(width, blocks)

    def adjust_template(self, f: Tensor) -> List[Tensor]:
        """Backbone's template feature N x 128 x 16 x 16 -> two kernels N x width x 8 x 8, scaled so that correlations stay of size one."""
        f = f[:, :, 3:13, 3:13]
        return [self.c_z_k(f) * 0.125, self.r_z_k(f) * 0.125]

    def adjust_search(self, f: Tensor) -> List[Tensor]:
        """Backbone's search feature -> two features N x width x H x W."""
        return [self.c_x(f), self.r_x(f)]

    @torch.jit.export
    def embed(self, z: Tensor) -> List[Tensor]:
        return self.adjust_template(self.basemodel(z))

    @torch.jit.export
    def locate(self, x: Tensor, features: List[Tensor]) -> Tuple[Tensor, Tensor]:
        f = self.adjust_search(self.basemodel(x))
        cls, ctr, sides = self.head(correlate(f[0], features[0]),
                                    correlate(f[1], of_first_template(features[1], x.size(0))))
        return self.decode(cls, ctr, sides, x.size(3))

    def decode(self, cls: Tensor, ctr: Tensor, sides: Tensor, search: int) -> Tuple[Tensor, Tensor]:
        """Logits and sides -> score N x S x S in 0..1 and corners N x 4 x S x S in pixels of the search crop."""
        score = torch.sigmoid(cls[:, 0].float()) * torch.sigmoid(ctr[:, 0].float())
        s = sides.size(3)
        axis = torch.arange(s, dtype=sides.dtype, device=sides.device) * 8.0 + float((search - 1 - (s - 1) * 8) // 2)
        cx = axis.view(1, 1, s)
        cy = axis.view(1, s, 1)
        box = torch.stack([cx - sides[:, 0], cy - sides[:, 1], cx + sides[:, 2], cy + sides[:, 3]], 1)
        return score, box

    @torch.jit.export
    def stages(self, z: Tensor, x: Tensor) -> Dict[str, Tensor]:
        fz = self.basemodel(z)
        fx = self.basemodel(x)
        k = self.adjust_template(fz)
        f = self.adjust_search(fx)
        c = correlate(f[0], k[0])
        r = correlate(f[1], k[1])
        cls, ctr, sides = self.head(c, r)
        score, box = self.decode(cls, ctr, sides, x.size(3))
        return {"basemodel_z": fz, "basemodel_x": fx, "c_z_k": k[0], "r_z_k": k[1], "c_x": f[0], "r_x": f[1],
                "c_correlation": c, "r_correlation": r, "cls": cls, "ctr": ctr, "sides": sides, "score": score, "box": box}

    def forward(self, z: Tensor, x: Tensor) -> Tuple[Tensor, Tensor]:
        return self.locate(x, self.embed(z))


class LightOnline(Light):
    """With an online branch on the backbone's output, brought to stride 16: three more methods (docs/archive.md)."""

    @torch.jit.export
    def online(self, x: Tensor) -> Tensor:
        """x: N x 3 x H x H, RGB 0..255 -> N x 128 x H/16 x H/16."""
        return scaled(F.avg_pool2d(self.basemodel(x.flip(1)), 2))

    @torch.jit.export
    def online_start(self, features: Tensor) -> Tensor:
        return features

    @torch.jit.export
    def online_tables(self) -> List[Tensor]:
        return construction_tables()


def make(width: int = 96, blocks: int = 2, online: bool = False) -> Light:
    """The form that an experiment's `network` section asks for."""
    return LightOnline(width, blocks) if online else Light(width, blocks)
