import JSONText

extension MemberType where Value == Bool {
    static var bool: Self {
        MemberType { place in
            guard let value = place.value.bool else {
                place.reportType("true or false")
                return nil
            }
            return value
        }
    }
}

extension MemberType where Value == Int {
    static func int(_ range: ClosedRange<Int>) -> Self {
        MemberType { place in
            let words =
                range.upperBound == .max
                ? "a whole number of \(range.lowerBound) or more"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)"
            guard place.value.number != nil else {
                place.reportType(words)
                return nil
            }
            guard let value = place.value.int, range.contains(value) else {
                place.report(.invalidValue, "must be \(words)")
                return nil
            }
            return value
        }
    }
}

extension MemberType where Value == Double {
    static func number(_ range: ClosedRange<Double>) -> Self {
        MemberType { place in
            let words = "a number from \(range.lowerBound) to \(range.upperBound)"
            guard let number = place.value.number else {
                place.reportType(words)
                return nil
            }
            guard number.double.isFinite, range.contains(number.double) else {
                place.report(.invalidValue, "must be \(words)")
                return nil
            }
            return number.double
        }
    }
}

extension MemberType where Value == String {
    /// Text for people: any characters but control characters.
    static func text(limit: Int, allowsLines: Bool = false) -> Self {
        MemberType { place in
            guard let text = place.value.string else {
                place.reportType("a string")
                return nil
            }
            let isClean = text.unicodeScalars.allSatisfy {
                ($0.value >= 0x20 && $0.value != 0x7F && !(0x80...0x9F).contains($0.value))
                    || (allowsLines && $0 == "\n")
            }
            guard isClean, text.utf8.count <= limit else {
                place.report(.invalidValue, "must be at most \(limit) bytes without control characters")
                return nil
            }
            return text
        }
    }

    static func name(_ rule: NameRule) -> Self {
        MemberType { place in
            guard let text = place.value.string else {
                place.reportType("a string")
                return nil
            }
            guard rule.allows(text) else {
                place.report(.invalidValue, "must be made of \(rule.words)")
                return nil
            }
            return text
        }
    }
}

extension MemberType {
    /// A string that a type reads itself.
    static func parsed(_ words: String, _ parse: @escaping (String) -> Value?) -> Self {
        MemberType { place in
            guard let text = place.value.string else {
                place.reportType(words)
                return nil
            }
            guard let value = parse(text) else {
                place.report(.invalidValue, "must be \(words)")
                return nil
            }
            return value
        }
    }
}

extension MemberType where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of an enumeration's names.
    static var choice: Self {
        .parsed("one of " + Value.allCases.map(\.rawValue).joined(separator: ", ")) { Value(rawValue: $0) }
    }
}

extension MemberType where Value == Timestamp {
    static var time: Self {
        .parsed("a time such as 2026-12-01T00:00:00Z (RFC 3339)") { Timestamp($0) }
    }
}

extension MemberType where Value == KeyDigest {
    static var digest: Self { .parsed("64 hexadecimal digits") { KeyDigest($0) } }
}

extension MemberType where Value == ModelPattern {
    static var modelPattern: Self {
        .parsed("a model's name or a pattern such as openai/*, printable ASCII, at most 256") { text in
            let isName = (1...256).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            return isName ? ModelPattern(text) : nil
        }
    }
}

extension MemberType where Value == AddressRange {
    static var addressRange: Self {
        .parsed("an address or a range such as 10.0.0.0/8 or 2001:db8::/32, bits behind the prefix zero") {
            AddressRange($0)
        }
    }
}

extension MemberType where Value == PasswordHash {
    static var passwordHash: Self { .parsed("a password hash in the PHC string format") { PasswordHash($0) } }
}
