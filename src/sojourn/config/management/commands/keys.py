"""`sojourn keys`: make, list, rotate, retire keys, and say that one is compromised."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from sojourn.casework.hosting.seals import key_holder
from sojourn.certificates.errors import SealUnavailable
from sojourn.certificates.keyring import Purpose
from sojourn.certificates.keyring.access import KeyView, keys_of
from sojourn.certificates.keyring.errors import KeyRefused
from sojourn.certificates.keyring.events import (
    activate_key,
    certify_key,
    make_key,
    retire_key,
    tell_compromised,
)
from sojourn.certificates.keyring.states import State
from sojourn.certificates.keys import SealHolder
from sojourn.core.actors import SYSTEM

_REFUSALS: Final = {
    "key_unknown": "There is no key with this name. `sojourn keys list` shows all.",
    "key_state_forbids": "That cannot be done with this key as it stands ({source}); see `sojourn keys list`.",
    "key_named_in_settings": "The settings name this holder's key. Take it out there first.",
    "key_expired": "Its certificate, or one above it, does not hold today.",
    "moment_in_the_future": "This moment lies in the future.",
    "chain_wrong.unreadable": "The file holds no certificates in PEM, or too many.",
    "chain_wrong.other_key": "The first certificate belongs to another key.",
    "chain_wrong.broken": "A certificate is not signed by the one after it, or that one may not sign certificates.",
    "chain_wrong.authority": "The first certificate is one of an authority, not of a key that seals.",
    "chain_wrong.not_valid_now": "A certificate has ended or has not begun.",
}


class Command(BaseCommand):
    help = "The keys with which institutions seal and sign."

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        new = steps.add_parser("new")
        new.add_argument("holder")
        new.add_argument("purpose", choices=["seal", "credential"])
        new.add_argument("--in-token", action="store_true")
        new.add_argument("--self-signed", action="store_true")
        certify = steps.add_parser("certify")
        certify.add_argument("key", type=UUID)
        certify.add_argument("chain", type=Path)
        steps.add_parser("list").add_argument("holder", nargs="?")
        rotate = steps.add_parser("rotate")
        rotate.add_argument("holder")
        rotate.add_argument("purpose", choices=["seal", "credential"])
        steps.add_parser("retire").add_argument("kid")
        compromised = steps.add_parser("compromised")
        compromised.add_argument("kid")
        compromised.add_argument("--since", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['step']}")(options)
        except KeyRefused as refused:
            what = refused.params.get("what")
            sentence = _REFUSALS[f"{refused.code}.{what}" if what else refused.code]
            raise CommandError(sentence.format(source=refused.params.get("source", ""))) from None
        except SealUnavailable:
            raise CommandError("The token does not answer, or has no such key.") from None
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None

    def _new(self, options: dict[str, Any]) -> None:
        key = make_key(
            holder=_holder(options["holder"]),
            purpose=Purpose(options["purpose"]),
            actor=SYSTEM,
            in_token=options["in_token"],
            sign_itself=options["self_signed"],
        )
        self._tell_new(key)

    def _tell_new(self, key: KeyView) -> None:
        if key.state is State.READY:
            self.stdout.write(
                f"Key {key.kid} is ready. `sojourn keys rotate {key.holder_id} --purpose={key.purpose}`"
            )
            self.stdout.write(
                "lets it sign, best when those who check offline have fetched the list of keys."
            )
            return
        self.stdout.write(
            f"Key {key.id} waits for its certificate. Send this request to your certification authority,"
        )
        self.stdout.write(f"then: sojourn keys certify {key.id} CHAIN.pem")
        self.stdout.write(key.request)

    def _certify(self, options: dict[str, Any]) -> None:
        try:
            chain = options["chain"].read_bytes()
        except OSError as error:
            raise CommandError(str(error)) from None
        self._tell_new(certify_key(key=options["key"], chain=chain, actor=SYSTEM))

    def _list(self, options: dict[str, Any]) -> None:
        for key in keys_of(options["holder"]):
            until = (
                f"good until {key.valid_until:%Y-%m-%d}" if key.valid_until else "waits for its certificate"
            )
            since = key.compromised_since
            given_away = f", others may hold it since {since:%Y-%m-%d %H:%M} UTC" if since else ""
            name = key.kid or str(key.id)
            self.stdout.write(
                f"{key.holder_id:20} {key.purpose:10} {name:16} {key.state:11} {key.store:13} {until}{given_away}"
            )

    def _rotate(self, options: dict[str, Any]) -> None:
        holder, purpose = _holder(options["holder"]), Purpose(options["purpose"])
        ready = [key for key in keys_of(holder.id) if (key.purpose, key.state) == (purpose, State.READY)]
        key = ready[-1] if ready else make_key(holder=holder, purpose=purpose, actor=SYSTEM)
        if key.state is not State.READY:
            self._tell_new(key)
            return
        activate_key(kid=key.kid, actor=SYSTEM)
        self.stdout.write(f"Key {key.kid} signs from now on. What the one before it signed still counts.")

    def _retire(self, options: dict[str, Any]) -> None:
        key = retire_key(kid=options["kid"], actor=SYSTEM)
        self.stdout.write(f"Key {key.kid} signs no more. What it signed still counts.")

    def _compromised(self, options: dict[str, Any]) -> None:
        since = _moment(options["since"])
        key = tell_compromised(kid=options["kid"], since=since, actor=SYSTEM)
        self.stdout.write(
            f"Key {key.kid} counts as given away since {since:%Y-%m-%d %H:%M:%S} UTC. It signs no more."
        )
        self.stdout.write("What it signed counts only where the public log shows it from before.")
        others = [(each.purpose, each.state) for each in keys_of(key.holder_id)]
        if (key.purpose, State.ACTIVE) not in others:
            self.stdout.write("Issuing waits for a new key:")
            self.stdout.write(f"sojourn keys rotate {key.holder_id} --purpose={key.purpose}")


def _holder(holder_id: str) -> SealHolder:
    try:
        return key_holder(holder_id)
    except KeyError:
        raise CommandError(f"The law data know no institution {holder_id}.") from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError("--since is a moment like 2026-11-22T09:30:00Z.") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
