"""People under protection: witnesses under a cipher, what they consented to, what they said, what was done to people."""
