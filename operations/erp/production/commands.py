"""The commands of production, from a requirement to a closed order.

Each takes an open connection and commits nothing: the caller decides what belongs together.
"""

from __future__ import annotations

from operations.erp.production.closing import close_order
from operations.erp.production.issues import issue_components, return_components
from operations.erp.production.orders import cancel_order, plan_order, release_order
from operations.erp.production.proposals import accept_proposal, dismiss_proposal
from operations.erp.production.reorder import set_reorder_rule
from operations.erp.production.reports import report_output, report_time
from operations.erp.production.requirements import plan_requirements
from operations.erp.production.work_in_progress import post_work_in_progress, work_in_progress

__all__ = [
    "accept_proposal",
    "cancel_order",
    "close_order",
    "dismiss_proposal",
    "issue_components",
    "plan_order",
    "plan_requirements",
    "post_work_in_progress",
    "release_order",
    "report_output",
    "report_time",
    "return_components",
    "set_reorder_rule",
    "work_in_progress",
]
