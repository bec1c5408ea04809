"""Reads Swift as text: blanks comments and strings, and finds types, functions and blocks.

It is no parser: it knows enough of the language to count what scripts/check-house counts, in a second for the whole tree.
"""

import dataclasses
import re

NAME = r"[A-Za-z_]\w*"
FUNCTION = re.compile(r"(?<![\w.`])(?:func\s+(`[^`]+`|[^\s(<]+)|(init)[?!]?(?=\s*[(<])|(subscript)(?=\s*[(<]))")
TYPE = re.compile(r"(?<![\w.])(struct|class|enum|actor|protocol|typealias)\s+(" + NAME + ")")
EXTENSION = re.compile(r"(?<![\w.])extension\s+(" + NAME + r"(?:\." + NAME + r")*)")


@dataclasses.dataclass(frozen=True)
class Function:
    name: str
    line: int
    lines: int
    nesting: int
    unlabelled: int


@dataclasses.dataclass(frozen=True)
class Type:
    kind: str
    name: str
    line: int
    is_private: bool
    is_top: bool


def blank(text: str) -> tuple[str, str]:
    """Returns the code with comments and strings blanked, and the same with the comments alone blanked."""
    code, kept = list(text), list(text)
    end = len(text)

    def wipe(start: int, stop: int, *layers: list[str]) -> None:
        for index in range(start, min(stop, end)):
            if text[index] != "\n":
                for layer in layers:
                    layer[index] = " "

    def scan(index: int, closes_at_parenthesis: bool) -> int:
        depth = 0
        while index < end:
            if text.startswith("//", index):
                stop = text.find("\n", index)
                stop = end if stop < 0 else stop
                wipe(index, stop, code, kept)
                index = stop
            elif text.startswith("/*", index):
                level, stop = 1, index + 2
                while stop < end and level:
                    if text.startswith("/*", stop):
                        level, stop = level + 1, stop + 2
                    elif text.startswith("*/", stop):
                        level, stop = level - 1, stop + 2
                    else:
                        stop += 1
                wipe(index, stop, code, kept)
                index = stop
            elif match := re.compile(r'(#*)("""|")').match(text, index):
                index = string(index, match[1], match[2])
            else:
                if closes_at_parenthesis:
                    if text[index] == "(":
                        depth += 1
                    elif text[index] == ")":
                        depth -= 1
                        if depth == 0:
                            return index + 1
                index += 1
        return index

    def string(start: int, hashes: str, quote: str) -> int:
        index = start + len(hashes) + len(quote)
        begun = start
        while index < end:
            if text.startswith("\\" + hashes + "(", index):
                wipe(begun, index, code)
                opened = index + 1 + len(hashes)
                index = scan(opened, True)
                code[opened] = " "
                code[index - 1] = " "
                begun = index
            elif text.startswith("\\" + hashes, index):
                index += 2 + len(hashes)
            elif text.startswith(quote + hashes, index):
                index += len(quote) + len(hashes)
                break
            elif quote == '"' and text[index] == "\n":
                break
            else:
                index += 1
        wipe(begun, index, code)
        return index

    scan(0, False)
    return "".join(code), "".join(kept)


def line_of(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1


def closing(code: str, start: int) -> int:
    """Returns the place of the bracket that closes the one at start; the text's end where none does."""
    pairs = {"(": ")", "{": "}", "<": ">", "[": "]"}
    opened, closed, depth = code[start], pairs[code[start]], 0
    for index in range(start, len(code)):
        if code[index] == opened:
            depth += 1
        elif code[index] == closed and not (closed == ">" and code[index - 1] == "-"):
            depth -= 1
            if depth == 0:
                return index
    return len(code)


def pieces(text: str) -> list[str]:
    """Returns the parts of a list between its outer commas."""
    parts, depth, last = [], 0, 0
    for index, character in enumerate(text):
        if character in "([{<":
            depth += 1
        elif character in ")]}" or (character == ">" and text[index - 1] != "-"):
            depth -= 1
        elif character == "," and depth == 0:
            parts.append(text[last:index])
            last = index + 1
    parts.append(text[last:])
    return [part.strip() for part in parts if part.strip()]


def depth_within(code: str) -> int:
    """Returns how many blocks deep the innermost block stands."""
    depth = most = 0
    for character in code:
        if character == "{":
            depth += 1
            most = max(most, depth)
        elif character == "}":
            depth -= 1
    return most


def protocols(code: str) -> list[tuple[str, int, int, int]]:
    """Returns name, line, and the body's bounds of each protocol."""
    found = []
    for match in TYPE.finditer(code):
        if match[1] != "protocol":
            continue
        start = code.find("{", match.end())
        if start >= 0:
            found.append((match[2], line_of(code, match.start()), start, closing(code, start)))
    return found


def requirements(body: str) -> int:
    """Returns how many methods, properties, initialisers and associated types a protocol asks for."""
    plain = re.sub(r"\{[^{}]*\}", "", body)
    return len(FUNCTION.findall(plain)) + len(re.findall(r"(?<![\w.])(?:var|associatedtype)\s", plain))


def functions(code: str) -> list[Function]:
    """Returns the functions, initialisers and subscripts that have a body."""
    bounds = [(start, stop) for _, _, start, stop in protocols(code)]
    found = []
    for match in FUNCTION.finditer(code):
        if any(start < match.start() < stop for start, stop in bounds):
            continue
        index = match.end()
        while index < len(code) and code[index].isspace():
            index += 1
        if index < len(code) and code[index] == "<":
            index = closing(code, index) + 1
            while index < len(code) and code[index].isspace():
                index += 1
        if index >= len(code) or code[index] != "(":
            continue
        stop = closing(code, index)
        parameters = pieces(code[index + 1 : stop])
        head = re.compile(r"[\w\s.<>,()\[\]?!&:@~=`-]*").match(code, stop + 1)
        body = head.end() if head else len(code)
        if body >= len(code) or code[body] != "{":
            continue
        end = closing(code, body)
        name = match[1] or match[2] or match[3]
        # A subscript's parameters have no labels unless they are given some.
        unlabelled = sum(1 for part in parameters if re.match(r"(?:@\w+\s+)*_\s", part)) if name != "subscript" else 0
        line = line_of(code, match.start())
        inner = code[body + 1 : end]
        found.append(Function(name, line, line_of(code, end) - line + 1, depth_within(inner), unlabelled))
    return found


def types(code: str) -> list[Type]:
    """Returns the types that are declared."""
    found = []
    for match in TYPE.finditer(code):
        start = code.rfind("\n", 0, match.start()) + 1
        before = code[start : match.start()]
        is_private = re.search(r"\b(?:private|fileprivate)\b", before) is not None
        is_top = code[: match.start()].count("{") == code[: match.start()].count("}")
        found.append(Type(match[1], match[2], line_of(code, match.start()), is_private, is_top))
    return found


def extensions(code: str) -> list[tuple[str, int]]:
    """Returns name and line of each type that is extended, at the name's first part."""
    return [(match[1].split(".")[0], line_of(code, match.start())) for match in EXTENSION.finditer(code)]
