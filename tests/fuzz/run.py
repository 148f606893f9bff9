"""Coverage-guided fuzzing of every reader with atheris, reader by reader, each in a process of its own.

    python tests/fuzz/run.py --seconds 60

Bytes for which a reader breaks a promise (a crash, more than ten seconds, more than 2 GB) are left in
``tests/fuzz/findings``, where ``tests/test_fuzzed.py`` holds them from then on.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
FINDINGS = HERE / "findings"
READERS = ("page-text", "page-html", "daily-json", "records", "references", "atom", "any-source")
LONGEST_INPUT = 16_384
MOST_SECONDS_AN_INPUT = 10
MOST_MEGABYTES = 2048


def main() -> int:
    """Fuzz all readers, or be the process that fuzzes one; the exit code is 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="for all readers together (default: %(default)s)")
    parser.add_argument("--reader", choices=READERS, nargs="+", default=READERS, help="only these")
    parser.add_argument("--here", nargs=argparse.REMAINDER, default=None, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.here is not None:
        _fuzz(arguments.reader[0], arguments.here)
    each = max(1, arguments.seconds // len(arguments.reader))
    return max(_in_a_process(reader, each) for reader in arguments.reader)


def _in_a_process(reader: str, seconds: int) -> int:
    from seeds import SEEDS, WORDS

    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder, "words")
        told = ("".join(f"\\x{byte:02X}" for byte in word.encode()) for word in WORDS)
        words.write_text("\n".join(f'"{word}"' for word in told) + "\n", encoding="ascii")
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for number, seed in enumerate(SEEDS[reader]):
            (corpus / f"seed-{number}").write_bytes(seed)
        options = [
            f"-max_total_time={seconds}",
            f"-max_len={LONGEST_INPUT}",
            f"-timeout={MOST_SECONDS_AN_INPUT}",
            f"-rss_limit_mb={MOST_MEGABYTES}",
            f"-dict={words}",
            f"-artifact_prefix={FINDINGS / reader}-",
            "-print_final_stats=1",
            "-verbosity=0",
            str(corpus),
        ]
        command = [sys.executable, __file__, "--reader", reader, "--here", *options]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    runs = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
    memory = re.search(r"peak_rss_mb:\s*(\d+)", done.stderr)
    n_runs, peak = (int(found[1]) if found else 0 for found in (runs, memory))
    found = f"\n{done.stdout[-3000:]}{done.stderr[-3000:]}" if done.returncode else ""
    sys.stdout.write(f"{reader:<11} {n_runs:>9,} inputs in {seconds:,} s, at most {peak:,} MB{found}\n")
    sys.stdout.flush()
    return int(bool(done.returncode))


def _fuzz(reader: str, options: list[str]) -> None:
    import atheris

    with atheris.instrument_imports(include=["analysis", "bibtexparser", "rispy", "html", "_markupbase"]):
        from promises import READERS as PROMISES

    atheris.Setup([sys.argv[0], *options], PROMISES[reader])
    atheris.Fuzz()


if __name__ == "__main__":
    raise SystemExit(main())
