"""JSON Schemas of a contract: what a reader accepts, what is documented, what the vendor sends."""
