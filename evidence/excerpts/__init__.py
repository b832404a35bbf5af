"""Excerpts: a passage of a page with its digest and its place, taken once and cited by its own address."""
