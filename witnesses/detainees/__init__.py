"""Detainees: how they are known, when they were held where, charged with what, by which court, and who reached them.

There is no admin of this room: people under protection are kept on the desk and by API only.
"""
