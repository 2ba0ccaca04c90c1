"""Playing the vendor: what it sends, signed or not, over HTTP and queues."""
