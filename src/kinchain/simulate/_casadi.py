"""The one place where CasADi is imported; only modules that solve import this one."""

from __future__ import annotations

from typing import Any

import casadi  # type: ignore[import-untyped, unused-ignore]

ca: Any = casadi
Sym = Any
"""A CasADi symbol or expression."""
