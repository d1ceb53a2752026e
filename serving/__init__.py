"""From the published warehouse to people: publication, KPIs, answers. No source is known here."""
