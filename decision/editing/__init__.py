"""Edits of a tree's text that leave everything else in it to the byte."""
