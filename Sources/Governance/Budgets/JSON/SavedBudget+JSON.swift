public import JSONText

/// The members `name`, `unit` (`usd` or `tokens`), `period`, `alignment` and `time_zone`, which say which budget, and those
/// of its state: `period_start`, `spent`, `unpriced`, `stretches`, `raised`, `raises`. Money is a decimal string, exact; tokens
/// are a number; times are whole seconds since 1970 UTC. All members but the lists must be there, and no others.
extension SavedBudget {
    private static let money = "usd"
    private static let tokens = "tokens"

    /// The state as JSON, which ``init(json:)`` reads as the same again.
    public var json: JSONValue {
        var writer = ObjectWriter()
        writer.add("name", id.name)
        writer.add("unit", id.countsTokens ? Self.tokens : Self.money)
        writer.add("period", id.period.rawValue)
        writer.add("alignment", id.alignment.rawValue)
        writer.add("time_zone", id.timeZone)
        state.write(to: &writer)
        return writer.value
    }

    /// Reads a state.
    /// - Throws: ``InvalidEntity`` with everything that is wrong: also for a member that is not known, which a later version
    ///   must have written, and for amounts that are negative, not exact or of another unit than the budget's.
    public init(json: JSONValue) throws(InvalidEntity) {
        self = try ObjectReader.document(json) { SavedBudget(&$0) }
    }

    private init(_ reader: inout ObjectReader) {
        let name = reader.required("name", .parsed("the budget's name") { $0.isEmpty ? nil : $0 }, placeholder: "")
        let unit = reader.required(
            "unit",
            .parsed("usd or tokens") { [Self.money, Self.tokens].contains($0) ? $0 : nil },
            placeholder: Self.money
        )
        let countsTokens = unit == Self.tokens
        id = BudgetPolicy.ID(
            name: name,
            countsTokens: countsTokens,
            period: reader.required("period", .choice, placeholder: .total),
            alignment: reader.required(
                "alignment",
                .parsed("calendar or rolling") { BudgetPolicy.Alignment(rawValue: $0) },
                placeholder: .calendar
            ),
            timeZone: reader.required("time_zone", .parsed("a time zone") { $0.isEmpty ? nil : $0 }, placeholder: "UTC")
        )
        state = BudgetState(&reader, countsTokens: countsTokens)
    }
}
