"""The writers of consents, and what a person's word is on a day."""

from operations.crm.consents.recording import give_consent, withdraw_consent
from operations.crm.consents.words import consenting, has_consent, withdrawn

__all__ = ["consenting", "give_consent", "has_consent", "withdraw_consent", "withdrawn"]
