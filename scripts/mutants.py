"""The small faults that `make mutate` puts into the code: where one can be put, and what it changes.

Only what runs inside functions is changed; tables, defaults and decorators run at import and stay as they are.
Strings stay too: a code that is misspelt shows at once. So do assertions and `strict=`, which only guard ourselves.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

type Function = ast.FunctionDef | ast.AsyncFunctionDef

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
# What is judged by its own operators and therefore not turned round as a whole.
TURNED_ELSEWHERE = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Constant)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: the node in `holder`'s `field` is replaced by `fault`."""

    path: Path
    tree: ast.Module
    holder: ast.AST
    field: str
    index: int | None
    fault: ast.AST
    statement: ast.AST
    within: str
    """The function, as `Class.method`."""

    @property
    def sound(self) -> ast.AST:
        """What stands there without the fault."""
        found: Any = getattr(self.holder, self.field)
        place: ast.AST = found if self.index is None else found[self.index]
        return place

    @property
    def line(self) -> int:
        """Where it begins in the file."""
        return int(getattr(self.sound, "lineno", 0) or getattr(self.holder, "lineno", 0))

    @property
    def lines(self) -> frozenset[int]:
        """The lines of which at least one is run by a test that can notice: those of the statement's head."""
        first, last = head(self.statement)
        end = getattr(self.sound, "end_lineno", None) or self.line
        return frozenset((*range(first, last + 1), *range(self.line, end + 1)))

    @property
    def change(self) -> str:
        """What stood there and what stands there now, for people."""
        shown = [self.holder if isinstance(self.sound, ast.cmpop | ast.boolop | ast.operator) else self.sound]
        before = ast.unparse(shown[0])
        self._put(self.fault, keep := self.sound)
        after = ast.unparse(shown[0] if shown[0] is self.holder else self.fault)
        self._put(keep, self.fault)
        return f"{short(before)}  →  {short(after)}"

    def codes(self) -> Iterator[CodeType]:
        """Every piece of code in the file, compiled with the fault in it."""
        self._put(self.fault, keep := self.sound)
        try:
            module = compile(self.tree, str(self.path), "exec", dont_inherit=True)
        finally:
            self._put(keep, self.fault)
        return pieces(module)

    def _put(self, node: ast.AST, instead_of: ast.AST) -> None:
        ast.copy_location(node, instead_of)
        if self.index is None:
            setattr(self.holder, self.field, node)
        else:
            getattr(self.holder, self.field)[self.index] = node


def mutants_of(path: Path) -> list[Mutant]:
    """Every fault that can be put into the file, in its order."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [
        Mutant(path, tree, holder, field, index, ast.fix_missing_locations(fault), statement, name)
        for function, name in functions(tree, "")
        for holder, field, index, node, statement in places(function, function)
        for fault in faults(node, holder, field)
    ]
    return sorted(found, key=lambda each: each.line)


def pieces(code: CodeType) -> Iterator[CodeType]:
    """The code and all code within it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from pieces(constant)


def functions(node: ast.AST, prefix: str) -> Iterator[tuple[Function, str]]:
    """The outermost functions and methods; what is nested belongs to them."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child, prefix + child.name
        elif isinstance(child, ast.ClassDef):
            yield from functions(child, f"{prefix}{child.name}.")
        elif not isinstance(child, ast.expr):
            yield from functions(child, prefix)


type Place = tuple[ast.AST, str, int | None, ast.AST, ast.AST]


def places(node: ast.AST, statement: ast.AST) -> Iterator[Place]:
    """Each node below `node`, with who holds it, under which name and number, and the statement around it."""
    if isinstance(node, ast.Assert) or (isinstance(node, ast.keyword) and node.arg == "strict"):
        return
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "args") and not isinstance(node, ast.Call):
            continue
        several = value if isinstance(value, list) else [value]
        for index, child in enumerate(several):
            if isinstance(child, ast.AST):
                around = child if isinstance(child, ast.stmt) else statement
                yield node, field, index if isinstance(value, list) else None, child, around
                yield from places(child, around)


def head(statement: ast.AST) -> tuple[int, int]:
    """The first and the last line of a statement without the statements in it."""
    first: int = getattr(statement, "lineno")  # noqa: B009  an AST in general has none
    inner = getattr(statement, "body", None) or getattr(statement, "cases", None)
    if isinstance(inner, list):
        begin = inner[0].pattern if isinstance(inner[0], ast.match_case) else inner[0]
        return first, max(first, begin.lineno - 1)
    return first, int(getattr(statement, "end_lineno", first))


def faults(node: ast.AST, holder: ast.AST, field: str) -> Iterator[ast.AST]:
    """What may stand in place of a node."""
    if isinstance(node, ast.cmpop):
        yield from (other() for other in COMPARISONS[type(node)])
    elif isinstance(node, ast.And | ast.Or):
        yield ast.Or() if isinstance(node, ast.And) else ast.And()
    elif isinstance(node, ast.operator) and type(node) in SUMS and not joins_text(holder):
        yield SUMS[type(node)]()
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)
    elif isinstance(node, ast.Return) and not is_none(node.value):
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Break | ast.Continue):
        yield ast.Continue() if isinstance(node, ast.Break) else ast.Break()
    elif isinstance(node, ast.Name) and field == "func" and node.id in NAMES:
        yield ast.Name(NAMES[node.id], ast.Load())
    if field in ("test", "ifs") and not isinstance(node, TURNED_ELSEWHERE) and isinstance(node, ast.expr):
        yield ast.UnaryOp(ast.Not(), node)


def joins_text(holder: ast.AST) -> bool:
    """Whether a sum puts texts together: to subtract them says nothing about the tests."""
    sides = (getattr(holder, "left", None), getattr(holder, "right", None), getattr(holder, "value", None))
    return any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in sides
    )


def is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def short(text: str) -> str:
    """One line of at most 90 characters."""
    text = " ".join(text.split())
    return text if len(text) <= 90 else f"{text[:44]} … {text[-43:]}"
