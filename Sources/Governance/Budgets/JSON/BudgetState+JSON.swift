import JSONText
import Pricing

extension BudgetState {
    /// More stretches than any period has.
    private static let mostStretches = 1024
    /// As many kinds of events as there are.
    private static let mostRaised = 1024

    /// - Parameter countsTokens: What the amounts must be of.
    init(_ reader: inout ObjectReader, countsTokens: Bool) {
        let amount = MemberType<BudgetPolicy.Amount>.saved(inTokens: countsTokens)
        let nothing = BudgetPolicy.Amount.money(.zero).alike(inTokens: countsTokens)
        self.init(
            periodStart: reader.required("period_start", .wallTime, placeholder: WallTime(seconds: 0)),
            spent: reader.required("spent", amount, placeholder: nothing),
            unpriced: reader.required("unpriced", .int(0...Int.max), placeholder: 0),
            stretches: reader.optional(
                "stretches",
                .list(
                    of: .object { part in
                        Stretch(
                            start: part.required("start", .wallTime, placeholder: WallTime(seconds: 0)),
                            spent: part.required("spent", amount, placeholder: nothing)
                        )
                    },
                    0...Self.mostStretches
                )
            ) ?? [],
            raised: reader.optional(
                "raised",
                .list(
                    of: .object { part in
                        Raised(
                            kind: part.required(
                                "kind",
                                .parsed("a kind of event") { BudgetEvent.Kind(name: $0) },
                                placeholder: .exhausted
                            ),
                            at: part.required("at", .wallTime, placeholder: WallTime(seconds: 0))
                        )
                    },
                    0...Self.mostRaised
                )
            ) ?? [],
            raises: reader.optional(
                "raises",
                .list(
                    of: .object { part in
                        BudgetRaise(
                            extra: part.required("extra", amount, placeholder: nothing),
                            until: part.required("until", .wallTime, placeholder: WallTime(seconds: 0)),
                            // What somebody once wrote is taken as it is.
                            reason: part.required("reason", .parsed("a text") { $0 }, placeholder: ""),
                            by: part.required("by", .parsed("a text") { $0 }, placeholder: "")
                        )
                    },
                    0...BudgetMeter.mostRaises
                )
            ) ?? []
        )
    }

    func write(to writer: inout ObjectWriter) {
        writer.add("period_start", JSONValue(Int(periodStart.seconds)))
        writer.add("spent", spent.savedJSON)
        writer.add("unpriced", unpriced)
        if !stretches.isEmpty {
            let parts: [JSONValue] = stretches.map {
                ["start": JSONValue(Int($0.start.seconds)), "spent": $0.spent.savedJSON]
            }
            writer.add("stretches", .array(parts))
        }
        if !raised.isEmpty {
            let events: [JSONValue] = raised.map {
                ["kind": .string($0.kind.name), "at": JSONValue(Int($0.at.seconds))]
            }
            writer.add("raised", .array(events))
        }
        if !raises.isEmpty {
            let list: [JSONValue] = raises.map {
                [
                    "extra": $0.extra.savedJSON, "until": JSONValue(Int($0.until.seconds)),
                    "reason": .string($0.reason), "by": .string($0.by),
                ]
            }
            writer.add("raises", .array(list))
        }
    }
}

extension BudgetPolicy.Amount {
    /// Decimal dollars as a string, or a number of tokens; exact.
    fileprivate var savedJSON: JSONValue {
        switch self {
        case .money(let money): .string(money.decimal)
        case .tokens(let count): JSONValue(count)
        }
    }

    /// Nothing of the unit.
    fileprivate func alike(inTokens: Bool) -> Self { inTokens ? .tokens(0) : self }
}

extension MemberType where Value == WallTime {
    /// Whole seconds since 1970 UTC.
    fileprivate static var wallTime: Self {
        MemberType { place in
            MemberType<Int>.int(Int.min...Int.max).read(place).map { WallTime(seconds: Int64($0)) }
        }
    }
}

extension MemberType where Value == BudgetPolicy.Amount {
    /// What ``BudgetPolicy/Amount/savedJSON`` writes, and only that.
    fileprivate static func saved(inTokens: Bool) -> Self {
        MemberType { place in
            if inTokens { return MemberType<Int>.int(0...Int.max).read(place).map { .tokens($0) } }
            let words = "dollars of at least 0 as a decimal string such as \"12.5\""
            guard let text = place.value.string else {
                place.reportType(words)
                return nil
            }
            // 39 digits, a point and a sign are the longest there is.
            guard text.utf8.count <= 48, let money = try? Money(decimal: text), money >= .zero, money.decimal == text
            else {
                place.report(.invalidValue, "must be \(words)")
                return nil
            }
            return .money(money)
        }
    }
}
