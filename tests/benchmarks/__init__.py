"""Measurements; each file prints lines `name: figure unit`. Run by script/bench."""
