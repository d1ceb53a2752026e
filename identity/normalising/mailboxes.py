"""Mail addresses and web sites: which mailbox, which domain, and whether it says who.

What does not belong here: how many parties share an address (that is counted on the data).
"""

from __future__ import annotations

import re
from typing import Final

from identity.normalising.letters import listed

_ADDRESS = re.compile(
    r"<?([a-z0-9.!#$%&'*+/=?^_`{|}~-]+)@([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})>?"
)
_WEB = re.compile(r"^(?:[a-z]+://)?(?:[^/@]*@)?(?:www\d?\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
# Whoever has an address here is a person or a small firm; the domain says nothing of which.
FREE_MAIL: Final = listed(
    "gmail.com googlemail.com hotmail.com hotmail.fr hotmail.co.uk outlook.com outlook.fr "
    "live.com live.fr msn.com yahoo.com yahoo.fr yahoo.co.uk yahoo.de ymail.com "
    "rocketmail.com aol.com icloud.com me.com mac.com orange.fr wanadoo.fr free.fr sfr.fr "
    "neuf.fr laposte.net bbox.fr numericable.fr aliceadsl.fr club-internet.fr cegetel.net "
    "gmx.com gmx.de gmx.fr gmx.net web.de t-online.de freenet.de bluewin.ch libero.it "
    "virgilio.it tin.it alice.it telefonica.net terra.es skynet.be telenet.be proximus.be "
    "ziggo.nl kpnmail.nl xs4all.nl btinternet.com sky.com virginmedia.com comcast.net "
    "verizon.net att.net sbcglobal.net protonmail.com proton.me pm.me tutanota.com zoho.com "
    "yandex.com yandex.ru mail.ru bk.ru qq.com 163.com 126.com naver.com rediffmail.com "
    "mail.com fastmail.com hey.com example.com example.org example.net test.com "
    "mailinator.com yopmail.com yopmail.fr facebook.com linkedin.com twitter.com x.com "
    "instagram.com google.com "
)
# Mailboxes of a post, not of a person.
_POSTS: Final = listed(
    "info infos contact contacts sales vente ventes commercial commerciale accueil bonjour "
    "hello office admin administration compta comptabilite accounting billing invoice "
    "invoices facture factures facturation purchase purchasing achat achats buyer support "
    "service services direction secretariat mail email post webmaster postmaster noreply no- "
    "reply rh hr jobs recrutement marketing reception kontakt verkauf einkauf buchhaltung "
    "amministrazione vendite acquisti ventas compras "
)


def mail_address(text: str | None) -> str | None:
    """The address alone, lower case, without what follows a plus; None where there is none."""
    found = _ADDRESS.search(text.casefold()) if text else None
    if not found:
        return None
    box = found.group(1).split("+")[0] or found.group(1)
    return f"{box}@{found.group(2)}"


def mailbox(address: str | None) -> str | None:
    """The part of an address before the @, where it names a person."""
    box = address.partition("@")[0] if address else ""
    return box if box and not is_of_a_post(address) else None


def is_of_a_post(address: str | None) -> bool:
    """Whether whoever holds a post reads it: ``info@``, ``achats@``."""
    return bool(address) and str(address).partition("@")[0] in _POSTS


def web_domain(text: str | None) -> str | None:
    """The domain of a site or of an address, where it belongs to one firm."""
    if not text:
        return None
    plain = text.strip().casefold()
    found = _WEB.match(plain.rpartition("@")[2] if "@" in plain else plain)
    domain = found.group(1) if found else None
    return None if domain in FREE_MAIL else domain
