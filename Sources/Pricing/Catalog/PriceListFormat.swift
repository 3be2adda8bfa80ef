public import JSONText

/// Kanmon's own format of price lists, `kanmon-prices/1`: see Docs/prices.md.
///
/// JSON with decimal numbers as strings. Unknown members are refused, so that a misspelt price is no missing one.
public enum PriceListFormat {
    /// What stands in a document's `format`.
    public static let name = "kanmon-prices/1"

    // MARK: - Writing

    /// Writes a list, one model a line, so that a change of one is a change of one line.
    public static func write(_ list: PriceList) -> [UInt8] {
        var text = "{\"format\":\(JSONValue.string(name).text),\"version\":\(JSONValue.string(list.version).text),"
        text += "\"source\":\(JSONValue.string(list.source).text),\"providers\":{"
        for (index, provider) in list.providers.enumerated() {
            var head: JSONObject = ["name": .string(provider.name)]
            if !provider.aliases.isEmpty { head.append("aliases", .array(provider.aliases.map { .string($0.text) })) }
            if !provider.fallbacks.isEmpty { head.append("fallbacks", .array(provider.fallbacks.map { .string($0) })) }
            if !provider.factors.isEmpty { head.append("service", json(provider.factors)) }
            text += (index == 0 ? "\n" : ",\n") + JSONValue.string(provider.id).text
            text += ":" + JSONValue.object(head).text.dropLast() + ",\"models\":{"
            for (index, model) in provider.models.enumerated() {
                text += (index == 0 ? "\n" : ",\n") + JSONValue.string(model.id).text + ":" + json(model).text
            }
            text += "}}"
        }
        text += "}}\n"
        return Array(text.utf8)
    }

    /// The JSON of one model's entry.
    public static func json(_ model: PriceList.Model) -> JSONValue {
        var object: JSONObject = [:]
        if let name = model.name { object.append("name", .string(name)) }
        if !model.patterns.isEmpty { object.append("match", .array(model.patterns.map { .string($0.text) })) }
        if let window = model.contextWindow { object.append("context_window", JSONValue(window)) }
        if let limit = model.outputLimit { object.append("output_limit", JSONValue(limit)) }
        switch model.deprecation {
        case .now: object.append("deprecated", true)
        case .from(let time): object.append("deprecated", .string(time.date))
        case nil: break
        }
        if !model.factors.isEmpty { object.append("service", json(model.factors)) }
        object.append("prices", .array(model.tables.map(json)))
        return .object(object)
    }

    /// The JSON of a table of prices.
    public static func json(_ table: PriceTable) -> JSONValue {
        var object: JSONObject = [:]
        if let from = table.from { object.append("from", .string(from.date)) }
        if let daily = table.daily {
            object.append("daily", .string("\(timeOfDay(daily.start))-\(timeOfDay(daily.end))"))
        }
        append(table.prices, to: &object)
        if !table.steps.isEmpty {
            var steps: JSONObject = [:]
            for step in table.steps {
                var prices: JSONObject = [:]
                append(step.prices, to: &prices)
                steps.append(String(step.above), .object(prices))
            }
            object.append("above", .object(steps))
        }
        return .object(object)
    }

    private static func append(_ prices: PriceTable.Prices, to object: inout JSONObject) {
        for each in UsageClass.allCases {
            if let price = prices[each] { object.append(each.name, .string(price.decimal)) }
        }
    }

    private static func json(_ factors: ServiceFactors) -> JSONValue {
        var object: JSONObject = [:]
        for (name, path) in ServiceFactors.names {
            if let factor = factors[keyPath: path] { object.append(name, .string(factor.text)) }
        }
        return .object(object)
    }

    private static func timeOfDay(_ second: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        return "\(two(second / 3600)):\(two(second / 60 % 60))"
    }

    // MARK: - Reading

    /// Reads a list.
    /// - Throws: ``PricingError`` that names the place of what is wrong.
    public static func read(_ value: JSONValue) throws(PricingError) -> PriceList {
        let root = try Node(value, "the price list").object(["format", "version", "source", "providers"])
        let format = try root.string("format")
        guard format == name else {
            throw PricingError(.invalidPrices, "the price list is of the format '\(format.prefix(40))', not '\(name)'")
        }
        var providers: [PriceList.Provider] = []
        for (id, node) in try root.required("providers").members() { providers.append(try provider(id, node)) }
        return PriceList(version: try root.string("version"), source: try root.string("source"), providers: providers)
    }

    private static func provider(_ id: String, _ node: Node) throws(PricingError) -> PriceList.Provider {
        let object = try node.object(["name", "aliases", "fallbacks", "service", "models"])
        var models: [PriceList.Model] = []
        for (id, node) in try object.required("models").members() { models.append(try model(id, node)) }
        return PriceList.Provider(
            id: id,
            name: try object.string("name"),
            aliases: try object.strings("aliases").map { NamePattern($0) },
            fallbacks: try object.strings("fallbacks"),
            factors: try object.member("service").map(factors) ?? ServiceFactors(),
            models: models
        )
    }

    private static func model(_ id: String, _ node: Node) throws(PricingError) -> PriceList.Model {
        let object = try node.object([
            "name", "match", "context_window", "output_limit", "deprecated", "service", "prices",
        ])
        var deprecation: Deprecation?
        if let node = object.member("deprecated") {
            switch node.value {
            case .bool(let isDeprecated): deprecation = isDeprecated ? .now : nil
            case .string(let text):
                guard let time = PriceTime(text) else { throw node.wrong("true or a date") }
                deprecation = .from(time)
            default: throw node.wrong("true or a date")
            }
        }
        var tables: [PriceTable] = []
        for node in try object.required("prices").elements() { tables.append(try table(node)) }
        return PriceList.Model(
            id: id,
            name: try object.member("name")?.string(),
            patterns: try object.strings("match").map { NamePattern($0) },
            contextWindow: try object.member("context_window")?.count(),
            outputLimit: try object.member("output_limit")?.count(),
            deprecation: deprecation,
            factors: try object.member("service").map(factors) ?? ServiceFactors(),
            tables: tables
        )
    }

    private static func table(_ node: Node) throws(PricingError) -> PriceTable {
        let object = try node.object(["from", "daily", "above"] + UsageClass.allCases.map(\.name))
        var from: PriceTime?
        if let node = object.member("from") {
            guard let time = PriceTime(try node.string()) else { throw node.wrong("a date") }
            from = time
        }
        var daily: PriceTable.Daily?
        if let node = object.member("daily") {
            let ends = try node.string().split(separator: "-").map { secondOfDay($0) }
            guard ends.count == 2, let start = ends[0], let end = ends[1] else { throw node.wrong("hh:mm-hh:mm") }
            daily = PriceTable.Daily(start: start, end: end)
        }
        var steps: [PriceTable.Step] = []
        for (above, node) in try object.member("above")?.members() ?? [] {
            guard let threshold = Int(above), threshold > 0 else { throw node.wrong("a count of tokens as its name") }
            steps.append(
                PriceTable.Step(above: threshold, prices: try prices(try node.object(UsageClass.allCases.map(\.name))))
            )
        }
        steps.sort { $0.above < $1.above }
        let table = PriceTable(prices: try prices(object), steps: steps, from: from, daily: daily)
        return table
    }

    private static func prices(_ object: Node.Object) throws(PricingError) -> PriceTable.Prices {
        var prices: PriceTable.Prices = [:]
        for each in UsageClass.allCases {
            guard let node = object.member(each.name) else { continue }
            let price = try Money(decimal: try node.string())
            guard price >= .zero else { throw node.wrong("a price of at least 0") }
            prices[each] = price
        }
        return prices
    }

    private static func factors(_ node: Node) throws(PricingError) -> ServiceFactors {
        let object = try node.object(ServiceFactors.names.map(\.name))
        var factors = ServiceFactors()
        for (name, path) in ServiceFactors.names {
            guard let node = object.member(name) else { continue }
            factors[keyPath: path] = try ServiceFactors.Factor(try node.string())
        }
        return factors
    }

    /// Seconds since midnight of `hh:mm` or `hh:mm:ss`, with or without a `Z`.
    static func secondOfDay(_ text: some StringProtocol) -> Int? {
        let parts = (text.hasSuffix("Z") ? text.dropLast() : text[...]).split(separator: ":").map { Int($0) }
        guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1] else { return nil }
        let second = parts.count == 3 ? parts[2] ?? -1 : 0
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
        return hour * 3600 + minute * 60 + second
    }
}
