"""``completion``: what makes a shell complete commands, options and events."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from eventcontract.cli.help import ExampleCommand


@click.command("completion", cls=ExampleCommand, epilog='eval "$({command} completion bash)"')
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print a shell completion script.

    The shell then completes commands, options, events and files. Add the example to bash's start-up
    file; zsh works the same way, fish takes 'COMMAND completion fish | source'.
    """
    root = ctx.find_root()
    name = root.command_path
    if not name.replace("-", "").replace("_", "").isalnum():
        raise click.UsageError(f"completion needs the installed command, not {name!r}")
    found = get_completion_class(shell)
    assert found is not None
    variable = f"_{name}_COMPLETE".replace("-", "_").upper()
    click.echo(found(root.command, {}, name, variable).source())
