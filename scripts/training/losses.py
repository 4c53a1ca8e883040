"""Losses of the dense-box head, which take float32 logits and labels of labels.assign, and of the online branch."""
from typing import Dict, List, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor


def focal(logits: Tensor, label: Tensor, gamma_positive: float, gamma_negative: float, negative: float) -> Tensor:
    """Cross-entropy, positives times (1 - p)^gamma_positive, negatives times negative * p^gamma_negative, ignored cells
    (-1) left out; divided by the number of positives."""
    p = torch.sigmoid(logits)
    loss = F.binary_cross_entropy_with_logits(logits, label.clamp(min=0), reduction="none")
    weight = torch.where(label > 0, (1 - p) ** gamma_positive, negative * p ** gamma_negative)
    weight = weight.detach() * (label >= 0)
    return (loss * weight).sum() / (label > 0).sum().clamp(min=1)


def balanced(logits: Tensor, label: Tensor) -> Tensor:
    """Mean cross-entropy of positives and of negatives, half each (Ocean, NanoTrack)."""
    loss = F.binary_cross_entropy_with_logits(logits, label.clamp(min=0), reduction="none")
    positive, negative = label > 0, label == 0
    a = (loss * positive).sum() / positive.sum().clamp(min=1)
    b = (loss * negative).sum() / negative.sum().clamp(min=1)
    return 0.5 * a + 0.5 * b


def overlap(predicted: Tensor, wanted: Tensor) -> Tuple[Tensor, Tensor]:
    """IoU and generalised IoU of boxes given as sides l, t, r, b (dim 1) of common cells."""
    pl, pt, pr, pb = predicted.unbind(1)
    wl, wt, wr, wb = wanted.unbind(1)
    inner = (torch.minimum(pl, wl) + torch.minimum(pr, wr)).clamp(min=0) * (torch.minimum(pt, wt) + torch.minimum(pb, wb)).clamp(min=0)
    union = (pl + pr) * (pt + pb) + (wl + wr) * (wt + wb) - inner
    hull = (torch.maximum(pl, wl) + torch.maximum(pr, wr)) * (torch.maximum(pt, wt) + torch.maximum(pb, wb))
    iou = inner / union.clamp(min=1e-6)
    return iou, iou - (hull - union) / hull.clamp(min=1e-6)


def box_loss(predicted: Tensor, wanted: Tensor, weight: Tensor, kind: str) -> Tuple[Tensor, Tensor]:
    """(loss, mean IoU) over cells, weighted. predicted, wanted N x 4 x S x S pixels; weight N x S x S, 0 = left out.
    kind: giou (1 - GIoU), iou (1 - IoU), log_iou (-log IoU, SiamFC++ and Ocean)."""
    total = weight.sum().clamp(min=1e-6)
    iou, giou = overlap(predicted, wanted)
    if kind == "log_iou":
        loss = -torch.log(iou.clamp(min=1e-3))
    else:
        loss = 1 - (giou if kind == "giou" else iou)
    return (loss * weight).sum() / total, (iou.detach() * weight).sum() / total


def aligned(logits: Tensor, predicted: Tensor, label: Dict[str, Tensor]) -> Tensor:
    """Ocean's object-aware classification: the label of a cell is the IoU of its predicted box with the truth, 0 outside
    the box; balanced as the plain one. logits N x S x S; predicted sides N x 4 x S x S."""
    iou = overlap(predicted.detach(), label["sides"])[0].clamp(0, 1) * label["inside"]
    loss = F.binary_cross_entropy_with_logits(logits, iou, reduction="none")
    positive = iou > 0
    return 0.5 * (loss * positive).sum() / positive.sum().clamp(min=1) + 0.5 * (loss * ~positive).sum() / (~positive).sum().clamp(min=1)


def dense_box(out, label: Dict[str, Tensor], c: dict) -> Dict[str, Tensor]:
    """Total and parts of a dense-box head's loss. out: adapters.Raw; label: labels.assign; c: `loss` of train.yaml.

    Where there is a centerness, it is learnt and weights the box loss (SiamFC++); else cells inside the box count alike
    (Ocean, NanoTrack). Where there are aligned logits, Ocean's object-aware loss is added."""
    cls = out.cls[:, 0].float()
    if c["cls"] == "focal":
        a = focal(cls, label["cls"], c["gamma_positive"], c["gamma_negative"], c["negative"])
    else:
        a = balanced(cls, label["cls"])
    inside = label["inside"].float()
    weight, b = inside, cls.new_zeros(())
    if out.ctr is not None:
        b = F.binary_cross_entropy_with_logits(out.ctr[:, 0].float(), label["ctr"], reduction="none")
        b = (b * inside).sum() / inside.sum().clamp(min=1)
        weight = label["ctr"] * inside
    d, iou = box_loss(out.sides.float(), label["sides"], weight, c["box"])
    total = c["cls_weight"] * a + c["ctr_weight"] * b + c["box_weight"] * d
    parts = {"total": total, "cls": a.detach(), "ctr": b.detach(), "box": d.detach(), "iou": iou}
    if out.aligned is not None:
        e = aligned(out.aligned[:, 0].float(), out.sides.float(), label)
        parts["total"], parts["align"] = total + c["align_weight"] * e, e.detach()
    return parts


def peak(scores: Tensor, wanted: Tensor) -> Tensor:
    """DiMP's loss of a score map against a peak, all shapes alike: where less than 0.05 is wanted only a positive score
    counts, so that background need not be told apart; mean of squares."""
    return torch.where(wanted < 0.05, scores.clamp(min=0), scores - wanted).square().mean()


def fitted(scores: List[Tensor], wanted: Tensor) -> Dict[str, Tensor]:
    """Loss of score maps on views that no filter was fitted to, B x cells: by the first filter, after each step; DiMP's
    weights. `start` and `cls` are those of the first and the last filter, `hit` the share of maps that peak in the wanted
    cell or beside it."""
    each = [peak(s, wanted) for s in scores]
    between = sum(each[1:-1]) / max(1, len(each) - 2)
    side = int(wanted.size(-1) ** 0.5)
    found, true = scores[-1].argmax(-1), wanted.argmax(-1)
    hit = ((found // side - true // side).abs() <= 1) & ((found % side - true % side).abs() <= 1)
    return {"total": 100 * each[0] + 400 * between + 100 * each[-1], "start": each[0].detach(), "cls": each[-1].detach(),
            "hit": hit.float().mean()}
