"""YAML and JSON to objects and back, with line-and-column errors, and JSON Schema."""
