"""Detainees: how they are known, when they were held where, charged with what, by which court, and who reached them."""
