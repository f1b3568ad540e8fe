"""Square codes (QR, ISO/IEC 18004) as drawings of one path.

Level M: a code is read with 15 parts of a hundred of it gone. The library chooses the pattern that is read best, in C;
the one written in Python took ten times as long as drawing the whole page.
"""

from dataclasses import dataclass
from typing import Final

import zint

_LEVEL_M: Final = 2
_QUIET: Final = 4


@dataclass(frozen=True, slots=True)
class Square:
    """A code. `modules` along one side, without the quiet zone of four that belongs around it."""

    modules: int
    svg: str

    def quiet_share(self) -> float:
        """How wide the quiet zone is, in widths of the code."""
        return _QUIET / self.modules


def square_code(text: str) -> Square:
    """The code that says `text`. Raises ValueError where no code is large enough."""
    # Not above: commands that draw nothing begin without it.
    import numpy  # noqa: PLC0415

    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.QRCODE
    symbol.option_1 = _LEVEL_M
    try:
        symbol.encode(text.encode())
    except RuntimeError as error:
        raise ValueError("no square code holds as much text") from error
    size = symbol.width
    rows = numpy.asarray(symbol.encoded_data)[:size, : (size + 7) // 8]
    dark = numpy.unpackbits(rows, axis=1, bitorder="little")[:, :size].astype(numpy.int8)
    changes = numpy.argwhere(numpy.diff(dark, axis=1, prepend=0, append=0)).tolist()
    path = "".join(
        f"M{start} {row}h{end - start}v1H{start}z"
        for (row, start), (_, end) in zip(changes[::2], changes[1::2], strict=True)
    )
    return Square(
        size, f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'
    )
