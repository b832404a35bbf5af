"""Families: near copies, like pictures, republished passages and threads of mail; a suggestion until somebody accepts it."""
