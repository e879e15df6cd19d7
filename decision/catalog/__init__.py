"""Data beside the trees: models, hardware and frameworks, each value with its source and date."""
