"""What the contract allows: payloads, the values in them, their variations."""
