"""The consumers' own tests are for environments in which they are installed: ``nox -s consumers`` makes them."""

collect_ignore = ["webhook", "lambda", "poller"]
