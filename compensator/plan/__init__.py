"""The plan: prepared, settled, explained."""

from compensator.plan.answer import (
    Allocation,
    LimitResult,
    Plan,
    PolicyResult,
    Repair,
    Status,
    Totals,
    Unit,
)
from compensator.plan.case import Case, insist_solvable, prepare
from compensator.plan.inventory import Inventory, take
from compensator.plan.pairing import Pairs, pairs
from compensator.plan.policies import assemble_objective, broken_limits
from compensator.plan.reach import Reach, Target
from compensator.plan.restrictions import Restriction, Restrictions
from compensator.plan.rounding import Whole, whole_users
from compensator.plan.settled import Brief, attempt, brief_from, brief_of, proven, unproven
from compensator.plan.solving import plan_of, prepared, solve
from compensator.plan.story import told
from compensator.plan.sums import totals, used_offers
from compensator.plan.written import policy_shares
from compensator.plan.zeros import zeros_of

__all__ = [
    "Allocation",
    "Brief",
    "Case",
    "Inventory",
    "LimitResult",
    "Pairs",
    "Plan",
    "PolicyResult",
    "Reach",
    "Repair",
    "Restriction",
    "Restrictions",
    "Status",
    "Target",
    "Totals",
    "Unit",
    "Whole",
    "assemble_objective",
    "attempt",
    "brief_from",
    "brief_of",
    "broken_limits",
    "insist_solvable",
    "pairs",
    "plan_of",
    "policy_shares",
    "prepare",
    "prepared",
    "proven",
    "solve",
    "take",
    "told",
    "totals",
    "unproven",
    "used_offers",
    "whole_users",
    "zeros_of",
]
