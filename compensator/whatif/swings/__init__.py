"""The tornado: every uncertain input up and down."""
