"""A decision tree in YAML, its evaluation and its explanation.

`trees/*.yaml -> reading -> tree -> evaluate -> recommendation -> reports`. Nothing in here knows about the pages.
"""
