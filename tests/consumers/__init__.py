"""Whole small repositories that use the package, and bugs to plant in them."""
