"""The search room: a query language, an index of pages, ranked results over what one may see."""
