extension ValueType<ConditionConfiguration.Value> {
    /// A single value that a part of a request is compared with. Text from a variable stays text.
    static let operand = ValueType(.single) { place, reading in
        let words = "a string, a number, true or false"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        if let text = scalar.string {
            guard text.utf8.count <= longestText else {
                reading.report(.invalidValue, at: place, "longer than \(longestText) bytes")
                return nil
            }
            return .string(text)
        }
        if let value = scalar.bool { return .bool(value) }
        if let number = scalar.double { return .number(number) }
        reading.reportType(of: place, expected: words)
        return nil
    }

    private static var longestText: Int { 1024 }

    /// A list of single values.
    static let operands: ValueType = ValueType<[ConditionConfiguration.Value]>.list(of: operand, minimumCount: 1)
        .map { ConditionConfiguration.Value.list($0) }

    /// A number.
    static let bound: ValueType = ValueType<Double>.number(from: -1_000_000_000, upTo: 1_000_000_000)
        .map { ConditionConfiguration.Value.number($0) }

    /// A regular expression.
    static let expression = ValueType(.text(words: "regular expression", pattern: nil)) { place, reading in
        let words = "a regular expression"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string else {
            reading.reportType(of: place, expected: words)
            return nil
        }
        if let problem = RegexSyntax.problem(in: text) {
            reading.report(.invalidValue, at: place, "not \(words): \(problem)")
            return nil
        }
        return .string(text)
    }
}

extension ValueType<ConditionConfiguration> {
    /// A condition inside another one.
    static let nested = ValueType(.reference("condition")) { place, reading in
        ConditionSection.type.read(place, reading)
    }
}
