"""The media types that schemathesis does not write by itself."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(_context, value):
    return json.dumps(value).encode() + b"\n"


@schemathesis.deserializer("application/x-ndjson")
def first_line(_context, response):
    return json.loads(response.content.splitlines()[0])
