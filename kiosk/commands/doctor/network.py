"""The way to the central service: name, proxy, login page, encryption."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from kiosk.commands.doctor.checks import Check, DoesNotApply, Found, Group, NotKnown, Remedy
from kiosk.commands.doctor.subject import Subject
from kiosk.errors import NotAuthorised, SettingsInvalid
from kiosk.sync.line_seen import Broken, LineSeen
from kiosk.sync.tls_errors import Untrusted
from kiosk.sync.verdict import Outcome

ANSWERS_S: Final = 40.0
"""Opening the store, a token, three questions and a knock, each with its own limit."""
_SOON: Final = timedelta(days=14)
"""Certificates that renew themselves do so a month or ten days before their end."""

_PORTAL: Final = (Outcome.PORTAL, Outcome.REDIRECTED)


def reached(subject: Subject) -> LineSeen:
    """How the line looks.

    Raises:
        DoesNotApply: no service is named.
        NotKnown: its address can't be used; `centre-reached` says why.
    """
    try:
        line = subject.line()
    except SettingsInvalid as cause:
        raise NotKnown("the address of the central service can't be used") from cause
    if line is None:
        raise DoesNotApply("no central service is named (central.url)")
    return line


def _unreached(subject: Subject) -> Iterator[Found]:
    try:
        subject.line()
    except SettingsInvalid as cause:
        yield Found(str(cause), Remedy(cause.advice))
        return
    line = reached(subject)
    error = line.error
    if error is None:
        return
    if isinstance(error, NotAuthorised) and error.outcome != Outcome.PROXY:
        return  # it answers
    if _is_other(line):
        raise NotKnown("something else stands in the way: see proxy, portal, tls or clock-right")
    host = line.base.partition("://")[2].partition("/")[0]
    text, remedy = _WHERE.get(line.broken, (str(error), Remedy(error.advice)))
    yield Found(text.format(host=host), remedy)


def _is_other(line: LineSeen) -> bool:
    outcome = None if line.error is None else line.error.outcome
    others = (*_PORTAL, Outcome.PROXY, Outcome.CERTIFICATE, Outcome.WRONG_CLOCK)
    return outcome in others or line.untrusted is not None or line.broken == Broken.PROXY


_WHERE: Final[Mapping[Broken | None, tuple[str, Remedy]]] = MappingProxyType(
    {
        Broken.NO_NAME: (
            "The name in {host} is not known here (DNS).",
            Remedy(
                "See that the network is there, and central.url is spelled right. Then try the "
                "name:",
                debian="resolvectl query NAME (or: getent hosts NAME); the DNS servers stand in "
                "/etc/resolv.conf.",
                windows="Resolve-DnsName NAME; ipconfig /all shows the DNS servers.",
                mac="dscacheutil -q host -a name NAME",
            ),
        ),
        Broken.CLOSED: (
            "Nothing listens at {host}: the line is refused.",
            Remedy(
                "See that the port in central.url is right and the service runs. A firewall on "
                "the way may refuse, too: let out TCP to that port.",
            ),
        ),
        Broken.SILENT: (
            "{host} does not answer: no line comes about.",
            Remedy(
                "See that the network is there, and that the firewall lets out TCP to that port.",
                debian="ip route get ADDRESS; nc -vz HOST PORT",
                windows="Test-NetConnection HOST -Port PORT",
                mac="nc -vz HOST PORT",
            ),
        ),
    }
)


def _proxy_fault(subject: Subject) -> Iterator[str]:
    line = reached(subject)
    if not line.proxy:
        raise DoesNotApply("none is named")
    if line.broken == Broken.PROXY:
        yield f"The proxy {line.proxy} does not answer."
    elif line.error is not None and line.error.outcome == Outcome.PROXY:
        yield f"The proxy {line.proxy} asks who we are (407), and this kiosk tells no proxy."


def _portal(subject: Subject) -> Iterator[str]:
    line = reached(subject)
    if line.error is None:
        return
    if line.error.outcome in _PORTAL:
        yield f"{line.error} It is perhaps the login page of a network."
    elif not isinstance(line.error, NotAuthorised):
        raise NotKnown("nothing answers at all")


def _untrusted(subject: Subject) -> Iterator[Found]:
    line = reached(subject)
    if line.base.startswith("http://"):
        raise DoesNotApply("the service is on this PC, and the line never leaves it")
    reason = line.untrusted
    if reason == Untrusted.NOT_YET:
        raise NotKnown("the certificate is not yet valid by this PC's clock: see clock-right")
    if reason is not None:
        text, remedy = _REASONS[reason]
        yield Found(text, remedy)
    elif line.certified is None:
        raise NotKnown("no encrypted line came about")
    elif line.certified.ends - subject.machine.now() < _SOON:
        ends = f"{line.certified.ends.astimezone():%Y-%m-%d}"
        yield Found(
            f"The certificate of the central service ends on {ends} ({line.certified.version}).",
            Remedy("Tell those who run the service: it must be renewed before that day."),
        )


_ADD_CA: Final = Remedy(
    "Where the clinic has an authority of its own (or a proxy that looks into lines), add its "
    "certificate to this PC. Else the service does not send the certificates in between. So:",
    debian="sudo cp ca.crt /usr/local/share/ca-certificates/ && sudo update-ca-certificates",
    windows='certutil -addstore -f Root ca.crt (as administrator), or by group policy: "Trusted '
    'Root Certification Authorities"',
    mac="sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain "
    "ca.crt",
)
_TELL: Final = "Tell those who run the service: "

_REASONS: Final[Mapping[Untrusted, tuple[str, Remedy]]] = MappingProxyType(
    {
        Untrusted.EXPIRED: (
            "The certificate of the central service has ended, by this PC's clock.",
            Remedy(f"Is this PC's date right? {_TELL}it needs a new one."),
        ),
        Untrusted.SELF_SIGNED: (
            "The certificate of the central service is signed by itself, as anybody can do.",
            Remedy(f"{_TELL}it needs one of an authority that this PC trusts."),
        ),
        Untrusted.UNKNOWN_ISSUER: (
            "The certificate of the central service is of an authority unknown to this PC.",
            _ADD_CA,
        ),
        Untrusted.OTHER_NAME: (
            "The certificate of the central service is for another name than central.url has.",
            Remedy(
                "Put the name right in central.url, if it is wrong there. Else: tell those who run "
                "the service: the certificate must name that host (subjectAltName)."
            ),
        ),
        Untrusted.TOO_OLD: (
            "The central service speaks only a TLS older than 1.2, which others can read.",
            Remedy(f"{_TELL}it must speak TLS 1.2 or 1.3."),
        ),
        Untrusted.NO_TLS: (
            "What listens there does not encrypt: central.url says https.",
            Remedy("Put the port right in central.url: it is perhaps that of plain http."),
        ),
        Untrusted.BROKE_OFF: (
            "The line is ended before it is encrypted.",
            Remedy(
                "Something on the way (a firewall, a proxy) may do so; or the service speaks only "
                "a TLS older than 1.2, which others can read. Let those who run it look."
            ),
        ),
        Untrusted.OTHERWISE: (
            "The certificate of the central service is not accepted.",
            Remedy(
                "Look at it: openssl s_client -connect HOST:443 -servername HOST. Tell those who "
                "run the service what is said there."
            ),
        ),
    }
)  # fmt: skip

_CHECKS: Final = (
    Check(
        "centre-reached",
        "Nothing is sent and nothing comes. Patients can go on; nothing is lost.",
        "Do what stands beside it.",
        _unreached,
        within_s=ANSWERS_S,
        cases=tuple(Found(text.format(host="HOST"), own) for text, own in _WHERE.values()),
    ),
    Check(
        "proxy",
        "Nothing goes through: this PC says that the way out is by a proxy.",
        Remedy(
            "Where the service is reached without it, name its host as an exception, else put "
            "the proxy right:",
            debian="NO_PROXY and HTTPS_PROXY under [Service] Environment= of: sudo systemctl edit "
            "clinic-kiosk",
            windows='netsh winhttp show proxy; "Proxy" in Settings, or by group policy',
            mac="networksetup -getwebproxy Ethernet",
        ),
        _proxy_fault,
        within_s=ANSWERS_S,
    ),
    Check(
        "portal",
        "Something else than the central service answers: a login page of the network, or another "
        "web server. Nothing is sent to it.",
        Remedy(
            "Sign this PC in to the network (open any page in a browser), or have it let through "
            "without a login by its hardware address. Where that is not it, central.url is wrong."
        ),
        _portal,
        within_s=ANSWERS_S,
    ),
    Check(
        "tls",
        "The line is not safe, so it is not used: nothing is sent. Nothing is lost.",
        "Do what stands beside it.",
        _untrusted,
        within_s=ANSWERS_S,
        cases=tuple(Found(text, own) for text, own in _REASONS.values()),
    ),
)

NETWORK: Final = Group("network", _CHECKS)
