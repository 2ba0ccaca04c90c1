"""Archives with known answers: a generator, what it knows of them, and what audits say."""
