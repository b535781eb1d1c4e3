"""Break-even: where the answer for one segment and offer flips."""
