# Generated from the spec by 'eventcontract generate'. Do not edit.
"""The events, a module for each category."""
