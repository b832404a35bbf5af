"""Lists of names: many names looked for at once, a table as the answer."""
