"""The operational ERP and CRM: transactional tables, and the commands that alone write them."""
