import JSONText

/// Reads genai-prices' list of providers (github.com/pydantic/genai-prices, versions 1 and 2 of its data).
struct GenaiPricesReader {
    /// What could not be taken over.
    private(set) var notes: [String] = []

    /// Reads a provider.
    mutating func provider(_ node: Node) throws(PricingError) -> PriceList.Provider {
        guard let object = node.value.object, let id = object["id"]?.string else {
            throw node.wrong("a provider with an id")
        }
        var models: [PriceList.Model] = []
        for (index, value) in (object["models"]?.array ?? []).enumerated() {
            models.append(try model(Node(value, "\(id).models[\(index)]")))
        }
        return PriceList.Provider(
            id: id,
            name: object["name"]?.string ?? id,
            aliases: patterns(object["provider_match"], of: id),
            fallbacks: (object["fallback_model_providers"]?.array ?? []).compactMap(\.string),
            models: models
        )
    }

    private mutating func model(_ node: Node) throws(PricingError) -> PriceList.Model {
        guard let object = node.value.object, let id = object["id"]?.string else {
            throw node.wrong("a model with an id")
        }
        let name = object["name"]?.string
        let patterns = patterns(object["match"], of: id)
        var tables: [PriceTable] = []
        switch object["prices"] {
        case .array(let conditional)?:
            for (index, value) in conditional.enumerated() {
                if let table = try table(Node(value, "\(node.path).prices[\(index)]"), model: id) {
                    tables.append(table)
                }
            }
        case .object(let prices)?: tables = [try table(prices, Node(.object(prices), "\(node.path).prices"))]
        default: throw node.wrong("a model with prices")
        }
        // A name that says so is free; any other model without prices is one whose price nobody knows.
        if id.hasSuffix(":free") {
            tables = tables.map { $0.prices.isEmpty ? PriceTable(prices: [.input: .zero, .output: .zero]) : $0 }
        }
        return PriceList.Model(
            id: id,
            name: name == id ? nil : name,
            patterns: patterns.map(\.text) == [id.lowercased()] ? [] : patterns,
            contextWindow: object["context_window"]?.int,
            deprecation: object["deprecated"]?.bool == true ? .now : nil,
            tables: tables.filter { !$0.prices.isEmpty }
        )
    }

    // MARK: - Prices

    private mutating func table(_ node: Node, model: String) throws(PricingError) -> PriceTable? {
        guard let prices = node.value["prices"]?.object else { throw node.wrong("an object with prices") }
        var table = try table(prices, node)
        switch node.value["constraint"] {
        case nil, .null?: break
        case let constraint?:
            if let date = constraint["start_date"]?.string, let from = PriceTime(date) {
                table.from = from
            } else if let start = constraint["start_time"]?.string.flatMap(PriceListFormat.secondOfDay),
                let end = constraint["end_time"]?.string.flatMap(PriceListFormat.secondOfDay)
            {
                table.daily = PriceTable.Daily(start: start, end: end)
            } else {
                notes.append("\(node.path): a condition of the price of \(model) is of an unknown kind; left out")
                return nil
            }
        }
        return table
    }

    private mutating func table(_ prices: JSONObject, _ node: Node) throws(PricingError) -> PriceTable {
        var base: PriceTable.Prices = [:]
        var tiers: [Int: PriceTable.Prices] = [:]
        for member in prices where !member.value.isNull {
            guard let (each, isPerThousand) = Self.units[member.name] else {
                notes.append("\(node.path): the price '\(member.name)' has no class here; left out")
                continue
            }
            let place = Node(member.value, "\(node.path).\(member.name)")
            guard let object = member.value.object else {
                base[each] = try price(place, isPerThousand)
                continue
            }
            base[each] = try price(Node(object["base"] ?? .null, "\(place.path).base"), isPerThousand)
            for (index, tier) in (object["tiers"]?.array ?? []).enumerated() {
                let place = Node(tier, "\(place.path).tiers[\(index)]")
                guard let start = tier["start"]?.int, start > 0 else { throw place.wrong("a tier with a start") }
                tiers[start, default: [:]][each] =
                    try price(Node(tier["price"] ?? .null, "\(place.path).price"), isPerThousand)
            }
        }
        let steps = tiers.sorted { $0.key < $1.key }.map { PriceTable.Step(above: $0.key, prices: $0.value) }
        return PriceTable(prices: base, steps: steps)
    }

    private func price(_ node: Node, _ isPerThousand: Bool) throws(PricingError) -> Money {
        guard let text = node.value.number?.text ?? node.value.string else { throw node.wrong("a price") }
        // Twelve decimals per million are whole attodollars per token; what lies beyond are the traces of binary
        // floating point in the source (0.18000000000000002).
        let value = try DecimalText.parse(text, decimals: 12, rounding: true)
        guard value >= 0 else { throw node.wrong("a price of at least 0") }
        let (attos, overflow) = value.multipliedReportingOverflow(by: isPerThousand ? 1000 : 1_000_000)
        if overflow { throw PricingError(.overflow, "\(node.path): the price is too large") }
        return Money(attos: attos)
    }

    /// The source's names of prices, and whether they are of a thousand calls instead of a million tokens.
    private static let units: [String: (UsageClass, Bool)] = [
        "input_mtok": (.input, false), "output_mtok": (.output, false),
        "cache_read_mtok": (.cacheRead, false),
        "cache_write_mtok": (.cacheWrite5m, false), "cache_write_5m_mtok": (.cacheWrite5m, false),
        "cache_write_1h_mtok": (.cacheWrite1h, false),
        "input_audio_mtok": (.audioInput, false), "input_image_mtok": (.imageInput, false),
        "input_video_mtok": (.videoInput, false),
        "cache_audio_read_mtok": (.cachedAudio, false), "cache_image_read_mtok": (.cachedImage, false),
        "cache_video_read_mtok": (.cachedVideo, false),
        "output_reasoning_mtok": (.reasoning, false), "output_citation_mtok": (.citations, false),
        "output_audio_mtok": (.audioOutput, false), "output_image_mtok": (.imageOutput, false),
        "output_video_mtok": (.videoOutput, false),
        "web_searches_kcount": (.webSearches, true), "rerank_searches_kcount": (.searchUnits, true),
        "requests_kcount": (.requests, true),
    ]

    // MARK: - Names

    /// The patterns that together mean what a clause of the source's does.
    private mutating func patterns(_ clause: JSONValue?, of id: String) -> [NamePattern] {
        guard let clause, !clause.isNull else { return [] }
        guard let patterns = Self.patterns(clause) else {
            notes.append(
                "\(id): a rule for its names cannot be told as a pattern; left out: \(clause.text.prefix(200))"
            )
            return []
        }
        return patterns.map { NamePattern($0) }
    }

    private static func patterns(_ clause: JSONValue) -> [String]? {
        guard let member = clause.object?.members.first else { return nil }
        switch (member.name, member.value) {
        case ("or", .array(let clauses)):
            var all: [String] = []
            for clause in clauses {
                guard let some = patterns(clause) else { return nil }
                all += some
            }
            return all
        case ("and", .array(let clauses)):
            // Only of parts that a name contains: then they stand in it in one order or the other.
            let parts = clauses.compactMap { $0["contains"]?.string }
            guard parts.count == clauses.count, parts.count == 2 else { return nil }
            return ["*\(parts[0])*\(parts[1])*", "*\(parts[1])*\(parts[0])*"]
        case ("regex", .string(let text)): return pattern(regex: text).map { [$0] }
        case (let kind, .string(let text)):
            guard !text.contains("*"), !text.contains("#") else { return nil }
            switch kind {
            case "equals": return [text]
            case "starts_with": return [text + "*"]
            case "ends_with": return ["*" + text]
            case "contains": return ["*" + text + "*"]
            default: return nil
            }
        default: return nil
        }
    }

    /// A pattern for a regular expression of nothing but literal characters, digits and anchors.
    static func pattern(regex: String) -> String? {
        var rest = Array(regex.unicodeScalars)[...]
        var pattern = rest.first == "^" ? "" : "*"
        if rest.first == "^" { rest.removeFirst() }
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\\":
                guard let escaped = rest.popFirst() else { return nil }
                switch escaped {
                case "d":
                    var count = 1
                    if rest.first == "{" {
                        guard let end = rest.firstIndex(of: "}"), end - rest.startIndex <= 3,
                            let number = Int(String(String.UnicodeScalarView(rest[(rest.startIndex + 1)..<end]))),
                            number > 0
                        else { return nil }
                        count = number
                        rest = rest[(end + 1)...]
                    }
                    pattern += String(repeating: "#", count: count)
                case ".", "-", "/", ":": pattern.unicodeScalars.append(escaped)
                default: return nil
                }
            case "$": return rest.isEmpty ? pattern : nil
            case ".", "*", "+", "?", "(", ")", "[", "]", "{", "}", "|", "#", "^": return nil
            default: pattern.unicodeScalars.append(scalar)
            }
            if let next = rest.first, "*+?{".unicodeScalars.contains(next) { return nil }
        }
        return pattern + "*"
    }
}
