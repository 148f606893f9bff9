"""Memory that libraries keep for later, given back to the system between stages."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Give back what nobody uses: the C library and pyarrow keep freed memory, and the next stage would add to it.

    Does nothing where the C library cannot (``malloc_trim`` is glibc's).
    """
    if "pyarrow" in sys.modules:
        import pyarrow as pa

        pa.default_memory_pool().release_unused()
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)
