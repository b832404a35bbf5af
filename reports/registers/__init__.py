"""Registers handed out: computed from what was recorded, built as files by a worker, kept and downloadable."""
