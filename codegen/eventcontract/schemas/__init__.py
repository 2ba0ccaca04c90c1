"""JSON Schemas of a contract: what a reader accepts, what the contract knows, what the vendor sends."""
