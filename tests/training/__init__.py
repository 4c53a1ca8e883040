"""Tests of scripts/training: labels, losses, pairs, configuration, snapshots, resuming, tracking."""
