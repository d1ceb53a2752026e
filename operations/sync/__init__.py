"""Between the ERP and the CRM: what one of them changes, the other one hears."""
