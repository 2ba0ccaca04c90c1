"""Help texts of a generated package: examples with its own command and events."""

from __future__ import annotations

import click

from eventcontract.cli.context import help_context
from eventcontract.cli.exits import Program


class ExampleCommand(click.Command):
    """A command whose epilog is a list of examples, one a line.

    ``{command}`` becomes the name of the program, ``{event}`` the name of an event.
    """

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if not self.epilog:
            return
        # The program of the engine has commands with examples, but no events.
        event = next(iter(help_context(ctx).events)) if "{event}" in self.epilog else ""
        examples = self.epilog.format(command=ctx.find_root().command_path, event=event)
        with formatter.section("Examples"):
            for line in examples.strip().splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line.strip()}\n")


class ExampleGroup(ExampleCommand, Program):
    """The commands of a package, in the order of their registration; the help begins with the contract's title."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        context = help_context(ctx)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(f"{context.title} {context.version}: {len(context.events)} events.")
        super().format_help_text(ctx, formatter)
