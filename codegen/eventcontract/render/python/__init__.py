"""A contract as a Python package."""
