"""Three tones as an MP3, in place of the voices that the demo doesn't have.

A frame (MPEG-1 layer III, 32 kbit/s, 44.1 kHz, mono) holds twice the same single line of the
spectrum: pairs of noughts, then one coefficient of 1, by Huffman table 1 (ISO 11172-3, 2.4.3.4).
"""

HEADER, LENGTH = b"\xff\xfb\x10\xc0", 104  # bytes of a frame
TONES = [(23, 20), (18, 20), (15, 40)]  # line of 38 Hz each, and frames of 26 ms each
LOUD, FADING, SOFT = 200, 2 / 3, 150  # the gain in quarters of a halving


def chime() -> bytes:
    """Two and a half seconds; each tone fades."""
    frames = [
        _frame(line, max(SOFT, LOUD - round(number * FADING)))
        for line, count in TONES
        for number in range(count)
    ]
    return b"".join(frames)


def _frame(line, gain):
    pairs, is_second = divmod(line, 2)
    spectrum = "1" * pairs + ("001" if is_second else "01") + "0"  # the last bit is the sign
    granule = f"{len(spectrum):012b}{pairs + 1:09b}{gain:08b}" + "0" * 5
    granule += f"{1:05b}" * 3 + "0" * 10  # table 1 in all regions; nothing else is used
    bits = "0" * 18 + granule * 2 + spectrum * 2
    bits += "0" * (-len(bits) % 8)
    content = HEADER + int(bits, 2).to_bytes(len(bits) // 8, "big")
    return content.ljust(LENGTH, b"\0")
