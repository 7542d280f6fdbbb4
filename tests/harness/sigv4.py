"""Signature Version 4 checked as Amazon does it, written apart from the suite's own signing: for the servers that tests
put in Amazon's place. As docs.aws.amazon.com/IAM describes it under "Create a signed AWS API request"."""

import datetime
import hashlib
import hmac
import re
import urllib.parse


def _keyed(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signature(secret, day, region, service, text):
    key = ("AWS4" + secret).encode()
    for part in (day, region, service, "aws4_request"):
        key = _keyed(key, part)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def canonical_query(query):
    """Of the decoded names and values."""
    quote = lambda text: urllib.parse.quote(text, safe="-_.~")
    return "&".join(f"{name}={value}" for name, value in sorted((quote(name), quote(value)) for name, value in query))


def canonical_request(method, path, query, headers, signed, body):
    lines = [method, path or "/", canonical_query(query)]
    lines += [f"{name}:{' '.join(headers[name].split())}" for name in signed]
    return "\n".join([*lines, "", ";".join(signed), hashlib.sha256(body).hexdigest()])


def text_to_sign(canonical, time, scope):
    return "\n".join(["AWS4-HMAC-SHA256", time, scope, hashlib.sha256(canonical.encode()).hexdigest()])


class Refused(Exception):
    """code, as Amazon names it."""


def check(method, target, headers, body, keys, region, service, now=None):
    """Raises Refused unless the request is signed rightly, now, with one of `keys` ({id: (secret, token or None)})."""
    found = re.fullmatch(r"AWS4-HMAC-SHA256 Credential=([^/,]+)/(\d{8})/([^/,]+)/([^/,]+)/aws4_request,\s*"
                         r"SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})", headers.get("authorization", ""))
    if not found:
        raise Refused("MissingAuthenticationToken" if "authorization" not in headers else "IncompleteSignature")
    who, day, where, what, names, said = found.groups()
    if who not in keys:
        raise Refused("InvalidClientTokenId")
    secret, token = keys[who]
    signed = names.split(";")
    needed = {"host", "x-amz-date"} | ({"x-amz-security-token"} if token else set())
    if signed != sorted(signed) or not needed <= set(signed) or not set(signed) <= set(headers):
        raise Refused("IncompleteSignature")
    if token and headers["x-amz-security-token"] != token:
        raise Refused("InvalidClientTokenId")
    time = headers["x-amz-date"]
    moment = datetime.datetime.strptime(time, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    now = now or datetime.datetime.now(datetime.timezone.utc)
    if abs((now - moment).total_seconds()) > 300 or not time.startswith(day):
        raise Refused("RequestExpired")
    if (where, what) != (region, service):
        raise Refused("SignatureDoesNotMatch")
    path, _, query = target.partition("?")
    canonical = canonical_request(method, path, urllib.parse.parse_qsl(query, keep_blank_values=True), headers, signed,
                                  body)
    right = signature(secret, day, region, service, text_to_sign(canonical, time, f"{day}/{where}/{what}/aws4_request"))
    if not hmac.compare_digest(right, said):
        raise Refused("SignatureDoesNotMatch")
