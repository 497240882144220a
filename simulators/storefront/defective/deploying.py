"""Defects of the deployment: lines of the console that are missing or wrong, and a session API that is not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from starlette.responses import Response

from simulators.storefront.console import Console
from simulators.storefront.generation import Generation
from simulators.storefront.problems import json_response
from simulators.storefront.session_description import SessionDescription, openapi
from simulators.storefront.switching import Switch, part, released
from simulators.wire import Incoming

Telling = Callable[[Console, Generation], None]

AUTO_LOGIN = "com.liferay.commerce.punchout.portal.security.auto.login"
SESSIONS = "com.liferay.headless.commerce.punchout.impl"
COMMERCE, OLD_COMMERCE = "Liferay Commerce Enterprise 2.1.2 - 7.2.x", "Liferay Commerce Enterprise 2.1.1 - 7.2.x"


def telling_besides(tell: Telling) -> Switch:
    """Write more to the console, after the deployment and after every later start."""

    def change(generation: Generation) -> Generation:
        def announce(console: Console, told: Generation) -> None:
            generation.announce(console, told)
            tell(console, told)

        def announce_restart(console: Console, told: Generation) -> None:
            generation.announce_restart(console, told)
            tell(console, told)

        return replace(generation, announce=announce, announce_restart=announce_restart)

    return released(change)


def telling_instead(tell: Telling) -> Switch:
    """Write something else to the console after the deployment."""
    return released(lambda generation: replace(generation, announce=tell))


def package_refused(console: Console, generation: Generation) -> None:
    """Tell that the package cannot be read, as when it belongs to another user."""
    deployed = f"/opt/liferay/deploy/{generation.package}.lpkg"
    console.write("ERROR", "AutoDeployScanner", "AutoDeployDir:207", f"Unable to read {deployed}")


def bundle_stopped(console: Console, generation: Generation) -> None:
    """Tell that the bundle of the session API stops again."""
    for number, (name, version) in enumerate(generation.bundles, start=1500):
        if name == SESSIONS:
            console.write("INFO", "Refresh Thread", "BundleStartStopLogger:71", f"STOPPED {name}_{version} [{number}]")


def bundle_unresolved(console: Console, generation: Generation) -> None:
    """Tell that the bundle of auto login is not resolved."""
    del generation
    said = f"Could not resolve module: {AUTO_LOGIN} [1507]\n  Unresolved requirement: Import-Package: com.liferay.oauth"
    console.write("ERROR", "Refresh Thread", "DirectoryWatcher:1173", said)


def bundle_failed(console: Console, generation: Generation) -> None:
    """Tell that the bundle of the session API, which runs, does not start when it is refreshed."""
    del generation
    said = f"Unable to start bundle: file:/opt/liferay/osgi/modules/{SESSIONS}.jar"
    console.write("ERROR", "fileinstall-/opt/liferay/osgi/modules", "DirectoryWatcher:1125", said)


def connector_first(console: Console, generation: Generation) -> None:
    """Tell of the connector, then of Commerce."""
    console.starting(generation.release, generation.patches)
    console.processed(generation.package)
    _ask_for_a_restart(console, generation, "API", "Impl")
    console.processed(COMMERCE)
    console.starting(generation.release, generation.patches)


def with_halves(*halves: str) -> Telling:
    """Tell of a deployment in which only these halves of the package ask for a restart."""

    def tell(console: Console, generation: Generation) -> None:
        console.starting(generation.release, generation.patches)
        console.processed(COMMERCE)
        console.processed(generation.package)
        _ask_for_a_restart(console, generation, *halves)
        console.starting(generation.release, generation.patches)

    return tell


def old_commerce(console: Console, generation: Generation) -> None:
    """Tell of a Commerce that is too old."""
    console.starting(generation.release, generation.patches)
    console.processed(OLD_COMMERCE)
    console.processed(generation.package)
    _ask_for_a_restart(console, generation, "API", "Impl")
    console.starting(generation.release, generation.patches)


def asked_again(console: Console, generation: Generation) -> None:
    """Tell that both halves ask for a restart, however often there was one."""
    _ask_for_a_restart(console, generation, "API", "Impl")


def _ask_for_a_restart(console: Console, generation: Generation, *halves: str) -> None:
    for half in halves:
        console.restart_needed(f"{generation.package} - {half}")


def without(bundle: str) -> Switch:
    """Let a bundle not start."""

    def change(generation: Generation) -> Generation:
        return replace(generation, bundles=tuple(each for each in generation.bundles if each[0] != bundle))

    return released(change)


class NotThere(SessionDescription):
    """Is not registered, as where a module has no licence."""

    def as_json(self, incoming: Incoming) -> Response:
        """Answer that there is nothing."""
        del incoming
        return Response(status_code=404)


class WithoutTheRequest(SessionDescription):
    """Describes everything but what can be asked for."""

    def as_json(self, incoming: Incoming) -> Response:
        """Answer a document without operations."""
        answered = super().as_json(incoming)
        return json_response({**openapi(), "paths": {}}) if answered.status_code == 200 else answered


DEFECTS: Mapping[str, Switch] = {
    "package-refused": telling_besides(package_refused),
    "bundle-not-started": without(AUTO_LOGIN),
    "bundle-stopped-again": telling_besides(bundle_stopped),
    "bundle-unresolved": telling_besides(bundle_unresolved),
    "bundle-failed-when-refreshed": telling_besides(bundle_failed),
    "session-api-not-described": part("description", NotThere),
    "session-request-not-described": part("description", WithoutTheRequest),
    "connector-before-commerce": telling_instead(connector_first),
    "api-package-asks-for-no-restart": telling_instead(with_halves("Impl")),
    "impl-package-asks-for-no-restart": telling_instead(with_halves("API")),
    "restart-asked-for-again": telling_besides(asked_again),
    "commerce-too-old": telling_instead(old_commerce),
    "fix-pack-too-old": released(lambda generation: replace(generation, patches=("dxp-5-7210",))),
}
