"""What needs a session of Spark, and so Java."""
