import Routing

extension ValueType<FailureClass> {
    /// The words for failures that another try or target may well not meet.
    private static let words: [(word: String, failure: FailureClass)] = [
        FailureClass.connect, .tls, .timeout, .truncated, .invalidBody, .errorEvent, .tooSlow, .credential, .quota,
        .busy,
    ].map { ($0.description, $0) }
    private static let statuses = 300...599

    /// A kind of failure after which a request may be tried again: a status or a word.
    static let retriable = ValueType(.either(.integer(statuses), .choice(words.map(\.word)))) { place, reading in
        let expected =
            "a status from \(statuses.lowerBound) to \(statuses.upperBound) or one of "
            + words.map(\.word).joined(separator: ", ")
        guard let scalar = reading.scalar(at: place, expected: expected) else { return nil }
        if let status = scalar.int {
            if [401, 402, 403].contains(status) {
                let word = status == 402 ? FailureClass.quota : .credential
                reading.report(.invalidValue, at: place, "the status \(status) counts as `\(word)`; write that")
                return nil
            }
            if statuses.contains(status) { return .status(status) }
        }
        if let word = scalar.string, let found = words.first(where: { $0.word == word }) { return found.failure }
        var message = "\(scalar.shown) is not \(expected)"
        if let nearest = scalar.string.flatMap({ Spelling.nearest(to: $0, among: words.map(\.word)) }) {
            message += "; did you mean \"\(nearest)\"?"
        }
        reading.report(.invalidValue, at: place, message)
        return nil
    }

    /// A list's elements for the reference: statuses first, then words.
    static func text(_ failures: Set<FailureClass>) -> String {
        let statuses = failures.compactMap { if case .status(let status) = $0 { status } else { nil } }.sorted()
        let words = words.filter { failures.contains($0.failure) }.map(\.word)
        return (statuses.map(String.init) + words).map { "`\($0)`" }.joined(separator: ", ")
    }
}

extension ValueType<HedgePolicy> {
    private static let range: ClosedRange<Duration> = .milliseconds(1) ... .seconds(3600)

    /// How long to wait for the first content: a duration, or `p95`.
    static let hedgeAfter = ValueType(
        .text(words: "duration, 1ms to 1h, or `p95`", pattern: "^p95$|\(DurationText.pattern)")
    ) { place, reading in
        if case .scalar(let scalar) = place.node.content, scalar.text == "p95" { return .percentile95 }
        let type = ValueType<Duration>.duration(range, instead: "\"p95\"")
        return type.read(place, reading).map(HedgePolicy.after)
    }
}

extension ValueType<String> {
    /// The path of a request to a provider's host.
    static let path = ValueType(.text(words: "path such as /health", pattern: "^/[!-\"$-~]{0,1023}$")) {
        place,
        reading in
        let words = "a path such as /health, of visible ASCII characters but \"#\", at most 1024"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string, text.hasPrefix("/"), text.utf8.count <= 1024,
            text.utf8.allSatisfy({ $0.isVisible && $0 != UInt8(ascii: "#") })
        else {
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        return text
    }
}
