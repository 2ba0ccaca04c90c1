# Generated from the spec by 'eventcontract generate'. Do not edit.
"""The commands of the contract: ``python -m canvas_live_events --help`` explains them."""

from canvas_live_events import __version__, _package  # pyright: ignore[reportPrivateUsage]
from eventcontract.cli import run_package


def main() -> None:
    """Run the command line, and exit: 0 no problems, 1 problems found, 2 could not run."""
    run_package(_package, title="Canvas Live Events", version=__version__, distribution="canvas-live-events")


if __name__ == "__main__":
    main()
