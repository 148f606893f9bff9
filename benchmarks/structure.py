"""How a package is built, counted in its source: sizes, import cycles, docstrings, annotations.

One row for ours and one for each package folder named, in the columns of a table of other projects:
files and lines; med/max lines of a file; p90/fmax lines of a function less its docstring; doc and typ, the % of
functions with a docstring and with every argument and the result annotated; args, the most of one function;
public, the % of public functions and methods with a docstring; raises, that of those that raise errors themselves
whose docstring says so (``:raises``); shapes, that of those with arrays whose docstring tells their shapes; and
import cycles, those at the top of modules first.

    python benchmarks/structure.py
    python benchmarks/structure.py --longest 5 .venv/lib/python3.11/site-packages/bertopic
"""

from __future__ import annotations

import argparse
import ast
import graphlib
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

OURS = Path(__file__).parents[1] / "src" / "analysis"
COLUMNS = "package | files | lines | med | max | p90 | fmax | doc | typ | args | public | raises | shapes | cycles"

Node = ast.FunctionDef | ast.AsyncFunctionDef
Imports = dict[str, set[str]]


@dataclass(frozen=True)
class Module:
    """One file of a package."""

    name: str
    """Below the package, with dots: ``dumps.folder``; that of a package is its ``__init__``."""
    lines: int
    tree: ast.Module


@dataclass(frozen=True)
class Function:
    """One function or method, also one inside another."""

    module: str
    name: str
    """With what it lies in: ``Class.method``."""
    node: Node

    @property
    def where(self) -> str:
        """Its module and name."""
        return f"{self.module}.{self.name}"

    @property
    def lines(self) -> int:
        """Lines from ``def`` to its end, less those of the docstring; decorators are not counted."""
        first = self.node.body[0]
        docstring = _lines(first) if self.documented else 0
        return _lines(self.node) - docstring

    @property
    def arguments(self) -> list[ast.arg]:
        """Every argument but ``self`` and ``cls``, ``*args`` and ``**kwargs`` included."""
        given = self.node.args
        named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        return [one for one in named if one is not None and one.arg not in ("self", "cls")]

    @property
    def annotated(self) -> bool:
        """Whether every argument and the result has a type."""
        return self.node.returns is not None and all(one.annotation is not None for one in self.arguments)

    @property
    def public(self) -> bool:
        """Whether it lies in a module or a class under a name without underscore."""
        return not any(part.startswith("_") for part in self.name.split(".")) and "<" not in self.name

    @property
    def documented(self) -> bool:
        """Whether it has a docstring."""
        return ast.get_docstring(self.node) is not None

    @property
    def raises(self) -> bool:
        """Whether it names an error in a ``raise`` of its own."""
        return any(isinstance(node, ast.Raise) and node.exc is not None for node in _own(self.node))

    @property
    def says_raises(self) -> bool:
        """Whether its docstring tells of errors."""
        return ":raises" in (ast.get_docstring(self.node) or "")

    @property
    def takes_arrays(self) -> bool:
        """Whether an array of NumPy is among its arguments, or its result."""
        types = [self.node.returns, *(one.annotation for one in self.arguments)]
        return any(name in ast.unparse(one) for one in types if one is not None for name in ("NDArray", "ndarray"))

    @property
    def says_shapes(self) -> bool:
        """Whether its docstring tells of shapes."""
        return "shape" in (ast.get_docstring(self.node) or "")


def modules(package: Path) -> list[Module]:
    """Read every file of a package folder, tests left out, by name."""
    found = []
    for path in sorted(package.rglob("*.py")):
        below = path.relative_to(package)
        if not {"tests", "test"} & set(below.parts):
            text = path.read_text(encoding="utf-8")
            name = ".".join(below.with_suffix("").parts)
            found.append(Module(name, len(text.splitlines()), ast.parse(text)))
    return found


def functions(module: Module) -> list[Function]:
    """List every function of a module; one inside another has ``<locals>`` in its name."""
    return [Function(module.name, name, node) for name, node in _functions(module.tree)]


def imports(found: Iterable[Module], package: str, top_only: bool) -> Imports:
    """Say which modules of the package each one imports.

    :param package: name it is imported by.
    :param top_only: look at what is loaded with the module alone, not at imports inside functions or for types.
    """
    known = {module.name: module for module in found}
    return {
        name: {other for full in _named(module, package, top_only) for other in _module_of(full, package, known)}
        - {name}
        for name, module in known.items()
    }


def cycle(graph: Imports) -> list[str]:
    """Return one import cycle, each module before one it imports, the first again at the end; or nothing."""
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return list(reversed(error.args[1]))
    return []


def undocumented(module: Module) -> list[str]:
    """List what is public in a module and has no docstring: it, its classes, functions and methods."""
    classes = [node for node in module.tree.body if isinstance(node, ast.ClassDef)]
    without = [node.name for node in classes if not node.name.startswith("_") and not ast.get_docstring(node)]
    without += [one.name for one in functions(module) if one.public and not one.documented]
    return [f"{module.name}.{name}" for name in without] + (
        [] if ast.get_docstring(module.tree) else [module.name]
    )


def row(package: Path) -> list[str]:
    """Measure a package: one text for each of ``COLUMNS``."""
    found = modules(package)
    every = [function for module in found for function in functions(module)]
    sizes = sorted(function.lines for function in every) or [0]
    public = [function for function in every if function.public]
    return [
        package.name,
        *(str(number) for number in (len(found), sum(module.lines for module in found))),
        f"{statistics.median(module.lines for module in found):.0f}",
        *(str(number) for number in (max(module.lines for module in found), sizes[int(0.9 * (len(sizes) - 1))])),
        str(sizes[-1]),
        _percent(function.documented for function in every),
        _percent(function.annotated for function in every),
        str(max((len(function.arguments) for function in every), default=0)),
        _percent(function.documented for function in public),
        _percent(function.says_raises for function in public if function.raises),
        _percent(function.says_shapes for function in public if function.takes_arrays),
        _cycles(found, package.name),
    ]


def main() -> None:
    """Print the row of each package, and where asked the longest of its files and functions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="*", type=Path, help="folders of other packages")
    parser.add_argument("--longest", type=int, default=0, help="files and functions to name (%(default)s)")
    asked = parser.parse_args()
    print(f"| {COLUMNS} |\n|{'---|' * len(COLUMNS.split('|'))}")
    for package in [OURS, *asked.packages]:
        print(f"| {' | '.join(row(package))} |")
    for package in [OURS, *asked.packages] if asked.longest else []:
        found = modules(package)
        sized = [(module.lines, module.name) for module in found]
        long = [(one.lines, one.where) for module in found for one in functions(module)]
        for what, lengths in (("files", sized), ("functions", long)):
            named = sorted(lengths, reverse=True)[: asked.longest]
            print(f"\n{package.name}, longest {what}: {', '.join(f'{name} {lines}' for lines, name in named)}")


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _functions(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, Node]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Node):
            yield f"{inside}{node.name}", node
            yield from _functions(node, f"{inside}{node.name}.<locals>.")
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{inside}{node.name}.")
        else:
            yield from _functions(node, inside)


def _own(function: Node) -> Iterator[ast.AST]:
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Node | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def _named(module: Module, package: str, top_only: bool) -> Iterator[str]:
    parents = [package, *module.name.split(".")[:-1]]
    for node in module.tree.body if top_only else ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = parents[: len(parents) - node.level + 1] if node.level else []
            source = ".".join([*above, *(node.module or "").split(".")]).rstrip(".")
            yield from (f"{source}.{alias.name}" for alias in node.names)


def _module_of(full: str, package: str, known: dict[str, Module]) -> Iterator[str]:
    """Find the module a dotted name is, or lies in; what a package itself holds lies in its ``__init__``."""
    root, *parts = full.split(".")
    if root != package:
        return
    for end in (len(parts), len(parts) - 1):
        for candidate in (".".join(parts[:end]), ".".join([*parts[:end], "__init__"])):
            if end >= 0 and candidate in known:
                yield candidate
                return


def _cycles(found: list[Module], package: str) -> str:
    at_top, at_all = (cycle(imports(found, package, top_only)) for top_only in (True, False))
    if at_top:
        return " > ".join(at_top)
    return f"hidden: {' > '.join(at_all)}" if at_all else "none"


def _percent(held: Iterable[bool]) -> str:
    answers = list(held)
    return f"{100 * sum(answers) / len(answers):.0f}" if answers else "-"


if __name__ == "__main__":
    main()
