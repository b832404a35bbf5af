"""The evidence register: what there is, how it is classified, described, linked and read."""
