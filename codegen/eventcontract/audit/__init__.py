"""Streams of deliveries checked one by one, and what was found counted. Knows no command line."""
