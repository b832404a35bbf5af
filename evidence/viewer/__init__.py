"""The viewer: a page as a picture under its text, corrections of that text, safe renderings of what has no picture."""
