"""Figures, not tests: `make bench` prints them with the machine, each beside an empty page and what was asked for."""
