import Guardrails
import JSONText

extension ValueType<LocatedAction> {
    /// What is done about a finding.
    static let guardAction = ValueType(
        .text(
            words: LocatedAction.words.map { "`\($0)`" }.joined(separator: ", "),
            pattern: "^(block|mask|mask-type|mask-last-[1-8]|restore|redact|hash|warn|log|ignore|reask)$|^route:"
                + "[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,255}$"
        )
    ) { place, reading in
        let words = "one of \(LocatedAction.words.joined(separator: ", "))"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string else {
            reading.reportType(of: place, expected: words)
            return nil
        }
        if let model = LocatedAction.model(in: text) {
            guard reading.declaredModels.contains(model) else {
                let help = reading.declaredModels.help(for: model, none: "there are no `models`")
                reading.report(.unknownModel, at: place, "\(scalar.shown) names no model of `models`\(help)")
                return nil
            }
            return LocatedAction(action: .route(model), place: place)
        }
        guard let action = LocatedAction.action(of: text) else {
            var message = "\(scalar.shown) is not an action"
            if let nearest = Spelling.nearest(to: text, among: LocatedAction.words) {
                message += "; did you mean \"\(nearest)\"?"
            }
            message += "; allowed: \(LocatedAction.words.joined(separator: ", "))"
            reading.report(.invalidValue, at: place, message)
            return nil
        }
        return LocatedAction(action: action, place: place)
    }
}

extension ValueType<[String]> {
    /// Names of declared guardrails, each once.
    static let guardrails = ValueType(
        .list(ValueType<String>.guardrail.shape, minimumCount: 0)
    ) { place, reading in
        guard let elements = reading.elements(of: place) else { return nil }
        var seen: Set<String> = []
        return elements.compactMap { element in
            guard let name = ValueType<String>.guardrail.read(element, reading) else { return nil }
            if seen.insert(name).inserted { return name }
            reading.report(.duplicate, at: element, "the guardrail stands twice")
            return nil
        }
    }
}

extension ValueType<String> {
    private static var longestPhrase: Int { 1024 }

    /// A word or a phrase that texts are searched for.
    static let phrase = ValueType(.text(words: "string", pattern: nil)) { place, reading in
        guard let text = ValueType.anyText.read(place, reading) else { return nil }
        guard text.utf8.count <= longestPhrase, text.unicodeScalars.contains(where: { !$0.properties.isWhitespace })
        else {
            reading.report(.invalidValue, at: place, "blank, or longer than \(longestPhrase) bytes")
            return nil
        }
        return text
    }

    /// A host, or with `*.` in front all below it; in small letters.
    static let hostPattern = ValueType(
        .text(words: "host, or `*.` and a host", pattern: "^([*][.])?[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)*$")
    ) { place, reading in
        let words = "a host such as example.com, or *.example.com for all below it; others than ASCII as xn--…"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string, isHostPattern(text) else {
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        return text.lowercased()
    }

    private static func isHostPattern(_ text: String) -> Bool {
        let host = text.hasPrefix("*.") ? text.dropFirst(2) : text[...]
        return (1...253).contains(host.utf8.count)
            && host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.count)
                    && label.allSatisfy { $0.isAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
            }
    }

    /// A JSON Schema as text.
    static let schemaText = ValueType(.text(words: "JSON", pattern: nil)) { place, reading in
        let words = "a JSON Schema as text, best as a block behind \"|\""
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string else {
            reading.reportType(of: place, expected: words)
            return nil
        }
        do throws(JSONError) {
            switch try JSONValue(parsing: text) {
            case .object, .bool: return text
            default: reading.report(.invalidValue, at: place, "a schema is a JSON object, true or false")
            }
        } catch {
            reading.report(.invalidValue, at: place, "not JSON: \(error)")
        }
        return nil
    }

    /// What a service calls a model.
    static let modelName = ValueType(.text(words: "model", pattern: "^[!-~]{1,256}$")) { place, reading in
        let words = "a model's name"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string, (1...256).contains(text.utf8.count), text.utf8.allSatisfy(\.isVisible) else {
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        return text
    }
}
