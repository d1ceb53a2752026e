"""dlt's ``rest_api`` into DuckDB: a program of its own, run where dlt is installed (``rest.py``).

Arguments: address, key, folder, format of the loader's files. Prints seconds and peak megabytes.
Amounts become doubles, as dlt decodes JSON with floats.
"""

import json
import os
import re
import sys
import time
from pathlib import Path

import dlt
from dlt.sources.rest_api import rest_api_source

PAGE = 2000
FIELDS = [
    *("id", "move_id", "account_id", "partner_id", "product_id", "name", "date", "parent_state"),
    *("debit", "credit", "balance", "quantity", "reconciled", "write_date"),
]


def main(address: str, key: str, folder: str, loader: str) -> None:
    """Load the lines once."""
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    source = rest_api_source(
        {
            "client": {"base_url": address, "headers": {"Authorization": f"bearer {key}"}},
            "resources": [
                {
                    "name": "lines",
                    "primary_key": "id",
                    "write_disposition": "replace",
                    "endpoint": {
                        "path": "json/2/account.move.line/search_read",
                        "method": "POST",
                        "json": {"domain": [], "fields": FIELDS, "order": "id asc", "load": ""},
                        "data_selector": "$",
                        "paginator": {
                            "type": "offset",
                            "limit": PAGE,
                            "offset_body_path": "offset",
                            "limit_body_path": "limit",
                            "total_path": None,
                        },
                    },
                }
            ],
        }
    )
    pipeline = dlt.pipeline(
        "bench",
        pipelines_dir=f"{folder}/pipelines",
        destination=dlt.destinations.duckdb(f"{folder}/dlt.duckdb"),
        dataset_name="raw",
    )
    began = time.perf_counter()
    pipeline.run(source, loader_file_format=loader)
    seconds = time.perf_counter() - began
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(json.dumps([seconds, int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024]))


if __name__ == "__main__":
    main(*sys.argv[1:])
