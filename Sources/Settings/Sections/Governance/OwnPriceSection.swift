import Pricing

/// `prices.*`: what a provider's model costs.
enum OwnPriceSection: Section {
    /// A price before its model is known.
    struct Value: Sendable {
        let fields: [String: String]
        let place: Located
    }

    private static let all: [Field<Money?>] = OwnPrice.fieldNames.map { name in
        // What ``Pricing`` can count exactly: attodollars in 64 bits for one token or call.
        .optional(name, .amount(upTo: most(name)), help(name))
    }

    private static func most(_ name: String) -> Int {
        OwnPrice.factorNames.contains(name) ? 1000 : name.hasPrefix("per_") ? 9 : 1_000_000
    }

    static let description = SectionDescription(
        help: "What a provider's model costs, in US dollars.",
        fields: all.map(\.description)
    )

    static func read(_ section: SectionReader) -> Value? {
        let prices = all.map { ($0.name, section[$0]) }
        // What is wrong in one of them is told already; the price without it would be another one.
        for (name, price) in prices where price == nil && section.place(of: name) != nil { return nil }
        return Value(
            fields: Dictionary(prices.compactMap { name, price in price.map { (name, $0.decimal) } }) { first, _ in
                first
            },
            place: section.place
        )
    }

    /// The prices of a document; no model stands twice.
    static func prices(_ entries: [Named<Value>], _ reading: Reading) -> [OwnPrice] {
        entries.compactMap { entry in
            guard let target = ModelTarget(entry.name), reading.declaredProviders.contains(target.provider) else {
                let provider = String(entry.name.prefix { $0 != "/" })
                let message = reading.unknownProvider(Quoting.quoted(entry.name), provider)
                reading.report(
                    .unknownProvider,
                    at: entry.position,
                    entry.path,
                    "\(message); prices are for provider/model"
                )
                return nil
            }
            do throws(PricingError) {
                return try OwnPrice(provider: target.provider, model: target.model, fields: entry.value.fields)
            } catch {
                reading.report(.invalidValue, at: entry.value.place, error.message)
                return nil
            }
        }
    }

    private static func help(_ name: String) -> String {
        if OwnPrice.factorNames.contains(name) { return help(ofFactor: name.replacing("_factor", with: "")) }
        if let what = name.suffix(from: "per_") { return "US dollars for one \(what.replacing("_", with: " "))." }
        let what = name.replacing("_per_million", with: "")
        let words =
            switch what {
            case "input": "prompt, as far as no other field says otherwise"
            case "cached_input": "prompt read from a cache"
            case "cache_write_5m": "prompt written to a cache for five minutes"
            case "cache_write_1h": "prompt written to a cache for an hour"
            case "output": "answer, as far as no other field says otherwise"
            case "reasoning": "thinking"
            case "citations": "quoted sources in answers"
            default: words(ofShare: what)
            }
        return "US dollars for a million tokens of \(words)."
    }

    private static func help(ofFactor name: String) -> String {
        let what =
            switch name {
            case "fast": "served at Anthropic's higher speed cost, besides the tier's factor"
            case "us": "kept in the United States by Anthropic cost, besides the other factors"
            default: "served in the \(name) tier cost"
            }
        return "What tokens \(what): times the price, at most three decimals. Unknown where nothing is said."
    }

    /// `audio_input`, `cached_image`, `video_output` and the like.
    private static func words(ofShare name: String) -> String {
        let parts = name.split(separator: "_")
        let kinds = ["audio": "sound", "image": "pictures", "video": "video"]
        let kind = parts.lazy.compactMap { kinds[String($0)] }.first ?? name
        if parts.first == "cached" { return "\(kind) in prompts, read from a cache" }
        return parts.last == "output" ? "\(kind) in answers" : "\(kind) in prompts"
    }
}

extension String {
    /// What follows a beginning; nil if the text does not begin so.
    fileprivate func suffix(from beginning: String) -> Substring? {
        hasPrefix(beginning) ? dropFirst(beginning.count) : nil
    }
}
