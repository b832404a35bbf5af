"""The viewer: a page as a picture under its text, what was corrected in that text, and safe renderings of what has no picture."""
