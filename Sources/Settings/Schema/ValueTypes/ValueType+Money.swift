import Governance
import JSONText
import Pricing

extension ValueType<Money> {
    /// What a string with a decimal number looks like.
    static let pattern = "^(0|[1-9][0-9]{0,19})([.][0-9]{1,40})?([eE][+-]?[0-9]{1,3})?$"

    /// An exact amount that is not negative, read from its decimal digits.
    static func amount(upTo maximum: Int) -> ValueType {
        let shape = Shape.decimal(
            words: "decimal number, 0 to \(maximum)",
            minimum: 0,
            maximum: Double(maximum),
            pattern: pattern
        )
        return ValueType(shape) { place, reading in
            let words = "a decimal number such as 12.5"
            guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
            guard let text = scalar.decimal else {
                reading.reportType(of: place, expected: words)
                return nil
            }
            return exact(text, upTo: maximum, scalar, at: place, reading, words: words)
        }
    }

    fileprivate static func exact(
        _ text: String,
        upTo maximum: Int,
        _ scalar: ResolvedScalar,
        at place: Located,
        _ reading: Reading,
        words: String
    ) -> Money? {
        let allowed = "0 to \(maximum), with at most \(Money.decimals) decimals"
        do throws(PricingError) {
            let amount = try Money(decimal: text)
            if (Money.zero...(Money.dollar * maximum)).contains(amount) { return amount }
            reading.report(.invalidValue, at: place, "\(scalar.shown) is out of range; allowed: \(allowed)")
        } catch {
            let problem = error.code == .invalidDecimal ? "is not \(words)" : "cannot be counted exactly"
            reading.report(.invalidValue, at: place, "\(scalar.shown) \(problem); allowed: \(allowed)")
        }
        return nil
    }
}

extension ValueType<BudgetPolicy.UnknownCost> {
    /// What a request of unknown price counts for.
    static let unknownPrice = ValueType(
        .either(.choice(["allow", "refuse"]), ValueType<Money>.amount(upTo: 1_000_000).shape)
    ) { place, reading in
        let words = "allow, refuse, or US dollars such as 0.01"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        switch scalar.decimal {
        case nil:
            reading.reportType(of: place, expected: words)
            return nil
        case "allow"?: return .assume(.zero)
        case "refuse"?: return .refuse
        case let text?:
            let amount = ValueType<Money>.exact(text, upTo: 1_000_000, scalar, at: place, reading, words: words)
            return amount.map(BudgetPolicy.UnknownCost.assume)
        }
    }
    .written { cost in
        switch cost {
        case .refuse: "refuse"
        case .assume(let amount): .string(amount == .zero ? "allow" : amount.decimal)
        }
    }
}

extension ValueType<Int> {
    /// A share of a budget, in thousandths.
    static let thousandths = ValueType(
        .decimal(
            words: "share, 0.001 to 1 or 0.1% to 100%",
            minimum: 0.001,
            maximum: 1,
            pattern: "^(?!0([.]0+)?%)(100([.]0+)?|[1-9]?[0-9]([.][0-9]0*)?)%$"
        )
    ) { place, reading in
        let words = "a share such as 0.8 or 80%, from 0.001 to 1, with at most three decimals"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        let percent = scalar.string.flatMap { $0.hasSuffix("%") ? String($0.dropLast()) : nil }
        guard let text = percent ?? scalar.decimal, percent != nil || scalar.double != nil,
            let value = try? Money(decimal: text),
            case let (count, rest) = value.attos.quotientAndRemainder(
                dividingBy: Money.dollar.attos / (percent == nil ? 1000 : 10)
            ),
            rest == 0, (1...1000).contains(count)
        else {
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        return Int(count)
    }
}

extension Money {
    /// One US dollar.
    static let dollar = Money(attos: 1_000_000_000_000_000_000)
}
