import Routing

extension ValueType<Pattern> {
    /// A regular expression, ready for use.
    static let pattern = ValueType(.text(words: "regular expression", pattern: nil)) { place, reading in
        let words = "a regular expression"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string else {
            reading.reportType(of: place, expected: words)
            return nil
        }
        guard RegexSyntax.problem(in: text) == nil, let pattern = try? Pattern(parsing: text) else {
            reading.report(
                .invalidValue,
                at: place,
                "not \(words): \(RegexSyntax.problem(in: text) ?? "it cannot be read")"
            )
            return nil
        }
        return pattern
    }
}
