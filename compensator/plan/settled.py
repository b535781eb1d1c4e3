"""The best plan without its explanation: what what-if questions compare by the hundred."""

from __future__ import annotations

from dataclasses import dataclass

from compensator.economics import BUDGET, Array
from compensator.errors import SolverError
from compensator.model import Outcome
from compensator.optimizer import Certificate, Optimum, certify, insist, optimize
from compensator.plan.answer import Allocation, LimitResult, Status, Totals
from compensator.plan.case import Case, status_of
from compensator.plan.fallback import not_below_policies
from compensator.plan.people import People, people_of
from compensator.plan.sums import allocations, limit_results, totals, used_offers


@dataclass(frozen=True)
class Brief:
    """How a problem ends, certified like a plan; all but the status is absent where there is no plan."""

    case: Case
    status: Status
    shares: Array | None = None
    """Segments × (none, offers…)."""
    totals: Totals | None = None
    objective: float | None = None
    budget_price: float | None = None
    """What the next unit of budget brings."""
    limits: tuple[LimitResult, ...] = ()
    certificate: Certificate | None = None
    stopped: bool = False
    """Whether the time limit ended the solve."""
    optimum: Optimum | None = None
    """What was solved, and by what; absent where nothing was."""
    failure: str | None = None
    """What kept an answer from being proven; None where none was wrong."""

    @property
    def binding(self) -> tuple[str, ...]:
        """Names of the enforced limits that leave no room."""
        return tuple(one.limit for one in self.limits if one.binding and one.enforced)

    def allocations(self) -> tuple[Allocation, ...]:
        """Return the same rows, whole users included, as the finished plan has."""
        people = self.people()
        if self.shares is None or people is None:
            return ()
        return allocations(self.case.problem, self.case.economics, self.shares, people.users)

    def people(self) -> People | None:
        """Return whole users who carry the plan out; None where there is none."""
        if self.optimum is None or self.certificate is None:
            return None
        return people_of(self.case, self.optimum, self.limits, self.certificate)


def brief_of(case: Case) -> Brief:
    """Return how a case ends, without policies, margins, notes and repairs.

    Raises:
        SolverError: If the answer is not proven: a fault of ours.
    """
    if case.stranded:
        return Brief(case, Status.INFEASIBLE)
    return brief_from(case, optimize(case.program, case.solver, case.line))


def attempt(case: Case) -> Brief:
    """Return how a case ends; unknown where its answer is not proven.

    At the very edge of what its limits allow, a solver may miss one of them by its tolerance.
    """
    try:
        return brief_of(case)
    except SolverError as error:
        return unproven(case, error)


def unproven(case: Case, error: SolverError) -> Brief:
    """Return the end of a case whose answer is not proven: it is told, and stops no other."""
    return Brief(case, Status.UNKNOWN, stopped=True, failure=str(error))


def brief_from(case: Case, optimum: Optimum) -> Brief:
    """Return how a case ends with an optimum of its program, or the best policy where that was stopped short of it."""
    optimum = not_below_policies(case, optimum)
    if optimum.outcome is Outcome.INFEASIBLE:
        return Brief(case, Status.INFEASIBLE, optimum=optimum)
    if optimum.outcome is Outcome.NOTHING:
        return Brief(case, Status.UNKNOWN, stopped=True, optimum=optimum)
    return settled(case, optimum)


def proven(case: Case, optimum: Optimum) -> tuple[Certificate, Status]:
    """Return the certificate of a case's optimum, and how far it is proven.

    Raises:
        SolverError: If the certificate does not prove what the solver said: a fault of ours.
    """
    certificate = certify(case.program, optimum.shares, optimum.prices, optimum.solver_bound)
    status = status_of(case, optimum, certificate)
    linear = status is Status.OPTIMAL and not case.program.integer
    insist(certificate, integer=not linear, solver=case.solver.name)
    return certificate, status


def settled(case: Case, optimum: Optimum) -> Brief:
    """Return what an optimum adds up to, once its certificate proves it."""
    certificate, status = proven(case, optimum)
    shares, prices = case.shares(optimum), case.row_prices(optimum)
    used = used_offers(case.economics, shares)
    return Brief(
        case,
        status,
        shares,
        totals(case.economics, shares),
        certificate.objective,
        prices.get((BUDGET, "max")),
        limit_results(case.bounded, prices, shares, used),
        certificate,
        stopped=optimum.outcome is not Outcome.OPTIMAL,
        optimum=optimum,
    )
