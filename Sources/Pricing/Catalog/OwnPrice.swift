/// A price of the configuration, which wins over the catalogue's.
public struct OwnPrice: Hashable, Sendable {
    /// The name of the configured provider.
    public let provider: String
    /// The model and its price.
    public let entry: PriceList.Model
    /// The version kept with costs: `own:` and a digest of the price, so that a changed price is another version.
    public let version: String

    /// An own price.
    /// - Parameters:
    ///   - provider: the name of the configured provider.
    ///   - model: the model's name at the provider.
    ///   - fields: the settings by name and decimal text, as `input_per_million`; ``fieldNames`` lists them all.
    /// - Throws: ``PricingError`` for an unknown field, a negative price or one that cannot be counted exactly.
    public init(provider: String, model: String, fields: [String: String]) throws(PricingError) {
        var prices: PriceTable.Prices = [:]
        var factors = ServiceFactors()
        for (name, text) in fields {
            if let factor = Self.factors[name] {
                factors[keyPath: factor] = try ServiceFactors.Factor(text)
                continue
            }
            guard let each = Self.classes[name] else {
                throw PricingError(
                    .invalidPrices,
                    "unknown price '\(name)'; allowed: \(Self.fieldNames.joined(separator: ", "))"
                )
            }
            prices[each] = try Money(decimal: text)
        }
        guard prices[.input] != nil || prices[.output] != nil || prices[.requests] != nil else {
            throw PricingError(.invalidPrices, "a price needs input_per_million, output_per_million or per_request")
        }
        // Says now what is wrong with a price, not at the first request.
        let rates = try Rates(prices)
        self.provider = provider
        entry = PriceList.Model(id: model, factors: factors, tables: [PriceTable(prices: prices)])
        version = "own:" + Self.digest(prices, factors)
        _ = rates
    }

    /// The names of all settings, in order.
    public static let fieldNames: [String] = UsageClass.allCases.map(fieldName) + factorNames

    /// The names of those among them that are no amounts but factors: `batch_factor`.
    public static let factorNames: [String] = ServiceFactors.names.map { "\($0.name)_factor" }

    private static let factors = Dictionary(
        uniqueKeysWithValues: ServiceFactors.names.map { ("\($0.name)_factor", $0.factor) }
    )

    private static let classes: [String: UsageClass] = Dictionary(
        uniqueKeysWithValues: UsageClass.allCases.map { (fieldName($0), $0) }
    )

    private static func fieldName(_ each: UsageClass) -> String {
        switch each {
        case .cacheRead: "cached_input_per_million"
        case .cacheWrite5m: "cache_write_5m_per_million"
        case .cacheWrite1h: "cache_write_1h_per_million"
        default: each.isTokens ? "\(each.name)_per_million" : "per_\(each.name)"
        }
    }

    /// FNV-1a of the prices: stable between processes, as Swift's hashes are not.
    private static func digest(_ prices: PriceTable.Prices, _ factors: ServiceFactors) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ name: String, _ value: String) {
            for byte in "\(name)=\(value);".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        for each in UsageClass.allCases {
            if let price = prices[each] { add(each.name, price.decimal) }
        }
        for (name, path) in ServiceFactors.names {
            if let factor = factors[keyPath: path] { add("\(name)_factor", factor.text) }
        }
        let text = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
