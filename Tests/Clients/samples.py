"""Requests and answers the tests of all three SDKs share."""

import base64
import struct
import zlib

#: The JSON Schema of a tool with a required word, a choice and a nested object.
WEATHER_SCHEMA = {
    "type": "object",
    "properties": {
        "city": {"type": "string", "description": "Name of the city"},
        "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
    },
    "required": ["city", "unit"],
    "additionalProperties": False,
}

TIME_SCHEMA = {
    "type": "object",
    "properties": {"zone": {"type": "string"}},
    "required": ["zone"],
    "additionalProperties": False,
}

#: What a structured answer has to satisfy.
PERSON_SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "age": {"type": "integer"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "address": {
            "type": "object",
            "properties": {"street": {"type": "string"}, "zip": {"type": "string"}},
            "required": ["street", "zip"],
            "additionalProperties": False,
        },
    },
    "required": ["name", "age", "tags", "address"],
    "additionalProperties": False,
}

CALL_ONE = "Please call get_weather for city=Kyoto"
CALL_TWO = "Please call get_weather and get_time, city=Kyoto zone=JST"
#: Text in several scripts: code points of one to four bytes, and a joined emoji.
MANY_SCRIPTS = "Grüße, 関門, שלום, 👩‍🚀 done"


def png():
    """The smallest honest PNG: one red pixel."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00\xff\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


PNG = png()
PNG_BASE64 = base64.b64encode(PNG).decode()
#: How the simulated provider acknowledges that picture.
PNG_SEEN = f"image/png, {len(PNG)} bytes"


def dropped(headers):
    """The fields the gateway says it could not express."""
    return [name.strip() for name in headers.get("x-kanmon-dropped", "").split(",") if name.strip()]
