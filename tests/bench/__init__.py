"""What reading, explaining, starting, keeping and rendering cost: ``nox -s bench``.

Nothing here is a test: times depend on the machine. Everything compared is measured in one run, in
turns, and told as a ratio.
"""
