"""People under protection. Its rooms (people, vault, consent, testimony, detainees) come with their own slice; until
then nothing in the system may record who a witness is.
"""
