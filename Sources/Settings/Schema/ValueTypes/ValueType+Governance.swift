import Governance

extension ValueType<Timestamp> {
    /// What the schema says of times (RFC 3339 §5.6).
    static let pattern =
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$"

    /// A moment, in whole seconds: a fraction is cut off.
    static let moment = ValueType(.text(words: "time", pattern: pattern)) { place, reading in
        let words = "a time such as 2026-12-01T00:00:00Z or 2026-12-01T09:00:00+09:00"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let value = scalar.string.flatMap({ Timestamp($0) }) else {
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        return value
    }
}

extension ValueType<AddressRange> {
    /// Addresses in CIDR notation.
    static let addressRange = ValueType(
        .text(words: "address or range", pattern: "^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$")
    ) { place, reading in
        let words = "an address or a range such as 10.0.0.0/8 or 2001:db8::/32, the bits behind the prefix being zero"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let range = scalar.string.flatMap({ AddressRange($0) }) else {
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        return range
    }
}

extension ValueType<[String]> {
    /// Marks of requests, each once.
    static let tags = ValueType(.list(.text(words: "tag", pattern: NameRule.tag.pattern), minimumCount: 0)) {
        place,
        reading in
        guard let elements = reading.elements(of: place) else { return nil }
        var seen: Set<String> = []
        return elements.compactMap { element in
            guard let tag = ValueType<String>.name(.tag).read(element, reading) else { return nil }
            if seen.insert(tag).inserted { return tag }
            reading.report(.duplicate, at: element, "the tag stands twice")
            return nil
        }
    }
}

extension ValueType<[String: String]> {
    /// What people want to remember of something.
    static let metadata: ValueType = ValueType<[Named<String>]>.map(.metadata, to: .note).map { entries in
        Dictionary(entries.map { ($0.name, $0.value) }) { first, _ in first }
    }
}

extension ValueType<String> {
    /// Text for people.
    static let note = ValueType(.text(words: "string", pattern: nil)) { place, reading in
        guard let text = ValueType.anyText.read(place, reading) else { return nil }
        guard text.utf8.count <= 1024,
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            reading.report(.invalidValue, at: place, "longer than 1024 bytes, or with control characters")
            return nil
        }
        return text
    }

    /// A time zone of the IANA database.
    static let timeZone = ValueType(
        .text(words: "time zone", pattern: "^(UTC|[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)+)$")
    ) { place, reading in
        let words = "a time zone of the IANA database such as Asia/Tokyo or UTC"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let name = scalar.string, TimeZoneNames.contains(name) else {
            let nearest = scalar.string.flatMap(TimeZoneNames.nearest).map { "; did you mean \"\($0)\"?" } ?? ""
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)\(nearest)")
            return nil
        }
        return name
    }
}

extension ValueType<DataLocation> {
    /// Where data is kept. Messages do not show the text: the URL of a database may hold a password.
    static let data = ValueType(.text(words: "path", pattern: "^(?!.*://).")) { place, reading in
        let words = "the path of a folder"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string, !text.isEmpty else {
            reading.reportType(of: place, expected: words)
            return nil
        }
        guard !text.contains("://"), !text.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            let isPostgres = ["postgres://", "postgresql://"].contains(where: text.lowercased().hasPrefix)
            reading.report(
                .invalidValue,
                at: place,
                isPostgres
                    ? "PostgreSQL is not in this version; allowed: \(words) such as ./kanmon-data"
                    : "not \(words); allowed: a path such as ./kanmon-data"
            )
            return nil
        }
        return .folder(reading.resolved(path: text))
    }
}
