"""FHIR JSON as bytes and back, without losing a digit.

FHIR decimals carry their precision ("7.10" is not "7.1"), so numbers with a point are read as
`decimal.Decimal` and written as they were.
Source: https://hl7.org/fhir/R4/json.html#primitive
"""

from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_decoder = msgspec.json.Decoder(float_hook=Decimal)
_encoder = msgspec.json.Encoder(decimal_format="number", order="sorted")
_readable = msgspec.json.Encoder(decimal_format="number")


class NotJson(ValueError):
    """The bytes are no JSON, nested too deeply to be read, or with a number beyond all measure."""


def decode_json(content: bytes) -> Any:
    """The JSON value in UTF-8 bytes; a byte order mark is allowed.

    Raises:
        NotJson: no JSON, nested too deeply, or a number has more exponent than fits a decimal.
    """
    try:
        return _decoder.decode(content.removeprefix(_BYTE_ORDER_MARK))
    except msgspec.DecodeError as cause:
        raise NotJson(str(cause)) from cause
    except UnicodeDecodeError as cause:
        raise NotJson("the text is not UTF-8") from cause
    except RecursionError as cause:
        raise NotJson("it is nested too deeply") from cause
    except InvalidOperation as cause:
        raise NotJson("a number in it is beyond all measure") from cause


def encode_json(value: Any) -> bytes:
    """Stable UTF-8 bytes: the same value gives the same bytes, whatever its keys' order."""
    return _encoder.encode(value)


def format_json(value: Any) -> str:
    """Indented JSON for people, keys in the order given."""
    return msgspec.json.format(_readable.encode(value), indent=2).decode()
