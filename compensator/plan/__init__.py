"""The finished plan: document, certificate, margins, whole users, notes."""
