import JSONText
import Pricing

/// Amounts in the currency that people are shown, beside the exact ones in US dollars. Where none is configured there are none.
struct CurrencyText: Sendable {
    private let currency: Currency

    /// `nil` where people are shown US dollars.
    init?(_ currency: Currency) {
        guard currency.code != Currency.usd.code else { return nil }
        self.currency = currency
    }

    /// An amount: `{"currency":"JPY","amount":"1.5731"}`.
    func amount(_ money: Money) -> JSONValue {
        ["currency": .string(currency.code), "amount": .string(currency.fineText(money))]
    }

    /// The rate, since when it holds, and how amounts are rounded.
    var rate: JSONValue {
        [
            "code": .string(currency.code), "per_usd": .string(currency.perDollar),
            "as_of": currency.asOf.map { .string($0.date) } ?? .null,
            "decimals": JSONValue(currency.fineDecimals), "rounding": "half_away_from_zero",
        ]
    }
}
