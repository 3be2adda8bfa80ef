import Governance
import JSONText
import Pricing

/// `budgets[]`: how much may be spent in a period.
enum BudgetSection: Section {
    /// A budget, and the places that its checks against others need.
    struct Value: Sendable {
        let policy: BudgetPolicy
        let place: Located
        /// Where the cheaper model stands that requests are served by when all is spent.
        var downgradePlace: Located?
    }

    /// What an amount is counted in.
    enum Unit: Equatable {
        /// US dollars, or another currency, by its code.
        case money(String)
        case tokens
    }

    /// The raw value is what a document writes.
    enum Alignment: String, CaseIterable {
        case calendar
        case rolling
    }

    static let name = Field<String?>.optional(
        "name",
        .name(.budget),
        otherwise: "the period, as in `month`",
        "What the budget is called; unique in its list. What was spent is kept under it."
    )
    static let amount = Field<Money?>.required(
        "amount",
        .amount(upTo: 1_000_000_000_000_000),
        "How much, exactly as it is written: US dollars, or whole tokens of prompts and answers together."
    )
    static let currency = Field(
        "currency",
        .budgetUnit,
        default: Unit.money(Currency.usd.code),
        "What is counted. An amount in the document's own `currency` is taken at its rate when the document is read: what is "
            + "counted are US dollars."
    )
    static let period = Field<BudgetPolicy.Period?>.required(
        "period",
        .choice,
        "After which time spending begins anew; `total` for never."
    )
    static let alignment = Field(
        "alignment",
        .choice,
        default: Alignment.calendar,
        "Whether periods begin with the calendar's (midnight, Monday, the first of a month) or count back from now."
    )
    static let timeZone = Field<String?>.optional(
        "time_zone",
        .timeZone,
        otherwise: "the document's `time_zone`",
        "The time zone of calendar periods."
    )
    static let alertAt = Field(
        "alert_at",
        .list(of: .thousandths),
        default: [],
        "Shares of the amount at which an alert is raised, once each in a period, such as `[0.5, 80%]`."
    )
    static let action = Field(
        "action",
        .budgetAction,
        default: BudgetActionSection.Value.block,
        "What happens when all is spent: `block` refuses requests, `warn` raises an alert, `{downgrade: MODEL}` lets a cheaper "
            + "model serve them."
    )
    static let unknownPrice = Field<BudgetPolicy.UnknownCost?>.optional(
        "unknown_price",
        .unknownPrice,
        otherwise: "`budget_defaults.unknown_price`",
        "What a request counts for whose price nobody knows."
    )

    static let description = SectionDescription(
        help:
            "How much may be spent in a period, and what happens when it is. All budgets that apply to a request count it.",
        fields: [
            name.description, amount.description, currency.description, period.description, alignment.description,
            timeZone.description, alertAt.description, action.description, unknownPrice.description,
        ],
        definition: "budget",
        isListedOnce: true,
        rules: [
            SectionRule(field: alignment.name, values: [Alignment.rolling.rawValue], forbidden: [timeZone.name]),
            SectionRule(
                field: period.name,
                values: [BudgetPolicy.Period.total.rawValue],
                forbidden: [alignment.name, timeZone.name]
            ),
            SectionRule(field: currency.name, values: ["tokens"], forbidden: [unknownPrice.name]),
        ]
    )

    /// All budgets of one thing; their names are unique.
    static let list = ValueType<[Value]>(.list(type.shape, minimumCount: 0)) { place, reading in
        guard let budgets = ValueType<[Value]>.list(of: type).read(place, reading) else { return nil }
        var names: Set<String> = []
        for budget in budgets where !names.insert(budget.policy.name).inserted {
            reading.report(
                .duplicate,
                at: budget.place,
                "another budget here is named \(Quoting.quoted(budget.policy.name)); give one of them another `name`"
            )
        }
        return budgets
    }

    static func read(_ section: SectionReader) -> Value? {
        let name = section[name]
        let money = section[amount]
        let unit = section[currency]
        let period = section[period]
        let alignment: BudgetPolicy.Alignment = section[alignment] == .rolling ? .rolling : .calendar
        let timeZone = section[timeZone] ?? section.reading.timeZone
        let alerts = alerts(section)
        let action = section[action]
        let unknownPrice = section[unknownPrice] ?? section.reading.budgetDefaults.unknownPrice
        guard let money, let amount = amount(money, unit, section), let period else { return nil }
        // Where no calendar decides, another time zone must not make it another budget.
        let hasCalendar = alignment == .calendar && period != .total
        let policy = BudgetPolicy(
            name: name ?? period.rawValue,
            amount: amount,
            period: period,
            alignment: alignment,
            timeZone: hasCalendar ? timeZone : "UTC",
            alertsAt: alerts,
            action: action.action,
            unknownCost: unit == .tokens ? .assume(.zero) : unknownPrice
        )
        return Value(policy: policy, place: section.place, downgradePlace: action.place)
    }

    private static func amount(_ money: Money, _ unit: Unit, _ section: SectionReader) -> BudgetPolicy.Amount? {
        if case .money(let code) = unit { return dollars(money, code, section).map { .money($0) } }
        let (count, rest) = money.attos.quotientAndRemainder(dividingBy: Money.dollar.attos)
        if rest == 0 { return .tokens(Int(count)) }
        if let place = section.place(of: amount.name) {
            section.reading.report(.invalidValue, at: place, "tokens are counted whole; allowed: a whole number")
        }
        return nil
    }

    /// An amount of money in US dollars.
    private static func dollars(_ money: Money, _ code: String, _ section: SectionReader) -> Money? {
        let currency = section.reading.currency
        if code == Currency.usd.code { return money }
        guard code == currency.code else {
            if let place = section.place(of: Self.currency.name) {
                let known = currency.code == Currency.usd.code ? "" : ", \(currency.code)"
                section.reading.report(
                    .invalidValue,
                    at: place,
                    "nothing says what \(code) is worth; allowed: USD, tokens\(known): the code of the document's `currency`"
                )
            }
            return nil
        }
        let dollars = currency.dollars(money)
        if dollars == nil, let place = section.place(of: amount.name) {
            section.reading.report(.invalidValue, at: place, "the amount is too large to be counted")
        }
        return dollars
    }

    private static func alerts(_ section: SectionReader) -> [Int] {
        let alerts = section[alertAt]
        let unique = Set(alerts)
        if unique.count < alerts.count, let place = section.place(of: alertAt.name) {
            section.reading.report(.duplicate, at: place, "a share stands twice")
        }
        return unique.sorted()
    }
}

extension ValueType<BudgetSection.Unit> {
    /// A currency's code, or tokens.
    static let budgetUnit = ValueType(
        .either(.choice([Currency.usd.code, "tokens"]), ValueType<String>.currencyCode.shape)
    ) { place, reading in
        let words = "USD, tokens, or the code of the document's currency such as JPY"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        if scalar.string == "tokens" { return .tokens }
        guard let code = scalar.string, Currency.isCode(code) else {
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        return .money(code)
    }
    .written { unit in
        switch unit {
        case .money(let code): .string(code)
        case .tokens: "tokens"
        }
    }
}
