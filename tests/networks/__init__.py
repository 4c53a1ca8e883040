"""Tests of scripts/networks: definitions against golden stages, checkpoints, archives, the exporter's errors."""
