public import JSONText
import Pricing

extension MemberType where Value == [BudgetPolicy] {
    static var budgets: Self {
        MemberType { place in
            let list = MemberType<[BudgetPolicy]>.list(of: .budget, 0...32)
            guard let budgets = list.read(place) else { return nil }
            guard Set(budgets.map(\.name)).count == budgets.count else {
                place.report(.duplicate, "two budgets have one name; budgets without a name are named by their period")
                return nil
            }
            return budgets
        }
    }
}

extension MemberType where Value == BudgetPolicy {
    fileprivate static var budget: Self {
        let type = MemberType.object(BudgetPolicy.init)
        return MemberType { place in
            guard case .object(let object) = place.value else { return type.read(place) }
            let value = JSONValue.object(BudgetPolicy.spelling(object, isPatch: false))
            return type.read(JSONPlace(value: value, path: place.path, problems: place.problems))
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

extension MemberType where Value == Int {
    /// A count of tokens, as a JSON number or string.
    fileprivate static var wholeTokens: Self {
        MemberType { place in
            let words = "a whole number of tokens, of at least 0"
            guard let text = place.value.string ?? place.value.number?.text else {
                place.reportType(words)
                return nil
            }
            // 1e18 attodollars are a dollar: what is whole has no decimals but zeros.
            let (count, rest) = (MoneyText.read(text)?.attos ?? 1)
                .quotientAndRemainder(dividingBy: 1_000_000_000_000_000_000)
            guard let tokens = Int(text) ?? (rest == 0 ? Int(count) : nil), tokens >= 0 else {
                place.report(.invalidValue, "must be \(words)")
                return nil
            }
            return tokens
        }
    }
}

extension MemberType where Value == BudgetPolicy.Action {
    /// `"block"`, `"warn"` or `{"downgrade": "a-cheaper-model"}`.
    fileprivate static var action: Self {
        MemberType { place in
            let words = #"one of block, warn and {"downgrade": MODEL}"#
            switch place.value {
            case "block": return .block
            case "warn": return .warn
            case .object:
                return MemberType<BudgetPolicy.Action>.object { reader in
                    .downgrade(to: reader.required("downgrade", .name(.model), placeholder: ""))
                }.read(place)
            case .string: place.report(.invalidValue, "must be \(words)")
            default: place.reportType(words)
            }
            return nil
        }
    }
}

extension MemberType where Value == BudgetPolicy.UnknownCost {
    /// `"allow"`, `"refuse"` or an amount.
    fileprivate static var unknownPrice: Self {
        MemberType { place in
            switch place.value {
            case "allow": .assume(.zero)
            case "refuse": .refuse
            default: MemberType<Money>.money.read(place).map { .assume($0) }
            }
        }
    }
}

extension BudgetPolicy {
    /// A budget's members as the configuration spells them too: `tokens` becomes `amount` with `currency`, and `downgrade_to` a
    /// part of `action`, as earlier versions wrote them. What contradicts itself stays, to be refused.
    /// - Parameters:
    ///   - object: the members, or changes of them.
    ///   - isPatch: whether they are changes.
    public static func spelling(_ object: JSONObject, isPatch: Bool) -> JSONObject {
        var object = object
        if let tokens = object["tokens"], tokens.isNull || (object["amount"] ?? .null).isNull {
            object.remove("tokens")
            if !tokens.isNull {
                object["amount"] = tokens
                object["currency"] = "tokens"
            }
        }
        if let model = object["downgrade_to"] {
            let action = object["action"] ?? .null
            if model.isNull || action == "downgrade" || (isPatch && action.isNull) { object.remove("downgrade_to") }
            if !model.isNull, object["downgrade_to"] == nil {
                object["action"] = .object(JSONObject([JSONObject.Member("downgrade", model)]))
            }
        }
        return object
    }

    init(_ reader: inout ObjectReader) {
        let name = reader.optional("name", .name(.budget))
        let currency = reader.optional(
            "currency",
            .parsed("USD or tokens: budgets are in US dollars or in tokens") {
                ["USD", "tokens"].contains($0) ? $0 : nil
            }
        )
        let amount: Amount =
            currency == "tokens"
            ? .tokens(reader.required("amount", .wholeTokens, placeholder: 0))
            : .money(reader.required("amount", .money, placeholder: .zero))
        let period = reader.required("period", .choice, placeholder: BudgetPolicy.Period.total)
        let alignment = reader.optional("alignment", .alignment) ?? .calendar
        let timeZone = reader.optional("time_zone", .name(.timeZone)) ?? "UTC"
        let alerts = reader.optional("alert_at", .list(of: .thousandths, 0...16)) ?? []
        if Set(alerts).count != alerts.count { reader.report(.duplicate, at: "alert_at", "a share stands twice") }
        let action = reader.optional("action", .action) ?? .block
        let unknownCost = reader.optional("unknown_price", .unknownPrice)
        if currency == "tokens", let unknownCost, unknownCost != .assume(.zero) {
            reader.report(.conflict, at: "unknown_price", "belongs to budgets of money")
        }
        self.init(
            name: name ?? period.rawValue,
            amount: amount,
            period: period,
            alignment: alignment,
            timeZone: timeZone,
            alertsAt: alerts.sorted(),
            action: action,
            unknownCost: unknownCost ?? .assume(.zero)
        )
    }

    var json: JSONValue {
        var writer = ObjectWriter()
        writer.add("name", name)
        switch amount {
        case .money(let money):
            writer.add("amount", MoneyText.write(money))
            writer.add("currency", "USD")
        case .tokens(let tokens):
            writer.add("amount", "\(tokens)")
            writer.add("currency", "tokens")
        }
        writer.add("period", period.rawValue)
        writer.add("alignment", alignment.rawValue)
        writer.add("time_zone", timeZone)
        writer.add("alert_at", .array(alertsAt.map { .number(MoneyText.thousandths($0)) }))
        switch action {
        case .block: writer.add("action", "block")
        case .warn: writer.add("action", "warn")
        case .downgrade(let model):
            writer.add("action", .object(JSONObject([JSONObject.Member("downgrade", .string(model))])))
        }
        if case .money = amount { writer.add("unknown_price", unknownCost.word) }
        return writer.value
    }
}

extension BudgetPolicy.UnknownCost {
    /// As documents write it: `allow`, `refuse`, or an amount of US dollars.
    public var word: String {
        switch self {
        case .refuse: "refuse"
        case .assume(.zero): "allow"
        case .assume(let money): MoneyText.write(money)
        }
    }
}

extension MemberType where Value == BudgetPolicy.Alignment {
    fileprivate static var alignment: Self {
        .parsed("calendar or rolling") { BudgetPolicy.Alignment(rawValue: $0) }
    }
}
