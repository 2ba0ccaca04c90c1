"""Contracts for event streams: YAML facts in, schemas, typed classes and checks out.

The engine is vendor-neutral. Everything a vendor does is data that it reads.

Layers, highest first; imports point down only:

``cli``      commands; argument handling and presentation
``testing``  contract tests of consumers, and sending as the vendor does
``render``   model -> artefacts
``webhook``  receiving: signed webhooks and key sets
``source``   YAML -> model
``runtime``  what generated packages import
``model``    a contract as immutable data
"""
