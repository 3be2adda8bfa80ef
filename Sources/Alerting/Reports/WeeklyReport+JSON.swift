import Governance
public import JSONText
import Pricing

extension WeeklyReport {
    /// The report for programs: amounts are exact decimal texts in US dollars, beside them the currency that people are shown.
    public var json: JSONObject {
        let figures = figures
        return [
            "kind": .string(AlertNotice.Kind.report.rawValue), "week": .string(figures.week.description),
            "time_zone": .string(figures.zone), "gateway": .string(gateway), "language": .string(language.rawValue),
            "from": .string(Timestamp(seconds: figures.interval.start.seconds).description),
            "to": figures.interval.end.map { .string(Timestamp(seconds: $0.seconds).description) } ?? .null,
            "total": .object(sums(figures.total)), "previous": .object(sums(figures.previous)),
            "cost_change": change.map { .init(floatLiteral: $0) } ?? .null,
            "days": .array(figures.days.map { .object(sums($0.sums, "date", .string($0.date))) }),
            "top": [
                "teams": rows(figures.teams), "keys": rows(figures.keys), "models": rows(figures.models),
            ],
            "errors": [
                "providers": rows(figures.providers),
                "statuses": .array(
                    figures.statuses.map { ["status": JSONValue($0.status), "count": JSONValue($0.count)] }
                ),
                "statuses_complete": .bool(!figures.areStatusesPartial),
            ],
            "title": .string(title), "text": .string(text),
        ]
    }

    /// How much more was spent than the week before, as a share of that; `nil` where nothing was.
    private var change: Double? {
        let (now, before) = (Double(figures.total.cost.attos), Double(figures.previous.cost.attos))
        return before > 0 ? (now - before) / before : nil
    }

    private func rows(_ rows: [WeeklyFigures.Row]) -> JSONValue {
        .array(rows.map { .object(sums($0.sums, "name", $0.name.map { .string($0) } ?? .null)) })
    }

    private func sums(_ sums: WeeklyFigures.Sums, _ name: String? = nil, _ value: JSONValue = .null) -> JSONObject {
        var object = JSONObject()
        if let name { object.append(name, value) }
        object.append("requests", JSONValue(sums.requests))
        object.append("errors", JSONValue(sums.errors))
        object.append("success", sums.success.map { .init(floatLiteral: $0) } ?? .null)
        object.append("input_tokens", JSONValue(sums.inputTokens))
        object.append("output_tokens", JSONValue(sums.outputTokens))
        object.append("cost_usd", .string(sums.cost.decimal))
        if currency.code != Currency.usd.code { object.append("cost_display", display(sums.cost)) }
        object.append("unpriced_requests", JSONValue(sums.unpriced))
        object.append("cache_hits", JSONValue(sums.hits))
        object.append("saved_usd", .string(sums.saved.decimal))
        if currency.code != Currency.usd.code { object.append("saved_display", display(sums.saved)) }
        return object
    }

    private func display(_ money: Money) -> JSONValue {
        ["currency": .string(currency.code), "amount": .string(currency.fineText(money))]
    }
}
