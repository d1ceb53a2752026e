"""Identities of the small company: two Durands who may be one, and a firm that two systems know."""

from __future__ import annotations

import json
from pathlib import Path

from affluent.settings import Workspace
from identity.key_log import write_run
from identity.keys import Assigned
from identity.registry import open_registry
from tests.serving import small_company

ONE, OTHER, LEAD = "crm:A1", "erp:C00002", "crm:A3"
EVIDENCE = [
    {"field": "party_name", "level": "same", "words": "same_party_number", "weight": 8.25},
    {"field": "city", "level": "different", "words": "nobody wrote this", "weight": -1.5},
]
# Record, party, name, town, revenue, open pipeline: what the customers of the small company have.
RECORDS = f"""
create table marts.map_party_records as
select
    record_id, split_part(record_id, ':', 1) as source_name,
    split_part(record_id, ':', 2) as party_id, party_key, 'organisation' as record_type,
    party_name, null::varchar as legal_id, null::varchar as vat_number, null::varchar as street,
    null::varchar as postal_code, city, 'FR' as country_code, null::varchar as phone,
    null::varchar as email, null::varchar as website, true as is_customer, false as is_supplier,
    false as is_prospect, null::varchar as joined_by, null::varchar as joined_with,
    false as is_certain, revenue::decimal(18, 2) as revenue_amount_base,
    pipeline::decimal(18, 2) as open_pipeline_amount_base
from (values
    ('{ONE}', 'c1', 'Durand <b>', 'Lyon', 0, 0),
    ('erp:C00001', 'c1', 'Durand', 'Lyon', 16380, 0),
    ('{OTHER}', 'c2', 'Durand', 'Nantes', 32760, 0),
    ('{LEAD}', 'c3', 'Ünal', 'Ulm', 0, 500),
    ('erp:C00003', 'c3', 'Ünal & Söhne', 'Ulm', 49140, 0)
) as t (record_id, party_key, party_name, city, revenue, pipeline);
create table marts.mart_party_pairs as
select
    left_record_id, right_record_id, null::varchar as left_name, null::varchar as right_name,
    left_party_key, right_party_key, verdict, is_certain,
    probability::decimal(9, 6) as probability, weight::decimal(9, 2) as weight_bits,
    '{json.dumps(EVIDENCE)}' as evidence, revenue::decimal(18, 2) as revenue_amount_base,
    pipeline::decimal(18, 2) as open_pipeline_amount_base
from (values
    ('{ONE}', '{OTHER}', 'c1', 'c2', 'queued', false, 0.72, 6.75, 49140, 0),
    ('{LEAD}', 'erp:C00003', 'c3', 'c3', 'joined', false, 0.97, 11, 49140, 500),
    ('{LEAD}', '{OTHER}', 'c3', 'c2', 'queued', false, 0.51, 4, 81900, 500),
    ('{ONE}', 'erp:C00001', 'c1', 'c1', 'joined', true, 1, null, 16380, 0)
) as t (left_record_id, right_record_id, left_party_key, right_party_key, verdict, is_certain,
    probability, weight, revenue, pipeline);
create table marts.mart_party_fields as
select * from (values
    ('c1', 'city', 'Lyon', 'erp', 'erp:C00001', 'source_priority', 'Lion (crm:A1)', 1),
    ('c1', 'party_name', 'Durand', 'steward', 'erp:C00001', 'steward', null, 0)
) as t (party_key, field, field_value, source_name, record_id, rule, losing_values, losing_count);
"""


def asked(root: Path, semantic: Path, *, language: str = "en") -> Workspace:
    """The small company, published with its identities, and an empty registry but its pairs."""
    from datetime import UTC, datetime

    home = small_company.workspace(root, language=language)
    small_company.published(home, semantic, extra=RECORDS)
    joined = [(LEAD, "erp:C00003"), (ONE, "erp:C00001")]
    with open_registry(home.identity_path) as registry:
        write_run(
            registry,
            run=1,
            fingerprint="",
            assigned=Assigned({}, {}, ()),
            told=[],
            pairs=[
                {
                    **{"left_id": left, "right_id": right, "probability": 1.0, "weight": None},
                    **{"certain": True, "verdict": "joined", "evidence": []},
                }
                for left, right in joined
            ],
            at=datetime(2026, 1, 1, tzinfo=UTC),
        )
    return home
