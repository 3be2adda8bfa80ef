import Pricing

/// `currency`: in what people are shown amounts.
enum CurrencySection: Section {
    static let code = Field<String?>.required("code", .currencyCode, "The currency's ISO 4217 code, such as `JPY`.")
    static let perDollar = Field<Money?>.required(
        "per_usd",
        .amount(upTo: 1_000_000_000),
        "What one US dollar is worth, with at most six decimals, such as `155.2`."
    )
    static let asOf = Field<PriceTime?>.optional(
        "as_of",
        .day,
        "Since when the rate holds, such as `2026-11-01`; it is stated beside amounts."
    )

    static let description = SectionDescription(
        help: "The currency in which people are shown amounts. Everything is counted in US dollars.",
        fields: [code.description, perDollar.description, asOf.description]
    )

    static func read(_ section: SectionReader) -> Currency? {
        let code = section[code]
        let perDollar = section[perDollar]
        let asOf = section[asOf]
        guard let code, let perDollar else { return nil }
        if code == Currency.usd.code, perDollar != .dollar, let place = section.place(of: Self.perDollar.name) {
            section.reading.report(.conflict, at: place, "one US dollar is worth 1 of USD")
        }
        do throws(PricingError) {
            return try Currency(
                code: code,
                perDollar: perDollar.decimal,
                asOf: asOf
            )
        } catch {
            let place = section.place(of: Self.perDollar.name) ?? section.place
            section.reading.report(
                .invalidValue,
                at: place,
                "allowed: more than 0, up to 1000000000, with at most six decimals"
            )
            return nil
        }
    }
}

extension ValueType<String> {
    /// Three letters of ISO 4217.
    static let currencyCode = ValueType(.text(words: "currency code", pattern: "^[A-Z]{3}$")) { place, reading in
        let words = "a currency's code of three capital letters such as JPY"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string, text.utf8.count == 3,
            text.utf8.allSatisfy((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains)
        else {
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        return text
    }
}

extension ValueType<PriceTime> {
    /// A day.
    static let day = ValueType(.text(words: "date", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")) { place, reading in
        let words = "a date such as 2026-11-01"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string, text.utf8.count == 10, let day = PriceTime(text) else {
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        return day
    }
}
