"""Putting DER together: what a container must be, byte for byte, is built anew and compared."""


def der(tag: int, contents: bytes) -> bytes:
    """One value: tag, length in its shortest form, contents."""
    length = len(contents)
    if length < 0x80:
        return bytes((tag, length)) + contents
    size = (length.bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + length.to_bytes(size, "big") + contents
