public import JSONText

/// What new prices change about old ones.
public struct PriceUpdate: Sendable {
    /// A change of one model.
    public struct Change: Hashable, Sendable {
        /// What happened to the model.
        public enum Kind: String, Hashable, Sendable {
            /// The model is new.
            case added
            /// The model is gone.
            case removed
            /// A price, a limit or a name of it is another one.
            case changed
        }

        /// What happened.
        public let kind: Kind
        /// The provider's id.
        public let provider: String
        /// The model's id.
        public let model: String
        /// What differs, in words: `input 3 -> 2.5`; empty for models that are new or gone.
        public let details: [String]
        /// Whether somebody should look at it: a model that is gone, or a price more than ten times what it was, or less than
        /// a tenth.
        public let isSuspicious: Bool

        init(kind: Kind, provider: String, model: String, details: [String], isSuspicious: Bool = false) {
            self.kind = kind
            self.provider = provider
            self.model = model
            self.details = details
            self.isSuspicious = isSuspicious
        }
    }

    /// The new list: the providers that the new prices name replaced, all others as they were.
    public let list: PriceList
    /// What changed, by provider and model.
    public let changes: [Change]

    /// Puts new prices in the place of old ones.
    ///
    /// A provider that both have keeps its other names, discounts of service tiers and the like where the new prices say
    /// nothing about them.
    public init(_ new: PriceList, over old: PriceList) {
        var list = PriceList(version: new.version, source: new.source, providers: old.providers)
        var changes: [Change] = []
        for provider in new.providers {
            guard let position = list.providers.firstIndex(where: { $0.id == provider.id }) else {
                list.providers.append(provider)
                changes += provider.models.map {
                    Change(kind: .added, provider: provider.id, model: $0.id, details: [])
                }
                continue
            }
            let before = list.providers[position]
            var after = provider
            if after.name == after.id { after.name = before.name }
            if after.aliases.isEmpty { after.aliases = before.aliases }
            if after.fallbacks.isEmpty { after.fallbacks = before.fallbacks }
            after.factors = after.factors.merged(over: before.factors)
            list.providers[position] = after
            changes += Self.changes(of: provider.id, from: before.models, to: after.models)
        }
        self.list = list
        self.changes = changes
    }

    /// What somebody should look at before it counts, in words; nil where there is nothing.
    public var warning: String? {
        let gone = changes.count { $0.kind == .removed }
        let farOff = changes.count { $0.kind == .changed && $0.isSuspicious }
        var parts: [String] = []
        if gone > 0 {
            parts.append("\(gone) \(gone == 1 ? "model is" : "models are") gone: their cost will be unknown")
        }
        if farOff > 0 {
            parts.append("\(farOff) \(farOff == 1 ? "model changes" : "models change") a price more than tenfold")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    /// The changes for people, a line each, and how many there are.
    public var text: String {
        let signs: [Change.Kind: String] = [.added: "+", .removed: "-", .changed: "~"]
        var lines = changes.map { change in
            let mark = change.isSuspicious && change.kind == .changed ? " (more than tenfold)" : ""
            let details = change.details.isEmpty ? "" : ": " + change.details.joined(separator: ", ")
            return "\(signs[change.kind] ?? "") \(change.provider)/\(change.model)\(details)\(mark)"
        }
        func count(_ kind: Change.Kind) -> Int { changes.count { $0.kind == kind } }
        lines.append("\(count(.added)) added, \(count(.changed)) changed, \(count(.removed)) removed")
        return lines.joined(separator: "\n")
    }

    /// The changes for scripts.
    public var json: JSONValue {
        [
            "version": .string(list.version),
            "changes": .array(
                changes.map { change in
                    [
                        "change": .string(change.kind.rawValue), "provider": .string(change.provider),
                        "model": .string(change.model), "details": .array(change.details.map { .string($0) }),
                        "suspicious": .bool(change.isSuspicious),
                    ]
                }
            ),
        ]
    }

    private static func changes(of provider: String, from old: [PriceList.Model], to new: [PriceList.Model]) -> [Change]
    {
        let before = Dictionary(old.map { ($0.id, $0) }) { first, _ in first }
        let after = Set(new.map(\.id))
        var changes: [Change] = []
        for model in new {
            guard let known = before[model.id] else {
                changes.append(Change(kind: .added, provider: provider, model: model.id, details: []))
                continue
            }
            let details = details(from: known, to: model)
            if !details.isEmpty {
                changes.append(
                    Change(
                        kind: .changed,
                        provider: provider,
                        model: model.id,
                        details: details,
                        isSuspicious: isFarOff(known, model)
                    )
                )
            }
        }
        for model in old where !after.contains(model.id) {
            changes.append(
                Change(kind: .removed, provider: provider, model: model.id, details: [], isSuspicious: true)
            )
        }
        return changes
    }

    /// Whether a price of the last table is more than ten times the old one, or less than a tenth of it: such prices are
    /// rather mistakes than offers. One that is gone or new is no such, 0 where there was a price is.
    private static func isFarOff(_ old: PriceList.Model, _ new: PriceList.Model) -> Bool {
        guard let before = old.tables.last?.prices, let after = new.tables.last?.prices else { return false }
        return UsageClass.allCases.contains { each in
            guard let old = before[each], let new = after[each], old != new else { return false }
            return new > old * 10 || old > new * 10
        }
    }

    private static func details(from old: PriceList.Model, to new: PriceList.Model) -> [String] {
        var details: [String] = []
        if old.tables.count == 1, new.tables.count == 1 {
            for each in UsageClass.allCases {
                let (before, after) = (old.tables[0].prices[each], new.tables[0].prices[each])
                if before != after {
                    details.append("\(each.name) \(before?.decimal ?? "none") -> \(after?.decimal ?? "none")")
                }
            }
            if old.tables[0].steps != new.tables[0].steps { details.append("prices of long prompts") }
            if old.tables[0].from != new.tables[0].from || old.tables[0].daily != new.tables[0].daily {
                details.append("when the prices hold")
            }
        } else if old.tables != new.tables {
            details.append("prices by date: \(old.tables.count) -> \(new.tables.count)")
        }
        func text(_ count: Int?) -> String { count.map(String.init) ?? "none" }
        if old.contextWindow != new.contextWindow {
            details.append("context_window \(text(old.contextWindow)) -> \(text(new.contextWindow))")
        }
        if old.outputLimit != new.outputLimit {
            details.append("output_limit \(text(old.outputLimit)) -> \(text(new.outputLimit))")
        }
        if old.patterns != new.patterns { details.append("names") }
        if old.factors != new.factors { details.append("service tiers") }
        if old.deprecation != new.deprecation { details.append("deprecation") }
        return details
    }
}
