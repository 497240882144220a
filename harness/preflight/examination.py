"""The questions in their order, for a storefront that is there already or for the embedded one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from harness.browser import Browser, HttpBrowser
from harness.containers.keeping import configure
from harness.containers.order import ContainerOrder
from harness.containers.starting import keep_container
from harness.containers.vessel import Whereabouts
from harness.preflight.connector import Connector
from harness.preflight.network import Place
from harness.preflight.portal import Portal
from harness.preflight.questions import Answer, Question, Word, answers
from harness.preflight.shop import Shop
from harness.preflight.subject import Subject
from harness.preflight.through_proxy import Through
from harness.preflight.way_back import WayBack
from harness.settings import RunSettings
from harness.targetfile import TargetFile, read_target_file
from harness.targets import container_target, live_target
from harness.world import World
from simulators.wire import Caller, Journal, Redactor, origin_of

_DEADLINE = 10.0


def preflight(
    settings: RunSettings,
    file: TargetFile,
    *,
    redactor: Redactor | None = None,
    processes: int = 1,
    container: Whereabouts | None = None,
) -> None:
    """Ask everything of a target that is there before a run of so many processes; it may be a `container`.

    What is told is redacted.

    Raises:
        ConfigurationError: at the first question that was answered no.

    """
    with _asking(settings, file, redactor or _new_redactor(), processes, container) as asked:
        for answer in asked:
            if answer.error is not None:
                raise answer.error


def doctor(settings: RunSettings, tell: Callable[[str], None]) -> bool:
    """Ask everything, `tell` each answer and then, in full, what is to be done; return whether nothing was denied.

    Raises:
        ConfigurationError: when the target file cannot be read.

    """
    file = read_target_file(settings.target) if settings.target else None
    errors, not_told = [], 0
    with ExitStack() as running:
        container, redactor = None, _new_redactor()
        if file is not None and file.container is not None:
            container = running.enter_context(_started(file, file.container, redactor, tell))
        asked = running.enter_context(_asking(settings, file, redactor, 1, container))
        for answer in asked:
            tell(str(answer))
            not_told += answer.word is Word.NOT_TOLD
            if answer.error is not None:
                errors.append(answer.error)
    for error in errors:
        tell(f"\nERROR: {error.field}")
        for label, text in (("found", error.found), ("expected", error.expected), ("to do", error.remedy)):
            if text:
                tell(f"  {label + ':':<10}{text}")
    if not_told and not errors:
        tell(f"\n{not_told} not told. A run can be made all the same: it judges what they ask, and may fail.")
    return not errors


def _new_redactor() -> Redactor:
    return Redactor(os.urandom(16))


@contextmanager
def _started(
    file: TargetFile, order: ContainerOrder, redactor: Redactor, tell: Callable[[str], None]
) -> Iterator[Whereabouts]:
    """Yield where the container of a target file is, until the block ends."""
    told = {"generation": file.generation, "run": f"doctor-{secrets.token_hex(3)}"}
    with keep_container(order, file.url, **told, log=None, redactor=redactor, tell=tell) as kept:
        configure(kept.whereabouts.told_in(file), redactor, tell)
        yield kept.whereabouts


@contextmanager
def _asking(
    settings: RunSettings, file: TargetFile | None, redactor: Redactor, processes: int, container: Whereabouts | None
) -> Iterator[Iterator[Answer]]:
    """Yield the answers, each found out when it is wanted; whatever was started and made is gone afterwards."""
    with ExitStack() as running:
        folder = Path(running.enter_context(TemporaryDirectory(prefix="punchout-")))
        settings = replace(settings, out=folder)
        journal = Journal(redactor)

        def open_world() -> World:
            return World(settings, worker="main", redactor=journal.redactor, container=container)

        if file is None:
            world = open_world()
            running.callback(world.close)
            target, open_world = world.target, lambda: world
            file = target.file
        else:
            file = replace(file, generation=settings.generation or file.generation)
            target = (
                container_target(file, container, journal, turns=None)
                if container
                else live_target(file, journal, turns=None)
            )
            file = target.file
            running.callback(target.release)
        name = settings.target.name if settings.target else "the reference storefront"
        caller = running.enter_context(Caller("harness", journal, deadline=_DEADLINE))
        caller.verify = target.verify
        chosen_by = "--generation" if settings.generation else "target.generation"
        subject = Subject(target, name, caller, chosen_by)
        browser = HttpBrowser(journal, verify=target.verify, asks_again=True)
        running.callback(browser.close)
        way_back = WayBack(subject, open_world, processes=processes)
        running.callback(_closed_quietly, way_back)
        # A storefront may repeat what it was sent, a password as well.
        asked = answers(_questions(subject, browser, way_back))
        yield (answer.shown(journal.redactor.text) for answer in asked)


def _questions(subject: Subject, browser: Browser, way_back: WayBack) -> Iterator[Question]:
    target, file = subject.target, subject.target.file
    reached = _reached(subject)
    yield from reached
    portal, connector = Portal(subject, browser), Connector(subject)
    about_portal = list(portal.liferay(reached))
    yield from about_portal
    there = (*reached, *about_portal[:3])
    called = list(connector.questions(there))
    yield from called
    if file.admin is not None and target.admin is not None:
        accepted, panel = portal.administrator(file.admin, there)
        yield from (accepted, panel)
        yield from Shop(subject, target.admin.directory, target.admin).questions((*there, accepted), panel)
        called += [accepted, panel]
    else:
        listed = list(connector.listed_buyers((*there, *called)))
        yield from listed
        called += listed
    hub = way_back.hub()
    yield from hub
    yield from way_back.round_trip((*there, *called, *hub))


def _reached(subject: Subject) -> tuple[Question, ...]:
    """Return the questions of the way to the storefront."""
    file = subject.target.file
    if file.proxy is not None:
        return Through(subject, file.proxy).questions()
    reached = Place(subject, "target.url", file.url).questions()
    if origin_of(file.start_url) != origin_of(file.url):
        reached = (*reached, *Place(subject, "target.site.start_url", file.start_url).questions())
    return reached


def _closed_quietly(way_back: WayBack) -> None:
    """Close what an answer cut short; why it did is what a person has to hear, not what came of it."""
    with suppress(Exception):
        way_back.close()
