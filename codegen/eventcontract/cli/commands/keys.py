"""``keys``: the public key of signed deliveries."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path

import click

from eventcontract.cli.context import CommandContext, pass_context
from eventcontract.cli.exits import CannotRun, expected_errors
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.parameters import keys_option


@click.command("keys", cls=ExampleCommand, epilog="{command} keys --port 8009")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on; by default, a free one.")
@keys_option
@pass_context
def command(context: CommandContext, port: int, keys: Path | None) -> None:
    """Serve the public key of signed deliveries.

    This is the key that 'send --signed' and 'probe --signed' sign with. It is served as a JWK set, on
    this machine only, until interrupted. Let the receiver fetch its keys from the URL that is printed.
    """
    with expected_errors(context):
        published = json.dumps(context.key_file(keys).key_set()).encode()

    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/jwk-set+json")
            self.send_header("Content-Length", str(len(published)))
            self.end_headers()
            self.wfile.write(published)

        def log_message(self, *_: object) -> None:
            pass

    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    except OSError as error:
        raise CannotRun(f"port {port}: {error.strerror}") from None
    with server, suppress(KeyboardInterrupt):
        click.echo(f"http://127.0.0.1:{server.server_address[1]}/jwks")
        sys.stdout.flush()
        server.serve_forever()
