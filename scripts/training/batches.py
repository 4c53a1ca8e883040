"""Batches of pairs from forked workers. Batch b of epoch e is the same whatever the number of workers."""
from typing import Iterator, List, Tuple

import cv2
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset, Sampler

from .pairs import Pairs


class _Set(Dataset):
    def __init__(self, pairs: Pairs):
        self.pairs = pairs

    def __len__(self) -> int:
        return 1 << 40

    def __getitem__(self, key: Tuple[int, int]):
        return self.pairs(*key)


class _Order(Sampler):
    """Keys (epoch, number) of the batches from batch `first` on, for process `rank` of `world`."""

    def __init__(self, epoch: int, first: int, count: int, batch: int, rank: int, world: int):
        self.epoch, self.first, self.count, self.batch, self.rank, self.world = epoch, first, count, batch, rank, world

    def __len__(self) -> int:
        return self.count - self.first

    def __iter__(self) -> Iterator[List[Tuple[int, int]]]:
        for step in range(self.first, self.count):
            start = (step * self.world + self.rank) * self.batch
            yield [(self.epoch, start + i) for i in range(self.batch)]


def _collate(items: list) -> dict:
    return {key: torch.from_numpy(np.stack([item[key] for item in items])) for key in items[0]}


def _worker(_: int) -> None:
    cv2.setNumThreads(0)
    torch.set_num_threads(1)


def batches(pairs: Pairs, epoch: int, first: int, count: int, batch: int, workers: int, rank: int = 0, world: int = 1) -> DataLoader:
    """One epoch's batches, from `first` to `count`; batch: pairs per process and step."""
    order = _Order(epoch, first, count, batch, rank, world)
    return DataLoader(_Set(pairs), batch_sampler=order, num_workers=workers, collate_fn=_collate,
                      worker_init_fn=_worker, prefetch_factor=4 if workers else 2, pin_memory=torch.cuda.is_available())
