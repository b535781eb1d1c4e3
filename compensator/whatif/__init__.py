"""What-if: the frontier, targets, sweeps, sensitivities and comparisons."""
