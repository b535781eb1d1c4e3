"""JSON Schemas of the documents that are printed, one module for each kind."""
