"""One module for each command: its arguments, and how its result is shown."""
