import Governance

/// The query parameters of a request; only those that the operation names are let in.
struct Query: Sendable {
    /// Longer queries are refused.
    private static let byteLimit = 16_384
    private static let nanoseconds: Int64 = 1_000_000_000

    private let values: [String: String]

    /// Reads a query.
    /// - Parameters:
    ///   - text: what stands behind the `?`.
    ///   - allowed: the names that the operation knows.
    /// - Throws: `invalid_parameter` for anything unknown, repeated, empty or unreadable.
    init(_ text: String?, allowed: [String]) throws(AdminError) {
        var values: [String: String] = [:]
        let text = text ?? ""
        guard text.utf8.count <= Self.byteLimit else { throw .parameter("", "The query is too long.") }
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = pair.first.flatMap({ PercentText.decoded($0, plusIsSpace: true) }),
                let value = PercentText.decoded(pair.dropFirst().first ?? "", plusIsSpace: true)
            else { throw .parameter("", "The query is not percent-encoded UTF-8 without control characters.") }
            guard allowed.contains(name) else {
                let known = allowed.isEmpty ? "this route has none" : "known are \(allowed.joined(separator: ", "))"
                throw .parameter(String(name.prefix(64)), "There is no such query parameter; \(known).")
            }
            guard !value.isEmpty else { throw .parameter(name, "A value is missing.") }
            guard values.updateValue(value, forKey: name) == nil else { throw .parameter(name, "It stands twice.") }
        }
        self.values = values
    }

    subscript(name: String) -> String? { values[name] }

    /// A whole number.
    func int(_ name: String, in range: ClosedRange<Int>) throws(AdminError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .parameter(name, "It must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// `true` or `false`.
    func flag(_ name: String) throws(AdminError) -> Bool? {
        switch values[name] {
        case nil: return nil
        case "true": return true
        case "false": return false
        default: throw .parameter(name, "It must be true or false.")
        }
    }

    /// One of the values of a type.
    func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String,
        _ type: Value.Type = Value.self
    ) throws(AdminError) -> Value? where Value.RawValue == String {
        guard let text = values[name] else { return nil }
        guard let value = Value(rawValue: text) else {
            throw .parameter(name, "It must be one of \(Value.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return value
    }

    /// A moment: RFC 3339, or a date, which is its midnight in UTC.
    /// - Returns: nanoseconds since 1970 UTC; what does not fit becomes the nearest that does.
    func time(_ name: String) throws(AdminError) -> Int64? {
        guard let text = values[name] else { return nil }
        guard let time = Timestamp(text) ?? Timestamp(text + "T00:00:00Z") else {
            throw .parameter(name, "It must be a time such as 2026-02-01T00:00:00Z, or a date.")
        }
        let (product, overflow) = time.seconds.multipliedReportingOverflow(by: Self.nanoseconds)
        return overflow ? (time.seconds < 0 ? .min : .max) : product
    }
}
