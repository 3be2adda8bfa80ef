public import JSONText

/// The formats of prices that can be read, and what was read from one.
public struct PriceSource: Sendable {
    /// The prices.
    public var list: PriceList
    /// What could not be taken over, in words, one line each.
    public var notes: [String]

    /// Reads a document in Kanmon's own format, genai-prices' list of providers, or LiteLLM's map of models; which it is
    /// shows in its shape. What every provider is known to charge is filled in (``KnownFacts``).
    ///
    /// - Parameters:
    ///   - document: the whole document.
    ///   - version: the version of the prices, kept with each cost; an own document has its own.
    ///   - name: where it comes from, for people.
    /// - Throws: ``PricingError`` where the document is none of these.
    public init(_ document: JSONValue, version: String, name: String) throws(PricingError) {
        switch document {
        case .object(let object) where object["format"] != nil:
            list = try PriceListFormat.read(document)
            notes = []
        case .array(let providers):
            self = try Self.genaiPrices(providers, version: version, name: name)
        case .object(let object):
            if let providers = object["providers"]?.array {
                self = try Self.genaiPrices(providers, version: version, name: name)
            } else {
                var reader = LiteLLMReader()
                try reader.read(object)
                list = KnownFacts.apply(to: reader.list(version: version, source: name))
                notes = reader.notes
            }
        default:
            throw PricingError(.invalidPrices, "prices must be an object or an array, got \(document.kind)")
        }
        guard list.providers.contains(where: { !$0.models.isEmpty }) else {
            throw PricingError(.invalidPrices, "no price was found: this is none of the formats that can be read")
        }
        for provider in list.providers {
            for model in provider.models {
                // What cannot be counted exactly is found now, not at a request.
                _ = try PricedModel(model, provider: provider.id, priceVersion: version, factors: provider.factors)
            }
        }
    }

    init(list: PriceList, notes: [String]) {
        self.list = list
        self.notes = notes
    }

    private static func genaiPrices(
        _ providers: [JSONValue],
        version: String,
        name: String
    ) throws(PricingError) -> PriceSource {
        var reader = GenaiPricesReader()
        var list = PriceList(version: version, source: name, providers: [])
        for (index, value) in providers.enumerated() {
            list.providers.append(try reader.provider(Node(value, "providers[\(index)]")))
        }
        return PriceSource(list: KnownFacts.apply(to: list), notes: reader.notes)
    }
}
