"""Commands over the rest of the engine: argument handling and presentation only."""
