"""One decision in full: all its outcomes as bars, and every reason with its source."""

from decision.recommendation import DecisionResult, OutcomeResult, Reason
from decision.reports.report import Choice, Report
from decision.reports.words import remarks, signed
from views.parts.markup import esc, folded
from views.parts.summary import caution_list, cited


def section(choice: Choice, report: Report) -> str:
    """Bars, reasons and what was ruled out."""
    result = choice.result
    widest = max((_weight(outcome, sign) for outcome in result.outcomes for sign in (1, -1)), default=0) or 1
    rows = "".join(_bar(choice, outcome, widest) for outcome in _ranked(result) if not outcome.ruled_out_by)
    reasons = [_reason(group) for group in result.by_rule]
    notes = "".join(f'<p class="small muted">{esc(said)}</p>' for said in remarks(choice, report))
    return (
        '<div class="card"><table class="bars"><caption class="hidden">Score of each outcome</caption>'
        f"<thead class='hidden'><tr><th>Outcome</th><th>Reasons</th><th>Score</th></tr></thead><tbody>{rows}</tbody></table>"
        f"{_ruled_out(choice)}{notes}{folded(reasons, 4, 'reasons')}"
        f"{caution_list(choice)}</div>"
    )


def _ranked(result: DecisionResult) -> list[OutcomeResult]:
    """The present outcome first, then by score."""
    return sorted(result.outcomes, key=lambda o: (o.id != result.outcome, -o.score))


def _ruled_out(choice: Choice) -> str:
    labels = ", ".join(f"<s>{_label(choice, one)}</s>" for one in choice.result.outcomes if one.ruled_out_by)
    sign = '<span class="sign out" aria-hidden="true">×</span>'
    return f'<p class="ruled">{sign}<b>Ruled out:</b> {labels}</p>' if labels else ""


def _label(choice: Choice, outcome: OutcomeResult) -> str:
    recorded = choice.recorded and choice.recorded.outcome == outcome.id
    return esc(outcome.text.label) + (" ✎" if recorded else "")


def _weight(outcome: OutcomeResult, sign: int) -> int:
    return sum(reason.points * sign for reason in outcome.reasons if reason.points * sign > 0)


def _bar(choice: Choice, outcome: OutcomeResult, widest: int) -> str:
    gain, loss = _weight(outcome, 1), _weight(outcome, -1)
    bar = (
        f'<span class="div" role="img" aria-label="{gain} for, {loss} against">'
        f'<i class="a" style="width:{50 * loss / widest:.1f}%"></i><i class="f" style="width:{50 * gain / widest:.1f}%"></i></span>'
    )
    strong = ' class="present"' if outcome.id == choice.result.outcome else ""
    return (
        f'<tr{strong}><th scope="row">{_label(choice, outcome)}</th><td>{bar}</td><td>{signed(outcome.score)}</td></tr>'
    )


def _reason(group: tuple[tuple[OutcomeResult, Reason], ...]) -> str:
    """One rule, and what it does to which outcomes."""
    reason = group[0][1]
    signs = {reason.points > 0 for _, reason in group}
    sign, kind = (
        ("×", "out")
        if not reason.points
        else ("±", "open")
        if len(signs) > 1
        else ("+", "for")
        if signs == {True}
        else ("−", "against")
    )
    said = ", ".join(_bearing(outcome, one) for outcome, one in group)
    said = said if reason.points else f"rules out {said}"
    disputed = f'<p class="small disputed"><b>Disputed.</b> {esc(reason.disputed)}</p>' if reason.disputed else ""
    return (
        f'<li><span class="sign {kind}" aria-hidden="true">{sign}</span><div>{esc(reason.because)} {cited(reason.sources)}'
        f'<p class="small muted">{said}</p>{disputed}</div></li>'
    )


def _bearing(outcome: OutcomeResult, reason: Reason) -> str:
    label = esc(outcome.text.label)
    if not reason.points:
        return label
    return f"{reason.effect} {label} ({esc(reason.strength)} {signed(reason.points)})"


def details(outcome: OutcomeResult) -> str:
    """What an outcome takes, costs and brings, and what comes next."""
    text = outcome.text
    pairs = (
        ("What it takes", text.takes),
        ("What it costs", text.costs),
        ("How one leaves it", text.leave),
        ("Duties", text.duties),
    )
    body = f"<p>{esc(text.summary)}</p>" if text.summary else ""
    body += "".join(f"<dt>{name}</dt><dd>{esc(said)}</dd>" for name, said in pairs if said).join(("<dl>", "</dl>"))
    lists = (
        ("Next steps", text.next_steps),
        ("How you know that it works", text.confirm),
        ("Revisit when", text.revisit_when),
    )
    for name, items in lists:
        if items:
            body += f"<h3>{name}</h3><ul>{''.join(f'<li>{esc(item)}</li>' for item in items)}</ul>"
    if text.link:
        body += f'<p class="small"><a href="{esc(text.link)}" target="_blank" rel="noreferrer noopener">Read more at the source</a></p>'
    return f'<div class="details">{body}</div>'
