public import JSONText

/// Prices for people to read, and for scripts.
public struct PriceReport: Sendable {
    /// A model and who serves it.
    public struct Found: Hashable, Sendable {
        /// The provider.
        public let provider: PriceList.Provider
        /// The model.
        public let model: PriceList.Model
    }

    private let time: PriceTime

    /// A report.
    /// - Parameter time: which prices hold where they depend on the time.
    public init(at time: PriceTime) { self.time = time }

    /// Finds a model by `provider/model`, or by its name at every provider.
    public static func find(_ name: String, in catalog: PriceCatalog) -> [Found] {
        var found: [Found] = []
        func add(_ provider: PriceList.Provider, _ model: String) {
            guard let hit = catalog.resolve(provider: provider.id, model: model).model, hit.provider == provider.id,
                let entry = provider.models.first(where: { $0.id == hit.model })
            else { return }
            found.append(Found(provider: provider, model: entry))
        }
        if let slash = name.firstIndex(of: "/"), let provider = catalog.provider(String(name[..<slash])) {
            add(provider, String(name[name.index(after: slash)...]))
            if !found.isEmpty { return found }
        }
        for provider in catalog.list.providers { add(provider, name) }
        return found
    }

    // MARK: - A table

    /// One line for each model: what input and output cost now.
    public func table(of providers: [PriceList.Provider]) -> String {
        var rows = [["MODEL", "INPUT", "CACHED", "OUTPUT", "CONTEXT"]]
        for provider in providers {
            for model in provider.models {
                let prices = prices(of: model)
                rows.append([
                    "\(provider.id)/\(model.id)", prices?[.input]?.decimal ?? "?", prices?[.cacheRead]?.decimal ?? "-",
                    prices?[.output]?.decimal ?? "-", model.contextWindow.map(String.init) ?? "-",
                ])
            }
        }
        let widths = (0..<5).map { column in rows.reduce(0) { max($0, $1[column].count) } }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + space : space + cell
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// One JSON object for each model, a line each.
    public func lines(of providers: [PriceList.Provider]) -> String {
        providers.flatMap { provider in
            provider.models.map { json(of: Found(provider: provider, model: $0)).text }
        }.joined(separator: "\n")
    }

    // MARK: - One model

    /// All that is known of models, as JSON.
    public func json(of found: [Found]) -> JSONValue { .array(found.map { json(of: $0) }) }

    private func json(of found: Found) -> JSONValue {
        var object: JSONObject = ["provider": .string(found.provider.id), "model": .string(found.model.id)]
        for member in PriceListFormat.json(found.model).object ?? [:] { object.append(member.name, member.value) }
        return .object(object)
    }

    /// All that is known of models, for people.
    public func text(of found: [Found]) -> String { found.map(text).joined(separator: "\n\n") }

    private func text(of found: Found) -> String {
        let model = found.model
        var lines = ["\(found.provider.id)/\(model.id)" + (model.name.map { "  (\($0))" } ?? "")]
        if let window = model.contextWindow { lines.append("  context window  \(window) tokens") }
        if let limit = model.outputLimit { lines.append("  output limit    \(limit) tokens") }
        switch model.deprecation {
        case .now: lines.append("  deprecated")
        case .from(let day): lines.append("  deprecated from \(day.date)")
        case nil: break
        }
        let factors = model.factors.merged(over: found.provider.factors)
        let known = ServiceFactors.names.compactMap { name, path in
            factors[keyPath: path].map { "\(name) \($0.text)" }
        }
        if !known.isEmpty { lines.append("  service tiers   " + known.joined(separator: ", ") + " times the price") }
        if model.tables.isEmpty { lines.append("  no price is known") }
        let current = model.tables.last { $0.holds(at: time) }
        for table in model.tables {
            var head = "  USD per million tokens"
            if let from = table.from { head += ", from \(from.date)" }
            if let daily = PriceListFormat.json(table)["daily"]?.string { head += ", daily \(daily) UTC" }
            if model.tables.count > 1, table == current { head += " (now)" }
            lines.append(head)
            lines += text(of: table.prices)
            for step in table.steps {
                lines.append("    prompts above \(step.above) tokens")
                lines += text(of: step.prices).map { "  " + $0 }
            }
        }
        return lines.joined(separator: "\n")
    }

    private func text(of prices: PriceTable.Prices) -> [String] {
        UsageClass.allCases.compactMap { each in
            guard let price = prices[each] else { return nil }
            let name = each.name + String(repeating: " ", count: max(0, 16 - each.name.count))
            return "    \(name)\(price.decimal)" + (each.isTokens ? "" : " each")
        }
    }

    private func prices(of model: PriceList.Model) -> PriceTable.Prices? {
        model.tables.last { $0.holds(at: time) }?.prices
    }
}
