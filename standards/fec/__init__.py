"""The French ledger export (fichier des écritures comptables, FEC): article A. 47 A-1 of the
livre des procédures fiscales, and what the tax office's own checker lets pass.

``examine`` reads one; ``Examined`` says what it holds and which rules it breaks.
"""

from standards.fec.examination import Examined, examine
from standards.fec.faults import Fault
from standards.fec.file_name import Named, named

__all__ = ["Examined", "Fault", "Named", "examine", "named"]
