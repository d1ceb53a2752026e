"""The journal entries of the company; what an invoice sells stands on its lines."""

from __future__ import annotations

from tests.e2e.one_company.facts import Entry, Line, Sold

ACCOUNTS = {
    "411000": "Clients",
    "401000": "Fournisseurs",
    "445710": "TVA collectée",
    "445660": "TVA déductible",
    "512000": "Banque",
    "607000": "Achats de marchandises",
    "707000": "Ventes de marchandises",
    "706000": "Services",
}
NORD, SUD = "Vente Nord", "Vente Sud"
SETTLED_DUE = "2025-02-14"
ENTRIES = (
    # A down-payment of 30 on the order: no revenue yet.
    Entry(
        *(100, "FAC/2025/0001", "invoice", 1, "2025-01-11"),
        (
            Line(1000, "411000", "36.00", 10, "FAC/2025/0001", "2025-01-11", letter=1),
            Line(
                1001,
                "706000",
                "-30.00",
                10,
                "Acompte",
                sold=Sold(*(None, "1", "30"), order=30, is_down_payment=True),
            ),
            Line(1002, "445710", "-6.00", 10, "TVA 20 %"),
        ),
        NORD,
    ),
    # 4 pumps that were worth 41.00 when they left, 2 dozen hoses; less the down-payment.
    Entry(
        *(101, "FAC/2025/0002", "invoice", 1, "2025-01-15"),
        (
            Line(1010, "411000", "112.80", 10, "FAC/2025/0002", SETTLED_DUE),
            Line(
                1011,
                "707000",
                "-100.00",
                10,
                "Pompe",
                sold=Sold(*(20, "4", "25"), order=30, issued="41.00"),
            ),
            Line(
                1012,
                "707000",
                "-24.00",
                10,
                "Tuyau",
                sold=Sold(*(21, "2", "12"), pack_size=12, order=30),
            ),
            Line(
                1013,
                "706000",
                "30.00",
                10,
                "Acompte",
                sold=Sold(*(None, "-1", "30"), order=30, is_down_payment=True),
            ),
            Line(1014, "445710", "-18.80", 10, "TVA 20 %"),
        ),
        NORD,
    ),
    # One pump came back; then 5.00 off the price of another, which stays where it is.
    Entry(
        *(102, "RFAC/2025/0001", "credit", 1, "2025-02-03"),
        (
            Line(1020, "411000", "-30.00", 10, "Retour", SETTLED_DUE),
            Line(
                1021,
                "707000",
                "25.00",
                10,
                "Pompe",
                sold=Sold(*(20, "1", "25"), order=30, issued="10.25", returned="1"),
            ),
            Line(1022, "445710", "5.00", 10, "TVA 20 %"),
        ),
        NORD,
    ),
    Entry(
        *(103, "RFAC/2025/0002", "credit", 1, "2025-03-04"),
        (
            Line(1030, "411000", "-6.00", 10, "Rabais", SETTLED_DUE),
            Line(
                1031,
                "707000",
                "5.00",
                10,
                "Pompe",
                sold=Sold(*(20, "1", "5"), order=30, issued="0.00", returned="0"),
            ),
            Line(1032, "445710", "1.00", 10, "TVA 20 %"),
        ),
        NORD,
    ),
    # In francs, invoiced in euros, at a cost that was only believed. The same number as in Nord SA.
    Entry(
        *(104, "FAC/2025/0003", "invoice", 2, "2025-02-10"),
        (
            Line(1040, "411000", "97.29", 11, "FAC/2025/0003", "2025-03-12", 2, "121.61"),
            Line(
                1041,
                "707000",
                "-90.00",
                11,
                "Pompe",
                None,
                None,
                "-112.50",
                sold=Sold(*(20, "3", "37.5"), order=31, expected="11.0000"),
            ),
            Line(1042, "445710", "-7.29", 11, "TVA 8,1 %", None, None, "-9.11"),
        ),
        SUD,
        currency="EUR",
    ),
    Entry(
        *(105, "FAC/2025/0003", "invoice", 1, "2025-03-31"),
        (
            Line(1050, "411000", "81.33", 13, "FAC/2025/0003", "2025-04-30"),
            Line(1051, "706000", "-60.00", 13, "Pose", sold=Sold(22, "1", "60")),
            Line(1052, "706000", "-7.77", 13, "Divers", sold=Sold(None, "1", "7.77")),
            Line(1053, "445710", "-13.56", 13, "TVA 20 %"),
        ),
    ),
    Entry(
        *(106, "FOUR/2025/0001", "purchase", 1, "2025-01-20"),
        (
            Line(1060, "401000", "-120.00", 14, "A-77", "2025-02-19"),
            Line(1061, "607000", "100.00", 14, "Pompes"),
            Line(1062, "445660", "20.00", 14, "TVA 20 %"),
        ),
        reference="A-77",
    ),
    Entry(
        *(107, "BNK/2025/0001", "payment", 1, "2025-01-12"),
        (
            Line(1070, "411000", "-36.00", 10, "Virement", "2025-01-11", letter=1),
            Line(1071, "512000", "36.00", 10, "Virement"),
        ),
    ),
    Entry(
        *(108, "BNK/2025/0002", "payment", 2, "2025-03-20"),
        (
            Line(1080, "411000", "-97.29", 11, "Paiement", "2025-03-12", letter=2),
            Line(1081, "512000", "97.29", 11, "Paiement"),
        ),
    ),
    # In part, and never to the end.
    Entry(
        *(109, "BNK/2025/0003", "payment", 1, "2025-02-20"),
        (
            Line(1090, "411000", "-50.00", 10, "Virement", SETTLED_DUE),
            Line(1091, "512000", "50.00", 10, "Virement"),
        ),
    ),
    Entry(
        *(110, "FAC/2025/0004", "invoice", 1, "2025-05-05"),
        (
            Line(1100, "411000", "1200.00", 10, "Brouillon", "2025-06-04"),
            Line(1101, "707000", "-1000.00", 10, "Pompe", sold=Sold(20, "40", "25")),
            Line(1102, "445710", "-200.00", 10, "TVA 20 %"),
        ),
        is_posted=False,
    ),
)
# What settles what: payment or credit note → invoice.
SETTLEMENTS = ((1000, 1070), (1040, 1080), (1010, 1020), (1010, 1030), (1010, 1090))
