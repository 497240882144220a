"""What a scenario does with the person who attends: says what to do, asks what is seen, keeps it as evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from harness.actors import Buyer
from harness.attestation import Attendance, Attestation, Picture, Question, Said, Screenshot, Word
from harness.attestation.announcing import AS_ADMINISTRATOR
from harness.errors import HarnessFault, Inapplicable, Untestable
from harness.evidence import Evidence
from harness.plan import PlannedScenario
from harness.requirements import Requirement
from harness.targets import Target
from simulators.wire import write_whole


class StagedWitness:
    """The person of one scenario; what is told to be done is asked about in one go."""

    _buyer: Buyer

    def __init__(
        self,
        attendance: Attendance,
        scenario: PlannedScenario,
        evidence: Evidence,
        target: Target,
        out: Path,
        catalogue: Mapping[str, Requirement],
    ) -> None:
        """Take who attends, the storefront, and the folder of the run's results.

        Raises:
            Inapplicable: when the storefront has no menus for an administrator to look in.

        """
        if AS_ADMINISTRATOR in scenario.tags and target.file.kind == "embedded":
            raise Inapplicable("not applied: the reference storefront has no menus that an administrator could look in")
        self._attendance = attendance
        self._scenario = scenario
        self._evidence = evidence
        self._file, self._open_carts = target.file, target.open_carts_url
        self._out = out
        self._about = tuple(
            f"{name} ({catalogue[name].level}): {catalogue[name].text}"
            for name in scenario.requirements
            if name in catalogue
        )
        self._do: list[str] = []

    def shops_as(self, buyer: Buyer) -> Buyer:
        """Let the person be a buyer, who is returned."""
        self._buyer = buyer
        return buyer

    def goes_to(self, menus: str) -> None:
        """Let the person go through menus as an administrator."""
        self._do += [
            f"In a browser in which you are signed in as an administrator, open {self._file.url}",
            f"Go to {menus}. In another language the entries have other names, and the same places.",
        ]

    def punches_out(self) -> None:
        """Let the person punch out in a browser of their own, from the page of the procurement system."""
        buyer = self._buyer
        buyer.prepare()
        page = f"{buyer.procurement.url}/punchouts/{buyer.punch_out.buyer_cookie}"
        self._do += [
            f"In a new private window, open {page}",
            f'Click "Punch out" there. It leads into the storefront, as the buyer {buyer.person.email}.',
        ]

    def opens_twice(self) -> None:
        """Let the person open a start URL that was issued, and open it once more elsewhere.

        Raises:
            NonConformance: when none was issued.

        """
        self._buyer.start()
        self._do += [
            f"In a new private window, open {self._buyer.start_url}",
            "Within a few minutes, open the same address, copied from here, in a window that shares nothing with the "
            "first: in another browser, or after you have closed all private windows.",
        ]

    def fills_cart(self) -> None:
        """Let the person punch out and fill a cart."""
        self.punches_out()
        self._do += [
            "Put two products into the cart, of one of them more than one piece.",
            f"Open the page with the open carts, {self._open_carts}, and find the cart there.",
        ]

    def submits(self) -> None:
        """Let the person punch out, fill a cart and submit it."""
        self.fills_cart()
        self._do.append(
            'Note its products, quantities and prices, click "Submit", and wait until no other page follows.'
        )

    def submits_and_visits(self) -> None:
        """Let the person submit a cart and go to the storefront again, in the same window."""
        self.submits()
        self._do.append(f"In the same window, open {self._file.start_url}")

    def sees(self, what: str) -> None:
        """Ask whether the person sees something, after all that was to be done.

        Raises:
            NonConformance: when it is not so.
            Untestable: when the person cannot tell.
            NotAttended: when nobody answers.

        """
        said, who = self._told(what)
        got = what if said.word is Word.YES else f"no: {said.remark}"
        holds = said.word is Word.YES
        self._evidence.expect("A person sees it", expected=what, got=got, holds=holds, where=f"attested by {who}")

    def knows(self, what: str) -> None:
        """Ask whether something is the case without which there is nothing to judge.

        Raises:
            Inapplicable: when it is not so.
            Untestable: when the person cannot tell.
            NotAttended: when nobody answers.

        """
        said, who = self._told(what)
        if said.word is Word.NO:
            raise Inapplicable(f"not applied: {who} says it is not so that {what}: {said.remark}")

    def _told(self, what: str) -> tuple[Said, str]:
        """Return a yes or no, and who said it."""
        said = self._ask(what)
        who = self._evidence.redacted(self._attendance.name)
        if said.word is Word.CANNOT_TELL:
            raise Untestable(f"{who}, who was asked, cannot tell: {said.remark}")
        return said, who

    def _ask(self, what: str) -> Said:
        """Ask, and keep what is said."""
        do, self._do = tuple(self._do), []
        said = self._attendance.answer(Question(self._scenario.title, self._about, do, what))
        redacted = self._evidence.redacted
        self._evidence.attestations.append(
            Attestation(
                by=redacted(self._attendance.name),
                at=datetime.now().astimezone().isoformat(timespec="seconds"),
                did=tuple(map(redacted, do)),
                looked_for=redacted(what),
                said=str(said.word),
                remark=redacted(said.remark),
                screenshot=self._kept(said.picture) if said.picture else None,
            )
        )
        return said

    def _kept(self, picture: Picture) -> Screenshot:
        number = len(self._evidence.attestations) + 1
        name = f"evidence/{self._scenario.file_stem}-{number}.{picture.ending}"
        try:
            write_whole(self._out / name, picture.content)
        except OSError as error:
            raise HarnessFault(f"the screenshot could not be kept as {name} ({error.strerror})") from error
        return Screenshot(name, picture.media_type, len(picture.content), sha256(picture.content).hexdigest())
