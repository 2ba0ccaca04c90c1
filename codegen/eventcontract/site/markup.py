"""Code and Markdown as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

_formatter: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
_TITLE = re.compile(r"title=(\S+)")


def code(language: str, text: str, *, title: str = "", wrap: bool = False) -> Markup:
    """A block of code with a button that copies it.

    ``title`` is the caption, such as the name of the file it belongs in; with ``wrap``, long lines are
    broken. A ``language`` that Pygments does not know is not highlighted.
    """
    text = text.strip("\n") + "\n"
    try:
        content = highlight(text, get_lexer_by_name(language), _formatter)
    except ClassNotFound:
        content = str(escape(text))
    caption = Markup("<figcaption>{}</figcaption>").format(title) if title else Markup("")
    return Markup(
        '<figure class="code{wrap}">{caption}<button type="button" class="copy" hidden>Copy</button>'
        '<pre data-language="{language}" tabindex="0"><code>{content}</code></pre></figure>'
    ).format(
        wrap=" wrap" if wrap else "", caption=caption, language=language, content=Markup(content.rstrip("\n") + "\n")
    )


class Document(NamedTuple):
    """A Markdown text: its title, its first paragraph (as plain text and as HTML), and the HTML of the rest."""

    title: str
    summary: str
    lead: Markup
    html: Markup
    sections: tuple[tuple[str, str], ...]


def document(text: str) -> Document:
    """The Markdown ``text``, which begins with a heading of level 1 and a paragraph.

    Headings of level 2 become sections that can be linked to. Raises ``ValueError`` if it begins
    otherwise.
    """
    markdown = MarkdownIt("commonmark", renderer_cls=RendererHTML).enable("table")
    markdown.add_render_rule("fence", _render_fence)
    markdown.add_render_rule("table_open", _constant('<div class="scroll" tabindex="0"><table>\n'))
    markdown.add_render_rule("table_close", _constant("</table></div>\n"))
    tokens = markdown.parse(text)
    kinds = [token.type for token in tokens[:6]]
    if kinds[:4] != ["heading_open", "inline", "heading_close", "paragraph_open"] or tokens[0].tag != "h1":
        raise ValueError("a page must begin with a heading of level 1 and a paragraph")
    sections = []
    for opened, inline in pairwise(tokens):
        if opened.type == "heading_open" and opened.tag == "h2":
            identifier = slug(_plain(inline))
            opened.attrSet("id", identifier)
            sections.append((identifier, _plain(inline)))
    lead = markdown.renderer.render(tokens[4:5], markdown.options, {})
    rest = markdown.renderer.render(tokens[6:], markdown.options, {})
    return Document(_plain(tokens[1]), _plain(tokens[4]), Markup(lead), Markup(rest), tuple(sections))


def slug(text: str) -> str:
    """``text`` as part of an address: lower-case letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ())


def _fence(text: str, language: str, attributes: str) -> str:
    title = _TITLE.search(attributes)
    return str(code(language, text, title=title[1] if title else ""))


def _render_fence(self: RendererHTML, tokens: list[Token], index: int, options: object, env: object) -> str:  # noqa: ARG001
    language, _, attributes = tokens[index].info.strip().partition(" ")
    return _fence(tokens[index].content, language or "text", attributes)


def _constant(text: str) -> Callable[..., str]:
    return lambda *_: text
