"""Who answers for accounts, leads, deals, activities and tickets."""
