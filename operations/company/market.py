"""The market: firms that the company meets, and how they are written into CRM and ERP.

Real life is untidy: a name typed in another way, a SIREN that nobody asked for, the same firm
opened twice, a customer of the books that no account points to. Which records are one firm is told
to the truth.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from operations.company import books
from operations.company.clients import Client, Record
from operations.company.dirt import retyped
from operations.company.firms import Firm, firm
from operations.company.group import Group, House
from operations.company.staff import SELLERS, Staff
from operations.company.world import World
from operations.crm.accounts import commands as accounts
from operations.erp.party import commands as party

# How often a record is not what it should be.
TYPED_OTHERWISE: Final = 0.3
WITHOUT_SIREN: Final = 0.25
OPENED_TWICE: Final = 0.05
NEVER_LINKED: Final = 0.08
REGISTERED_TWICE: Final = 0.03
LEAVES_A_YEAR: Final = 0.08
WITH_A_LIMIT: Final = 0.2
LIMIT: Final = Decimal(4000)


class Market:
    """The clients, in the order in which they were met."""

    def __init__(self, world: World, group: Group, staff: Staff) -> None:
        self._world = world
        self._group = group
        self._staff = staff
        self._random = world.chance("market")
        self._names: set[str] = set()
        self.clients: list[Client] = []

    def open(self, day: dt.date) -> None:
        """The customers that the company has from the start."""
        for _ in range(self._world.size.first_customers):
            self.become_customer(self.meet(), day)

    def live(self) -> None:
        """Now and then a client goes elsewhere, and says nothing."""
        for client in self.clients:
            if not client.has_left and self._random.random() < LEAVES_A_YEAR / 250:
                client.has_left = True

    def meet(self) -> Client:
        """A firm that nobody knew: an account is opened, or two."""
        known = self.hear_of()
        seller = self.seller_for(known)
        account_id, contact_id = self._open_account(known, seller)
        if self._random.random() < OPENED_TWICE:
            self._open_account(known, self._random.choice(SELLERS[:-1]))
        client = self._become_client(known, account_id, seller)
        client.contact_id = contact_id
        return client

    def hear_of(self) -> Firm:
        """A firm that nobody knew, and that has no record yet."""
        known = firm(self._random, self._names)
        self._world.truth.identities.know(
            known.key, name=known.name, siren=known.siren, country_code=known.country_code
        )
        return known

    def seller_for(self, known: Firm) -> str:
        """Who looks after a firm."""
        *at_home, abroad = SELLERS
        return abroad if known.country_code != "FR" else self._random.choice(at_home)

    def house_for(self, known: Firm) -> House:
        """Which company of the group sells to a firm."""
        return self._group.seller_to(known.country_code)

    def adopt(self, known: Firm, account_id: int, seller: str) -> Client:
        """A firm whose account was opened by the conversion of a lead."""
        self._tell(known, "account", account_id)
        return self._become_client(known, account_id, seller)

    def _become_client(self, known: Firm, account_id: int, seller: str) -> Client:
        house = self._group.seller_to(known.country_code)
        client = Client(known, account_id, seller, house.code, house.currency_for(known))
        self.clients.append(client)
        return client

    def _tell(self, known: Firm, kind: str, key: int) -> str:
        """Tell the truth which record of which firm was made; return its number."""
        number = books.number_of(self._world.connection, kind, key)
        self._world.truth.identities.record(known.key, kind, number)
        return number

    def some_client(self) -> Client | None:
        """One that still buys, the larger ones more often."""
        staying = [client for client in self.clients if not client.has_left]
        weights = [client.firm.weight for client in staying]
        return self._random.choices(staying, weights)[0] if staying else None

    def become_customer(self, client: Client, day: dt.date) -> Record:
        """The customer of the books that an order of this client goes to."""
        if not client.customers:
            record = self._register(client, day)
            if self._random.random() >= NEVER_LINKED:
                accounts.link_customer(
                    self._world.connection,
                    account_id=client.account_id,
                    customer_id=record.customer_id,
                )
            if self._random.random() < REGISTERED_TWICE:
                self._register(client, day)
        return self._random.choice(client.customers)

    def _open_account(self, known: Firm, seller: str) -> tuple[int, int]:
        connection = self._world.connection
        account_id = accounts.open_account(
            connection,
            name=self._typed(known.name),
            country_code=known.country_code,
            city=known.city,
            industry=known.segment,
            owner_name=seller,
            owner_id=self._staff.seller(seller),
            legal_id=self._asked(known.siren),
            web_address=f"https://www.{known.domain}" if self._random.random() < 0.6 else None,
            phone=known.phone,
        )
        contact_id = accounts.add_contact(
            connection,
            account_id=account_id,
            last_name="Service achats",
            email=f"achats@{known.domain}",
            phone=known.phone,
        )
        self._tell(known, "account", account_id)
        return account_id, contact_id

    def _register(self, client: Client, day: dt.date) -> Record:
        connection = self._world.connection
        known = client.firm
        siren = self._asked(known.siren)
        is_limited = self._random.random() < WITH_A_LIMIT
        customer_id = party.register_customer(
            connection,
            name=self._typed(known.name),
            country_code=known.country_code,
            city=known.city,
            segment=known.segment,
            legal_id=siren,
            siren=siren,
            # Abroad it is asked for: without it French VAT is charged.
            vat_number=known.vat_number if siren or not known.siren else None,
            payment_terms_days=known.payment_terms_days,
            currency_code=client.currency,
            credit_limit=LIMIT * known.weight if is_limited else None,
            credit_currency_code=client.currency if is_limited else None,
            created_on=day,
        )
        party.add_address(
            connection,
            kind="registered",
            line_1=known.street,
            postal_code=known.postal_code,
            city=known.city,
            country_code=known.country_code,
            valid_from=day,
            customer_id=customer_id,
        )
        record = Record(customer_id, self._tell(known, "customer", customer_id))
        client.customers.append(record)
        return record

    def _typed(self, name: str) -> str:
        return retyped(self._random, name) if self._random.random() < TYPED_OTHERWISE else name

    def _asked(self, siren: str | None) -> str | None:
        return None if self._random.random() < WITHOUT_SIREN else siren
