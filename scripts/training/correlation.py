"""Depthwise correlation with a gradient of its own: the library's is about five times slower on a CPU.

out[n, c] = x[n, c] correlated with z[n, c], no padding. With g the gradient of out (both are correlations again):
  dx = g, padded by the kernel's sides minus one, correlated with z turned by 180 degrees;
  dz = x correlated with g as the kernel.
"""
import torch
import torch.nn.functional as F
from torch import Tensor


def _grouped(x: Tensor, kernel: Tensor, padding=0) -> Tensor:
    n, c, h, w = x.shape
    kh, kw = kernel.shape[-2:]
    out = F.conv2d(x.reshape(1, n * c, h, w), kernel.reshape(n * c, 1, kh, kw), padding=padding, groups=n * c)
    return out.view(n, c, out.size(2), out.size(3))


class _Correlate(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, z):
        ctx.save_for_backward(x, z)
        return _grouped(x, z)

    @staticmethod
    def backward(ctx, g):
        x, z = ctx.saved_tensors
        g = g.contiguous()
        dx = _grouped(g, z.flip(-1, -2), (z.size(-2) - 1, z.size(-1) - 1)) if ctx.needs_input_grad[0] else None
        dz = _grouped(x, g) if ctx.needs_input_grad[1] else None
        return dx, dz


def correlate(x: Tensor, z: Tensor) -> Tensor:
    """x N x C x H x W, kernels z N x C x h x w -> N x C x (H - h + 1) x (W - w + 1)."""
    return _Correlate.apply(x.contiguous(), z.contiguous())
