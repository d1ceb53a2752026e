"""What ``dagster dev -m pipelines.definitions`` loads: the workspace in ``AFFLUENT_WORKSPACE``."""

from affluent.settings import current_workspace, load_workspace
from pipelines.assembly import definitions_for

defs = definitions_for(load_workspace(current_workspace()))
