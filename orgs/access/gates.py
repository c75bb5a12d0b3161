"""The gates in front of a new case: their order, and nothing else (ID-6)."""

from collections.abc import Callable

from orgs.access import entitlement, identity, support
from orgs.access.decision import Decision, Facts, Gate

GATES: dict[Gate, Callable[[Facts], Decision | None]] = {
    Gate.SIGNED_IN: identity.check_signed_in,
    Gate.EMAIL_VERIFIED: identity.check_email,
    Gate.ACCOUNT_LINKED: identity.check_account,
    Gate.ORGANIZATION: support.check_organization,
    Gate.SUPPORT: support.check_support,
    Gate.ENTITLED: entitlement.check_entitled,
    Gate.PRODUCT: entitlement.check_product,
    Gate.PROJECT: entitlement.check_project,
}

CHOSEN = frozenset({Gate.PRODUCT, Gate.PROJECT})
"""With nothing to check until a product is chosen."""


def decide(facts: Facts) -> Decision:
    """The first gate that fails, explained; or the last one, passed."""
    decisions = (check(gate, facts) for gate in GATES)
    refused = (decision for decision in decisions if not decision.allowed)
    return next(refused, Decision(allowed=True, gate=Gate.PROJECT))


def check(gate: Gate, facts: Facts) -> Decision:
    """The answer of one gate, whatever those before it say."""
    return GATES[gate](facts) or Decision(allowed=True, gate=gate)


def walk(facts: Facts) -> list[tuple[Gate, Decision | None]]:
    """Every gate with its answer (ACC-1).

    None where nothing was checked: behind the first gate that fails, or with no product chosen.
    """
    answers: list[tuple[Gate, Decision | None]] = []
    still_open = True
    for gate in GATES:
        checked = still_open and (facts.product is not None or gate not in CHOSEN)
        answer = check(gate, facts) if checked else None
        still_open = still_open and (answer is None or answer.allowed)
        answers.append((gate, answer))
    return answers
