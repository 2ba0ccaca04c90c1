"""The site, as a browser shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from eventcontract.model import event_root, walk
from tests.browser.conftest import SMALLEST, Site, Tab, Tabs

RENDERED = 120_000  # milliseconds that the reference may take on a slow machine
small = pytest.mark.parametrize("site", [SMALLEST], indirect=True)


def foreign(tab: Tab) -> list[str]:
    """The requests that left the site."""
    return [url for url in tab.requests if not url.startswith((tab.base, "data:", "blob:"))]


def focused(page: Page) -> str:
    """Where the link that has the focus leads; nothing if none has."""
    return str(page.evaluate("document.activeElement.getAttribute('href') ?? ''"))


@pytest.mark.parametrize(("served", "width"), [(False, 360), (True, 1600)], ids=["files-360", "server-1600"])
def test_pages_ask_nobody_complain_of_nothing_and_fit(tabs: Tabs, site: Site, served: bool, width: int) -> None:
    tab = tabs(served=served, width=width)
    paths = [path for path in site.pages if not path.startswith("reference/")] if not served else site.samples
    for path in paths:
        page = tab.open(path)
        assert page.locator("h1").count() == 1, path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert len(tab.requests) > len(paths)
    assert foreign(tab) == []
    assert tab.complaints == []


def test_reference_shows_all_messages(tabs: Tabs, site: Site) -> None:
    shows_all_messages(tabs(width=1600), site)


@small
def test_reference_works_below_a_path_of_a_server(tabs: Tabs, site: Site) -> None:
    shows_all_messages(tabs(served=True, width=1600), site)


def shows_all_messages(tab: Tab, site: Site) -> None:
    page = tab.open("reference/index.html")
    page.wait_for_selector("#asyncapi #introduction", timeout=RENDERED)
    shown = page.locator("#asyncapi [id^='message-']").evaluate_all("nodes => nodes.map(node => node.id)")
    for event in site.contract.events.values():
        assert f"message-{event.class_name}" in shown, event.name
        text = page.locator(f"[id='message-{event.class_name}']").inner_text()
        assert event.name in text
    assert foreign(tab) == []
    assert tab.complaints == []


def serious(page: Page, *rules: str) -> list[str]:
    """What axe-core holds against the page and calls serious or critical; with ``rules``, by these alone."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    violations = Axe().run(page, options=options).response["violations"]
    found = [each for each in violations if each["impact"] in ("serious", "critical")]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


def test_axe_finds_no_serious_violation(tabs: Tabs, site: Site) -> None:
    page = tabs(width=1600, color_scheme="light").page
    found = {}
    for path in site.samples:
        page.goto(f"{site.directory.as_uri()}/{path}")
        # What is folded is looked at too.
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        found[path, 1600] = serious(page)
        # Dark differs in colours, and in nothing else.
        page.emulate_media(color_scheme="dark")
        found[path, "dark"] = serious(page, "color-contrast", "link-in-text-block")
        page.emulate_media(color_scheme="light")
    assert {place: violations for place, violations in found.items() if violations} == {}


def test_axe_finds_no_serious_violation_on_a_phone(tabs: Tabs, site: Site) -> None:
    tab = tabs(width=360, color_scheme="dark")
    found = {}
    for path in site.samples:
        page = tab.open(path)
        found[path] = serious(page)
        if page.locator("#menu").count():
            page.get_by_role("button", name="Menu").click()
            found[f"{path}, menu"] = serious(page, "color-contrast", "aria-hidden-focus")
    assert {place: violations for place, violations in found.items() if violations} == {}


@small
def test_axe_finds_no_serious_violation_in_the_reference(tabs: Tabs) -> None:
    page = tabs(width=1600).open("reference/index.html")
    page.wait_for_selector("#asyncapi #introduction", timeout=RENDERED)
    assert serious(page) == []


def test_nothing_moves_while_a_page_loads(tabs: Tabs, site: Site) -> None:
    observe = """
        () => new Promise((resolve) => {
          const moved = [];
          const name = (node) => (node?.outerHTML ?? node?.parentElement?.outerHTML ?? "?").slice(0, 90);
          const place = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ");
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              for (const each of entry.sources)
                moved.push(`${name(each.node)}: ${place(each.previousRect)} -> ${place(each.currentRect)}`);
          }).observe({ type: "layout-shift", buffered: true });
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(moved)));
        })
    """
    for width in (360, 1600):
        tab = tabs(served=True, width=width)
        for path in site.samples:
            assert tab.open(path).evaluate(observe) == [], (path, width)


def test_every_event_is_reached_from_the_catalogue_by_keyboard(tabs: Tabs, site: Site) -> None:
    page = tabs().open("events/index.html")
    page.get_by_role("searchbox").focus()
    wanted = {f"../events/{name}.html" for name in site.contract.events}
    reached = set()
    # A link for each event and each category.
    for _ in range(len(site.contract.events) + len(site.contract.categories)):
        page.keyboard.press("Tab")
        reached.add(focused(page))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
    assert wanted <= reached

    last = focused(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(last.removeprefix(".."))))
    expect(page.locator("h1")).to_have_text(list(site.contract.events)[-1] if last in wanted else re.compile("."))


def test_filter_finds_an_event_by_the_description_of_a_field(tabs: Tabs, site: Site) -> None:
    event, path, description = unique_description(site)
    page = tabs().open("events/index.html")
    box, rows = page.get_by_role("searchbox"), page.locator("#catalogue [data-event]:visible")
    box.fill(description)
    found = page.locator(f"#catalogue [data-event='{event}']")
    expect(found).to_be_visible()
    total = len(site.contract.events)
    assert 1 <= rows.count() < total
    expect(page.get_by_role("status").first).to_have_text(f"{rows.count()} of {total} events")

    # The row says in which field, and leads to it.
    reason = found.locator(".reason").get_by_role("link", name=path)
    reason.click()
    expect(page).to_have_url(re.compile(rf"{re.escape(event)}\.html#field-"))
    expect(page.locator("tr:target")).to_contain_text(description)

    # Who comes back finds the same.
    page.go_back()
    expect(box).to_have_value(description)
    expect(found).to_be_visible()
    box.fill("")
    expect(rows).to_have_count(total)
    expect(page.locator("#catalogue .reason")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280, 1600])
def test_link_to_a_field_shows_its_name(tabs: Tabs, site: Site, width: int) -> None:
    event, path, _ = unique_description(site)
    page = tabs(width=width).open(f"events/{event}.html")
    page.evaluate("(address) => { location.hash = address }", f"#field-{site.contract.message.body}.{path}")
    name = page.locator("tr:target th")
    expect(name).to_be_in_viewport()
    # Not below the head of the table, nor below the header of the page.
    on_top = """(name) => {
        const { left, top } = name.getBoundingClientRect();
        return name.contains(document.elementFromPoint(left + 4, top + 12));
    }"""
    assert name.evaluate(on_top)


def test_filter_that_finds_nothing_says_so_and_offers_a_way_back(tabs: Tabs, site: Site) -> None:
    page = tabs().open("events/index.html")
    rows = page.locator("#catalogue [data-event]:visible")
    page.get_by_role("searchbox").fill("qqzzx")
    expect(rows).to_have_count(0)
    expect(page.get_by_text("No event has all of these words")).to_be_visible()
    page.get_by_role("button", name="Show all events").click()
    expect(rows).to_have_count(len(site.contract.events))
    expect(page.get_by_text("No event has all of these words")).to_be_hidden()
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_filter_names_the_common_fields(tabs: Tabs, site: Site) -> None:
    tree = site.contract.message.tree
    name = ".".join(next(path for path, _ in walk(tree) if len(path) > 1 and path[0] != site.contract.message.body))
    page = tabs().open("events/index.html")
    page.get_by_role("searchbox").fill(name)
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.locator("tr:target")).to_contain_text(name)


def test_fields_of_the_filter_have_a_row_each(tabs: Tabs, site: Site) -> None:
    page = tabs().open("events/index.html")
    addresses: list[str] = page.evaluate("""
        [
          ...events.flatMap(([name, , fields]) =>
            fields.map(([path]) => link(texts[path], `${name}.html`, `${body}.`)),
          ),
          ...common.map(([path]) => link(texts[path], "../common-fields.html", "")),
        ].map((anchor) => anchor.getAttribute("href"))
    """)
    assert len(addresses) > len(site.contract.events)
    texts: dict[str, str] = {}
    for address in set(addresses):
        path, _, anchor = address.partition("#")
        text = texts.setdefault(path, (site.directory / "events" / path).read_text(encoding="utf-8"))
        assert f'id="{anchor}"' in text, address


@pytest.mark.parametrize("served", [False, True], ids=["files", "server"])
def test_every_page_can_search_the_catalogue(tabs: Tabs, site: Site, served: bool) -> None:
    event = list(site.contract.events)[-1]
    page = tabs(served=served).open(f"events/{next(iter(site.contract.events))}.html")
    page.get_by_role("searchbox", name="Find an event").fill(event)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"events/index\.html\?q="))
    expect(page.locator(f"#catalogue [data-event='{event}']")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value(event)


def test_how_long_the_filter_takes(tabs: Tabs, site: Site, record_property: Callable[[str, object], None]) -> None:
    page = tabs().open("events/index.html")
    times: list[float] = page.evaluate(
        """
        (words) => words.map((word) => {
          input.value = word;
          const start = performance.now();
          filter();
          document.body.getBoundingClientRect();  // the layout counts, too
          return performance.now() - start;
        })
    """,
        ["i", "id", "id o", "the", "", *site.contract.events],
    )
    assert len(times) > len(site.contract.events)
    # How fast it is depends on the machine: a number to read, not one to fail by.
    record_property("milliseconds, the slowest answer of the filter", round(max(times), 1))


def unique_description(site: Site) -> tuple[str, str, str]:
    """(event, field, description) of a field that no other event describes so."""
    found: dict[str, set[tuple[str, str]]] = {}
    for name in site.contract.events:
        for path, field in walk(event_root(site.contract, name).member(site.contract.message.body).type):
            if len(field.description) > 15 and "*" not in path:
                found.setdefault(field.description, set()).add((name, ".".join(path)))
    texts = [event.definition + event.trigger for event in site.contract.events.values()]
    for description, places in found.items():
        if len(places) == 1 and not any(description in each for each in [*texts, *(set(found) - {description})]):
            ((name, dotted),) = places
            return name, dotted, description
    raise LookupError("every description occurs more than once")


def test_filter_finds_names_values_and_several_words(tabs: Tabs, site: Site) -> None:
    page = tabs().open("events/index.html")
    rows = page.locator("#catalogue [data-event]:visible")
    event = list(site.contract.events.values())[-1]
    for text in (event.name, event.class_name, event.name.upper(), f"  {event.definition} {event.name} "):
        page.get_by_role("searchbox").fill(text)
        assert event.name in rows.evaluate_all("rows => rows.map((row) => row.dataset.event)"), text


@pytest.mark.parametrize("served", [False, True], ids=["files", "server"])
def test_copy_button_copies(tabs: Tabs, site: Site, served: bool) -> None:
    event = next(event for event in site.contract.events.values() if event.examples)
    # Files have no clipboard of their own; a server's pages ask for leave.
    tab = tabs(served=True, permissions=["clipboard-read", "clipboard-write"]) if served else tabs()
    page = tab.open(f"events/{event.name}.html")
    page.get_by_role("button", name=f"Copy {event.examples[0].name}.json").click()
    expect(page.get_by_role("button", name=f"Copy {event.examples[0].name}.json")).to_have_text("Copied")
    page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), {id: 'pasted'}))")
    page.locator("#pasted").focus()
    page.keyboard.press("Control+V")
    assert json.loads(page.locator("#pasted").input_value()) == json.loads(event.examples[0].text)
    assert tab.complaints == []


def test_first_tab_skips_to_the_content(tabs: Tabs) -> None:
    page = tabs().open("index.html")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_menu_of_small_screens_opens_and_closes(tabs: Tabs) -> None:
    page = tabs(width=360).open("delivery.html")
    button, menu = page.get_by_role("button", name="Menu"), page.get_by_role("navigation", name="All pages")
    expect(menu).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    expect(menu).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    menu.get_by_role("link").first.focus()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    assert page.evaluate("document.activeElement.textContent") == "Menu"


def test_landmarks_are_named(tabs: Tabs, site: Site) -> None:
    page = tabs(width=1600).open(f"events/{next(iter(site.contract.events))}.html")
    expect(page.get_by_role("banner")).to_have_count(1)
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("contentinfo")).to_have_count(1)
    names = page.get_by_role("navigation").evaluate_all("nodes => nodes.map((node) => node.ariaLabel)")
    assert None not in names
    assert len(set(names)) == len(names)


def test_everything_can_be_read_without_scripts(tabs: Tabs, site: Site) -> None:
    for width in (360, 1600):
        page = tabs(width=width, java_script_enabled=False).open("events/index.html")
        expect(page.locator("#catalogue [data-event]:visible")).to_have_count(len(site.contract.events))
        expect(page.get_by_role("navigation", name="All pages")).to_be_visible()
        expect(page.locator(".copy:visible")).to_have_count(0)


def test_print_has_the_content_alone(tabs: Tabs, site: Site) -> None:
    page = tabs().open(f"events/{next(iter(site.contract.events))}.html")
    page.emulate_media(media="print", color_scheme="dark")
    for part in ("header.bar", ".menu", ".copy"):
        expect(page.locator(f"{part}:visible")).to_have_count(0)
    expect(page.locator("#fields")).to_be_visible()
    colors: Any = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert colors == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
