import Alerting
import Governance
import JSONText

/// A level of an alert as documents write it: what it means depends on the signal.
enum AlertLevel: Hashable, Sendable {
    /// A plain number, in the signal's unit.
    case number(Double)
    /// A percentage, 1 being all.
    case share(Double)
    /// A length of time.
    case duration(Duration)

    /// The level in a signal's unit; `nil` where it makes no sense for it.
    func value(for signal: AlertSignal) -> Double? {
        switch (self, signal.unit) {
        case (.number(let number), _): number
        case (.share(let share), .share): share
        case (.duration(let duration), .seconds): duration / .seconds(1)
        case (.duration(let duration), .days): duration / .seconds(1) / 86_400
        default: nil
        }
    }
}

extension ValueType<AlertLevel> {
    /// A number, a percentage or a duration.
    static let alertLevel = ValueType(
        .either(
            .number(NumberRange(minimum: 0, isMinimumExcluded: false, maximum: 1_000_000_000)),
            .text(words: "share or duration", pattern: "^([0-9]+([.][0-9]+)?%|[0-9]+(ms|s|m|h|d))$")
        )
    ) { place, reading in
        let words = "a number, a share such as 5% or a duration such as 3s or 14d"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        if let number = scalar.double {
            if number.isFinite, (0...1_000_000_000).contains(number) { return .number(number) }
        } else if let text = scalar.string {
            if let share = ShareText.share(text) { return .share(share) }
            if let duration = DurationText.duration(text) { return .duration(duration) }
        }
        reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
        return nil
    }
}

extension ValueType<Secret> {
    /// Where a message is posted. Messages do not show the text: it is a secret, or has one inside.
    static let hookURL = ValueType(
        .text(words: "URL", pattern: "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\s]+([/?][^#\\s]*)?$")
    ) { place, reading in
        let words = "an absolute URL such as https://hooks.example.com/kanmon"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string else {
            reading.reportType(of: place, expected: words)
            return nil
        }
        // The part before the query is a base URL, which is checked as such.
        let base = text.prefix { $0 != "?" }
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !text.contains("#"),
            (try? BaseURL(parsing: String(base))) != nil
        else {
            reading.report(
                .invalidValue,
                at: place,
                "not \(words); allowed: http or https, a host, perhaps a port, a path and a query; no user or fragment"
            )
            return nil
        }
        return Secret(text)
    }
}

extension ValueType<String> {
    /// The address of a mailbox, in its simple form (RFC 5321 §4.1.2 without quotes).
    static let mailAddress = ValueType(
        .text(words: "mail address", pattern: "^[^@\\s<>,;:\"()\\[\\]\\\\]+@[A-Za-z0-9.-]+$")
    ) { place, reading in
        let words = "a mail address such as ops@example.com"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        let parts = (scalar.string ?? "").split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let text = scalar.string, text.utf8.count <= 254,
            parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".") }),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"<>,;:\"()[]\\".utf8.contains($0) })
        else {
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        return text
    }

    /// The name or the address of a server.
    static let host = ValueType(.text(words: "host", pattern: "^[A-Za-z0-9_.:\\[\\]-]{1,253}$")) { place, reading in
        let words = "the name or the address of a server, without a port"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string, (1...253).contains(text.utf8.count),
            let url = try? BaseURL(parsing: "https://\(text.contains(":") ? "[\(text)]" : text)"),
            url.pathPrefix.isEmpty
        else {
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        return text
    }
}

extension ValueType<Int> {
    /// A time of day, as seconds since midnight.
    static let timeOfDay = ValueType(
        .text(words: "time of day", pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$")
    ) { place, reading in
        let words = "a time of day such as \"09:00\""
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        let parts = (scalar.string ?? "").utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isDigit) }),
            let hours = Int(Substring(parts[0])), let minutes = Int(Substring(parts[1])), hours < 24, minutes < 60
        else {
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        return hours * 3600 + minutes * 60
    }
    .written { seconds in
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return .string("\(padded(seconds / 3600)):\(padded(seconds / 60 % 60))")
    }
}
