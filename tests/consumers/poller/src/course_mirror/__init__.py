"""Copies the accounts and courses of Canvas from an SQS queue into an SQLite database."""
