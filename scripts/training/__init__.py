"""Training of Siamese trackers: pairs from crops, labels, losses, loop, snapshots, validation. See docs/training.md."""
