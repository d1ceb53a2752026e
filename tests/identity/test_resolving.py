"""Who is who: certain keys, their guards, evidence, bad input, stewards' words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from affluent.i18n import LANGUAGES, catalogue
from identity.comparing.firms import FIRMS
from identity.comparing.people import PEOPLE
from identity.model import Decision, Resolution
from identity.resolving import resolve
from tests.identity.records import COMPANY, firm, frame, parties, person


def verdict(found: Resolution, left: str, right: str) -> str:
    """What came out of a pair; ``absent`` where nobody looked at it."""
    rows = found.pairs.filter((pl.col("left_id") == left) & (pl.col("right_id") == right))
    return str(rows["verdict"][0]) if rows.height else "absent"


def test_a_firm_is_known_once_across_erp_crm_and_support(company: Resolution) -> None:
    assert any({"erp:1", "crm:1", "desk:1"} <= party for party in parties(company))
    smallest = dict(company.clusters.iter_rows())["erp:1"]
    assert smallest == "crm:1"


def test_one_siren_and_one_address_join_whatever_the_name(company: Resolution) -> None:
    assert verdict(company, "crm:2", "erp:1") == "joined"


def test_a_siren_typed_into_the_wrong_firm_is_asked_about_not_joined(company: Resolution) -> None:
    assert verdict(company, "crm:3", "erp:1") == "queued"
    assert all("crm:3" not in party for party in parties(company))


def test_what_a_source_merged_is_one_even_if_name_and_town_changed(company: Resolution) -> None:
    assert frozenset({"crm:4", "crm:5"}) in parties(company)


def test_a_merge_that_was_undone_leaves_two(company: Resolution) -> None:
    undone = COMPANY.with_columns(pl.lit(None, pl.String).alias("linked_to"))
    assert all("crm:5" not in party for party in parties(resolve(undone)))


def test_an_empty_name_joins_nothing(company: Resolution) -> None:
    assert all(not {"crm:8", "crm:9"} & party for party in parties(company))


def test_a_name_alone_joins_nothing(company: Resolution) -> None:
    assert all(not {"crm:10", "crm:11"} & party for party in parties(company))
    assert verdict(company, "crm:10", "crm:11") == "queued"


def test_people_are_joined_by_short_forms_and_not_by_a_shared_telephone(
    company: Resolution,
) -> None:
    assert frozenset({"crm:p1", "erp:p1"}) in parties(company)


def test_the_evidence_of_a_pair_is_in_words_with_weights(company: Resolution) -> None:
    (reasons,) = company.pairs.filter(
        (pl.col("left_id") == "crm:6") & (pl.col("right_id") == "crm:7")
    )["evidence"].to_list()
    words = {reason["words"]: reason["weight"] for reason in reasons}
    assert {"same_name", "same_phone", "same_town"} <= set(words)
    assert words["same_phone"] > words["same_town"] > 0


def test_every_level_has_its_words_in_every_language() -> None:
    levels = {x.words for kind in (FIRMS, PEOPLE) for c in kind.comparisons for x in c.levels}
    for language in LANGUAGES:
        words = catalogue(language)
        assert {f"evidence.{name}" for name in levels} <= set(words)


def test_the_same_records_give_the_same_answer_in_whatever_order(company: Resolution) -> None:
    again = resolve(COMPANY.reverse())
    assert again.clusters.equals(company.clusters)
    assert again.pairs.equals(company.pairs)


def _said(left: str, right: str, word: str) -> Decision:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Decision(left, right, word, "ann", at, decision_id=f"{left}-{right}")  # type: ignore[arg-type]


def test_a_stewards_word_is_respected_and_dropping_it_undoes_it(company: Resolution) -> None:
    words = [_said("crm:10", "crm:11", "same"), _said("erp:1", "crm:1", "different")]
    found = resolve(COMPANY, decisions=words)
    assert frozenset({"crm:10", "crm:11"}) in parties(found)
    assert all(not {"erp:1", "crm:1"} <= party for party in parties(found))
    assert verdict(found, "crm:1", "erp:1") == "apart"
    assert verdict(company, "crm:1", "erp:1") == "joined"


def test_what_many_share_says_nothing() -> None:
    """Sixty accounts called Test, and an e-mail address of forty firms."""
    letters = [f"{a}{b}" for a in "bcdfghkm" for b in "aeiou"]
    crowd = [
        firm(f"crm:{place}", f"{syllable}roz {syllable}vin", email="compta@cabinet-noir.fr")
        for place, syllable in enumerate(letters)
    ]
    tests = [firm(f"test:{place}", "Test", city="Paris") for place in range(60)]
    assert parties(resolve(frame(*crowd, *tests))) == set()


def test_two_systems_that_count_alike_share_nothing_by_it() -> None:
    names = ("Alpha", "Bravo", "Charly", "Delta")
    alike = [firm(f"a:{n}", n, party_number=f"C{i}") for i, n in enumerate(names)]
    others = [firm(f"b:{i}", f"Z{i}orro", party_number=f"C{i}") for i in range(len(names))]
    assert parties(resolve(frame(*alike, *others))) == set()
    unnamed = [firm(f"b:{i}", None, party_number=f"C{i}") for i in range(len(names))]
    assert len(parties(resolve(frame(*alike, *unnamed)))) == len(names)


def test_one_number_joins_what_shares_nothing_else_to_compare() -> None:
    """One system knows the name, the other the birth date, of each of fifty people."""
    names = [person(f"crm:{i}", f"Ann{i}", f"Bel{i}a", party_number=f"AW{i}") for i in range(50)]
    births = [
        person(f"erp:{i}", None, None, birth_on=date(1970, 1, 1 + i % 28), party_number=f"aw{i}")
        for i in range(50)
    ]
    assert len(parties(resolve(frame(*names, *births)))) == 50


def test_a_record_without_an_id_of_its_own_is_refused() -> None:
    with pytest.raises(ValueError, match="a:1"):
        resolve(frame(firm("a:1", "A"), firm("a:1", "B")))
