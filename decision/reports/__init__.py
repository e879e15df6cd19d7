"""What leaves the house: one recommendation as PDF, as a decision record and as JSON."""
