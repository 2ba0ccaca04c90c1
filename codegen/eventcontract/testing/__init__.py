"""Contract tests for consumer repos: cases, pytest, Hypothesis, deliveries as the vendor makes them.

Nothing is imported here: pytest loads the plugin in every run, also where nobody uses it.
"""
