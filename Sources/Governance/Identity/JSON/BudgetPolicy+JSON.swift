import JSONText
import Pricing

extension MemberType where Value == [BudgetPolicy] {
    static var budgets: Self {
        MemberType { place in
            let list = MemberType<[BudgetPolicy]>.list(of: .object(BudgetPolicy.init), 0...32)
            guard let budgets = list.read(place) else { return nil }
            guard Set(budgets.map(\.name)).count == budgets.count else {
                place.report(.duplicate, "two budgets have one name; budgets without a name are named by their period")
                return nil
            }
            return budgets
        }
    }
}

extension MemberType where Value == Money {
    /// A JSON number or string, read from its decimal digits.
    static var money: Self {
        MemberType { place in
            let words = "an amount of at least 0 such as \"12.50\", with at most 18 decimals"
            guard let text = place.value.string ?? place.value.number?.text else {
                place.reportType(words)
                return nil
            }
            guard let money = MoneyText.read(text) else {
                place.report(.invalidValue, "must be \(words)")
                return nil
            }
            return money
        }
    }
}

extension MemberType where Value == Int {
    /// A share such as 0.8, in thousandths.
    fileprivate static var thousandths: Self {
        MemberType { place in
            let words = "a share from 0.001 to 10 with at most three decimals, such as 0.8"
            guard let number = place.value.number else {
                place.reportType(words)
                return nil
            }
            // 18 digits more than three decimals: the rest must be zero.
            let unit: Int128 = 1_000_000_000_000_000
            guard let attos = MoneyText.read(number.text)?.attos, attos % unit == 0, (1...10_000).contains(attos / unit)
            else {
                place.report(.invalidValue, "must be \(words)")
                return nil
            }
            return Int(attos / unit)
        }
    }
}

extension BudgetPolicy {
    init(_ reader: inout ObjectReader) {
        let name = reader.optional("name", .name(.budget))
        let money = reader.optional("amount", .money)
        _ = reader.optional("currency", .parsed("USD: budgets are in US dollars") { $0 == "USD" ? $0 : nil })
        let tokens = reader.optional("tokens", .int(0...Int.max))
        let period = reader.required("period", .choice, placeholder: BudgetPolicy.Period.total)
        let alignment = reader.optional("alignment", .alignment) ?? .calendar
        let timeZone = reader.optional("time_zone", .name(.timeZone)) ?? "UTC"
        let alerts = reader.optional("alert_at", .list(of: .thousandths, 0...16)) ?? []
        if Set(alerts).count != alerts.count { reader.report(.duplicate, at: "alert_at", "a share stands twice") }
        let action = reader.optional(
            "action",
            .parsed("one of block, warn, downgrade") {
                ["block", "warn", "downgrade"].contains($0) ? $0 : nil
            }
        )
        let cheaper = reader.optional("downgrade_to", .name(.model))
        if reader.has("amount") == reader.has("tokens") {
            reader.report(.conflict, at: "amount", "give either amount, in US dollars, or tokens")
        }
        if (action == "downgrade") != reader.has("downgrade_to") {
            reader.report(.conflict, at: "downgrade_to", "belongs to action downgrade, which needs it")
        }
        self.init(
            name: name ?? period.rawValue,
            amount: tokens.map(BudgetPolicy.Amount.tokens) ?? .money(money ?? .zero),
            period: period,
            alignment: alignment,
            timeZone: timeZone,
            alertsAt: alerts.sorted(),
            action: cheaper.map { .downgrade(to: $0) } ?? (action == "warn" ? .warn : .block)
        )
    }

    var json: JSONValue {
        var writer = ObjectWriter()
        writer.add("name", name)
        switch amount {
        case .money(let money):
            writer.add("amount", MoneyText.write(money))
            writer.add("currency", "USD")
        case .tokens(let tokens): writer.add("tokens", tokens)
        }
        writer.add("period", period.rawValue)
        writer.add("alignment", alignment.rawValue)
        writer.add("time_zone", timeZone)
        writer.add("alert_at", .array(alertsAt.map { .number(MoneyText.thousandths($0)) }))
        switch action {
        case .block: writer.add("action", "block")
        case .warn: writer.add("action", "warn")
        case .downgrade(let model):
            writer.add("action", "downgrade")
            writer.add("downgrade_to", model)
        }
        return writer.value
    }
}

extension MemberType where Value == BudgetPolicy.Alignment {
    fileprivate static var alignment: Self {
        .parsed("calendar or rolling") { BudgetPolicy.Alignment(rawValue: $0) }
    }
}
