"""The commands of a generated package. The program is named after the distribution."""

from __future__ import annotations

import click

from eventcontract.cli.commands import (
    audit,
    check,
    completion,
    diff,
    example,
    keys,
    land,
    list,
    probe,
    redact,
    schema,
    send,
    show,
)
from eventcontract.cli.context import help_context
from eventcontract.cli.help import ExampleGroup


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001
    if value and not ctx.resilient_parsing:
        context = help_context(ctx)
        click.echo(f"{context.title} {context.version}")
        ctx.exit()


@click.group(
    cls=ExampleGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""
        {command} list
        {command} show {event}
        {command} example {event} | {command} check -
        {command} check archive/  # is it as documented?
        eval "$({command} completion bash)"  # complete names
    """,
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def main() -> None:
    """Look up events and check deliveries.

    Exit status: 0 no problems, 1 problems found, 2 could not run, 130 interrupted, 141 output closed, 143 terminated.
    """


# In the order in which users meet them.
for _module in (list, show, example, schema, check, diff, audit, land, redact, completion, probe, send, keys):
    main.add_command(_module.command)
