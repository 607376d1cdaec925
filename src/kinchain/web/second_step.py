"""The second step: codes by time (RFC 6238), each good once, and recovery codes."""

from __future__ import annotations

import base64
import hmac
import re
import secrets

import pyotp
import segno

from kinchain.store.accounts import Account, Accounts

ISSUER = "kinchain"
N_CODES = 8
CODE_BYTES = 15
STEP_S = 30
LATE_STEPS = 1
"""A code of the step before or after counts too: clocks differ."""

DIGITS = re.compile(r"\d{6}")


def new_totp() -> str:
    """Return a secret for a code app, in base 32: 160 bits."""
    return pyotp.random_base32()


def picture(account: Account, secret: str) -> str:
    """Return the secret as a QR code, as the address of a picture.

    Parameters
    ----------
    account
        Whose it is.
    secret
        The secret.
    """
    uri = pyotp.TOTP(secret).provisioning_uri(name=account.name, issuer_name=ISSUER)
    code = segno.make(uri, error="m", micro=False)
    return code.svg_data_uri(scale=4, border=3, dark="#000", light="#fff")


def new_codes() -> tuple[str, ...]:
    """Return recovery codes, 120 bits each, in groups of four signs."""
    return tuple(_grouped(secrets.token_bytes(CODE_BYTES)) for _ in range(N_CODES))


def _grouped(code: bytes) -> str:
    text = base64.b32encode(code).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def plain(code: str) -> str:
    """Return a recovery code as it is kept: small letters and digits alone.

    Parameters
    ----------
    code
        As it was shown, or typed.
    """
    return re.sub(r"[^a-z2-7]", "", code.casefold())


def step_of(secret: str, typed: str, time_s: float) -> int | None:
    """Return the time step that a code belongs to; None where it is wrong.

    Parameters
    ----------
    secret
        The secret, in base 32.
    typed
        What was typed.
    time_s
        The time in seconds since 1970.
    """
    code = re.sub(r"\s", "", typed)
    if not DIGITS.fullmatch(code) or not code.isascii():
        return None
    now, right = int(time_s // STEP_S), None
    totp = pyotp.TOTP(secret)
    for step in range(now - LATE_STEPS, now + LATE_STEPS + 1):
        if hmac.compare_digest(totp.generate_otp(step), code):
            right = step
    return right


def is_passed(accounts: Accounts, account: Account, typed: str, time_s: float) -> bool:
    """Say whether the second step is passed; a code that passes is used up.

    Parameters
    ----------
    accounts
        Where it is kept.
    account
        Whose it is.
    typed
        A code of the app, or a recovery code.
    time_s
        The time in seconds since 1970.
    """
    if not account.has_totp or account.totp is None:
        return True
    step = step_of(account.totp, typed, time_s)
    if step is not None:
        return accounts.use_step(account.id, step)
    code = plain(typed)
    return len(code) == CODE_BYTES * 8 // 5 and accounts.use_code(account.id, code)
