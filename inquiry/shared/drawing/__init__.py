"""Pictures drawn by us as SVG: the axis, marks on it, text that is escaped. Pure."""
