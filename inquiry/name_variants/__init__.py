"""Spellings of names, looking a name up in any script, and people's decisions on who is one person."""
