"""Sweeps: the problem solved again over ranges of its inputs."""
