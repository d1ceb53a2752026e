"""SQL Server, read through Microsoft's driver, which hands over Arrow."""
