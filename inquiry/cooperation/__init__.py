"""How authorities cooperated, computed from what was recorded: pure values in, pure values out."""
