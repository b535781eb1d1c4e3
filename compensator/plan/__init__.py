"""The plan: prepared, settled, explained."""

from compensator.plan.additions import added
from compensator.plan.answer import (
    Allocation,
    LimitResult,
    Margin,
    Plan,
    PolicyResult,
    Repair,
    Status,
    Totals,
    Unit,
)
from compensator.plan.case import Case, insist_solvable, prepare
from compensator.plan.clash_notes import needed_amount
from compensator.plan.conflicts import Restriction, Restrictions
from compensator.plan.inventory import Inventory, take
from compensator.plan.policies import assemble_objective, broken_limits, policy_shares
from compensator.plan.reach import Reach, Target
from compensator.plan.rounding import Whole, whole_users
from compensator.plan.sentences import (
    EXACT,
    NOBODY,
    beside_policies,
    bound_amount,
    headline,
    next_unit,
    objective_amount,
    objective_words,
    proof,
    reached,
    return_on_cost,
    spending,
    standing,
    without_noise,
)
from compensator.plan.settled import Brief, attempt, brief, brief_from, brief_of, proven
from compensator.plan.solving import plan_of, prepared, solve
from compensator.plan.story import told
from compensator.plan.sums import totals, used_offers
from compensator.plan.zeros import zeros_of

__all__ = [
    "EXACT",
    "NOBODY",
    "Allocation",
    "Brief",
    "Case",
    "Inventory",
    "LimitResult",
    "Margin",
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
    "added",
    "assemble_objective",
    "attempt",
    "beside_policies",
    "bound_amount",
    "brief",
    "brief_from",
    "brief_of",
    "broken_limits",
    "headline",
    "insist_solvable",
    "needed_amount",
    "next_unit",
    "objective_amount",
    "objective_words",
    "plan_of",
    "policy_shares",
    "prepare",
    "prepared",
    "proof",
    "proven",
    "reached",
    "return_on_cost",
    "solve",
    "spending",
    "standing",
    "take",
    "told",
    "totals",
    "used_offers",
    "whole_users",
    "without_noise",
    "zeros_of",
]
