"""Python code for readers to copy, for one event or for all of them."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

from eventcontract import pointers
from eventcontract.model import Contract, Event, Field, Object, Scalar, Type, event_root


def handler(contract: Contract, event: Event) -> str:
    """A function that matches on the class of ``event`` and reads a few of its members."""
    optional = [
        (path, field)
        for path, field in _members(contract, event)
        if not field.required and not field.sensitive and not field.deprecated
    ]
    lines = [
        f"from {contract.catalogue.package} import {event.class_name}, UnknownEvent, parse",
        "",
        "",
        "def handle(delivery):",
        "    match parse(delivery):",
        f"        case {event.class_name}() as event:",
        f"            {_print(contract, event)}",
    ]
    if optional:
        path, field = optional[0]
        why = "null or missing" if field.may_be_null else "it can be missing"
        lines += [f"            if {path} is not None:  # None: {why}", f"                print({path})"]
    lines += [
        "        case UnknownEvent(name=name):",
        '            print("not in the contract yet:", name)',
    ]
    return "\n".join(lines)


def contract_test(contract: Contract, event: Event) -> str:
    """A test of that function against every variation that the contract allows."""
    return "\n".join(
        [
            f"from {contract.catalogue.package}.testing import parametrize",
            "from handler import handle",
            "",
            "",
            f'@parametrize("{event.name}")',
            "def test_handle(delivery):",
            "    handle(delivery)",
        ]
    )


def _print(contract: Contract, event: Event) -> str:
    """A line that prints fields that every delivery of ``event`` has, and that may appear in a log."""
    named = [path for path, field in _members(contract, event) if field.required and not field.sensitive][:2]
    if not named:
        common = _reachable(event_root(contract, event.name), "event")
        named = [path for path, field in common if field.required and field.type.kind == "timestamp"][:1]
    return f"print({', '.join([json.dumps(event.name), *named])})"


def _members(contract: Contract, event: Event) -> list[tuple[str, Field]]:
    body = event_root(contract, event.name).member(contract.message.body)
    return list(_reachable(body.type, f"event.{body.attribute}"))


def _reachable(tree: Type, path: str) -> Iterator[tuple[str, Field]]:
    """(Python expression, field) of each scalar that can be read without asking for ``None`` on the way."""
    members = tree.fields if isinstance(tree, Object) else ()
    for member in members:
        if isinstance(member.type, Scalar):
            yield f"{path}.{member.attribute}", member
    for member in members:
        if isinstance(member.type, Object) and member.required:
            yield from _reachable(member.type, f"{path}.{member.attribute}")


def pages(contract: Contract) -> dict[str, str]:
    """The code of the general pages, by the name that their templates use."""
    package = contract.catalogue.package
    event = sample(contract)
    path = f"{event.name}/{event.examples[0].name}.json"
    load = f"""examples = resources.files("{package}") / "examples"
        delivery = (examples / "{path}").read_bytes()"""
    shown = _print(contract, event)
    optional = [each for each, field in _members(contract, event) if not field.required and not field.sensitive]
    asked = optional[0] if optional else f"event.{contract.message.tree.member(contract.message.body).attribute}"
    read = f"""
        from importlib import resources

        from {package} import {event.class_name}, UnknownEvent, parse

        {load}

        match parse(delivery):
            case {event.class_name}() as event:
                {shown}
            case UnknownEvent(name=name):
                print("not in the contract yet:", name)
    """
    ask = f"""
        from importlib import resources

        from {package} import parse

        {load}

        event = parse(delivery)
        if {asked} is not None:
            print({asked})
    """
    new_key = f"""
        import json

        from {package} import check, extras

        payload = json.loads(delivery)
        payload["brand_new"] = True
        assert parse(payload) == event
        assert extras(payload)["/brand_new"] is True
        for finding in check(payload):
            print(finding.level, finding.rule, finding.pointer)
    """
    robust = f"""
        from {package} import ContractViolation, {event.class_name}, UnknownEvent, parse

        aside = []


        def receive(delivery):
            try:
                event = parse(delivery)
            except ContractViolation as violation:
                aside.append(violation.to_dict(delivery=True))
                return
            match event:
                case {event.class_name}():
                    ...  # your code
                case UnknownEvent(name=name):
                    print("no handler for", name)
                case _:
                    pass  # other events of the subscription
    """
    notice = f"""
        from importlib import resources

        from {package} import check

        {load}

        unknown = [finding for finding in check(delivery) if finding.rule.startswith("undocumented-")]
        print(len(unknown), "things that the contract does not have")
    """
    batch_handler = f"""
        from {package} import parse_batch


        def handle(event):
            ...  # your code


        def receive_batch(deliveries):
            batch = parse_batch(deliveries)
            failed = []
            for result in batch:
                if result.violation is None:
                    try:
                        handle(result.event)
                    except Exception:
                        failed.append(result)
            return batch.response(failed)
    """
    duplicates = f"""
        from {package} import fingerprint, parse

        done = set()  # in production: a table with a unique key, whose rows expire


        def handle(event):
            ...  # your code


        def receive_once(delivery):
            key = fingerprint(delivery)
            if key in done:
                return
            handle(parse(delivery))
            done.add(key)  # last: if handling fails, the next delivery must not be skipped
    """
    violations = f"""
        from {package} import ContractViolation, parse

        try:
            parse(b"[]")
        except ContractViolation as error:
            for violation in error.violations:
                print(violation.pointer, violation.rule, violation.message)
    """
    texts = {
        "read": read,
        "ask": ask,
        "new_key": new_key,
        "robust": robust,
        "notice": notice,
        "webhook": _webhook(contract),
        "batch_handler": batch_handler,
        "duplicates": duplicates,
        "violations": violations,
    }
    return {name: textwrap.dedent(text).strip() for name, text in texts.items()}


def _webhook(contract: Contract) -> str:
    """A receiver of signed deliveries; empty if the contract has no signing."""
    package, signing = contract.catalogue.package, contract.signing
    if signing is None:
        return ""
    accounts = limits = ""
    if signing.account is not None:
        payload = json.loads(sample(contract).examples[0].text)
        found = pointers.get(payload, pointers.parse(signing.account))
        account = json.dumps(found if isinstance(found, str) else "…", ensure_ascii=False)
        accounts = f"ACCOUNTS = {{{account}}}  # your own: {signing.account} of your events\n\n\n        "
        limits = "accounts=ACCOUNTS, "
    return f"""
        from {package} import ContractViolation, parse
        from {package}.webhook import KeySetUnavailable, SignatureError, verify

        {accounts}def handle(event):
            ...  # your code


        def store(violation):
            ...  # in a table, for somebody to look at


        def receive(body: bytes) -> int:
            try:
                claims = verify(body, {limits}max_age={signing.max_age})
            except KeySetUnavailable:
                return 503  # the keys cannot be fetched: have it delivered again
            except SignatureError:
                return 401  # forged, too old, or sent to somebody else
            try:
                event = parse(claims)
            except ContractViolation as violation:
                store(violation.to_dict(delivery=True))
                return 204  # it would be refused again
            handle(event)  # an exception means status 500: it is delivered again
            return 204
    """


def identifiers(contract: Contract, kind: str) -> str:
    """Code that splits, joins and compares ids of the scalar type ``kind``, which must have a partition."""
    scalar = contract.types[kind]
    partitioned = [each for each in contract.types.values() if each.partition is not None]
    same = "same_object" if len(partitioned) == 1 else f"same_{kind}"
    assert scalar.partition is not None
    part = scalar.partition.part
    whole = max(scalar.examples, key=len, default=str(scalar.partition.size * 2 + 1))
    number, local = divmod(int(whole), scalar.partition.size)
    return textwrap.dedent(f"""
        from {contract.catalogue.package} import join_{kind}, {same}, split_{kind}

        parts = split_{kind}("{whole}")
        assert (parts.{part}, parts.local) == ({number}, {local})
        assert split_{kind}("{local}").{part} is None
        assert join_{kind}({number}, {local}) == "{whole}"
        assert {same}("{whole}", "{local}", home={number})
    """).strip()


def sample(contract: Contract) -> Event:
    """The event for general samples: preferably one whose first example comes from the documentation."""
    events = [event for event in contract.events.values() if event.examples]
    return next((event for event in events if event.examples[0].origin == "documented"), events[0])
